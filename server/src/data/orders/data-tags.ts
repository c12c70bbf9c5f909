// What the columns of sales and returns hold. At erasure node and names leave the row; figures stay for the books.
import { type TableTags, tagged, technical } from '../../platform/database/index.ts';

const retention = 'profile copy 36 months after the last purchase; archive to the end of the year + 8';
const buyer = tagged({ personal: 'yes', purpose: 'service', retention, onErase: 'archive', inExport: true }, ['given']);
const node = tagged({ personal: 'pseudonymous', purpose: 'service', retention, onErase: 'delete', inExport: false }, ['node_id']);
const facts = (...columns: string[]) =>
  tagged(
    { personal: 'pseudonymous', purpose: 'service', retention: 'to the end of the year + 8', onErase: 'keep', inExport: true },
    columns,
  );

export const ordersTags: TableTags = {
  sale: {
    ...buyer,
    ...node,
    ...facts(
      'id',
      'kind',
      'scope',
      'number',
      'channel',
      'store',
      'at',
      'accepted_at',
      'currency',
      'total_cents',
      'state',
      'delivery_type',
      'delivery_place',
      'payments',
      'discounts',
      'fiscal',
    ),
    ...technical('shipping_cents', 'pickup_code', 'body_hash'),
  },
  sale_line: {
    ...facts('sale_id', 'line', 'sku', 'quantity', 'unit_cents', 'discount_cents', 'net_cents', 'offer', 'gift', 'returned', 'picked'),
    ...technical('allocated'),
  },
  sale_return: {
    ...buyer,
    ...node,
    ...facts('id', 'ref', 'store', 'at', 'total_cents', 'refunds'),
    ...technical('number', 'accepted_at', 'currency', 'body_hash'),
  },
  sale_return_line: {
    ...technical('return_id', 'line', 'sale_id', 'sale_line', 'sku', 'quantity', 'grade', 'refund_cents'),
    ...tagged({ personal: 'pseudonymous', purpose: 'service', retention, onErase: 'delete', inExport: false }, ['reason']),
  },
  order_archive: tagged(
    { personal: 'yes', purpose: 'legal', retention: 'to the end of the year of the sale + 8', onErase: 'keep', inExport: false },
    ['id', 'kind', 'ref', 'data', 'delete_after'],
  ),
};
