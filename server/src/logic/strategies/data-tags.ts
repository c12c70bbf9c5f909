// What the columns of the declarations hold: nothing about people.
import { type TableTags, technical } from '../../platform/database/index.ts';

export const strategiesTags: TableTags = {
  declaration: technical('sort', 'id', 'version', 'body', 'updated_at'),
  declaration_version: technical('sort', 'id', 'version', 'body', 'at'),
};
