// What the columns of the offers hold: nothing about people.
import { type TableTags, technical } from '../../platform/database/index.ts';

export const offersTags: TableTags = { offer: technical('id', 'body', 'from_at', 'until_at', 'updated_at') };
