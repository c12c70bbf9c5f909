// What the columns of the catalogue hold: nothing about people.
import { type TableTags, technical } from '../../platform/database/index.ts';

export const catalogueTags: TableTags = {
  product: technical('sku', 'body', 'created_at', 'updated_at'),
  need_group: technical('id', 'body', 'updated_at'),
  price_history: technical('sku', 'at', 'cents', 'currency'),
};
