// What the columns of the editorial table hold: nothing about people.
import { type TableTags, technical } from '../../platform/database/index.ts';

export const editorialTags: TableTags = { editorial: technical('sort', 'id', 'body', 'updated_at') };
