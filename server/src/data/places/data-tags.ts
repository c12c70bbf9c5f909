// What the columns of the places hold.
import { type TableTags, technical } from '../../platform/database/index.ts';

export const placesTags: TableTags = { place: technical('id', 'kind', 'body', 'updated_at') };
