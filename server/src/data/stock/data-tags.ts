// What the columns of the stock hold; only a reservation may point at a person.
import { type TableTags, tagged, technical } from '../../platform/database/index.ts';

const held = (inExport: boolean, ...columns: string[]) =>
  tagged({ personal: 'pseudonymous', purpose: 'service', retention: '36 months', onErase: inExport ? 'keep' : 'mask', inExport }, columns);

export const stockTags: TableTags = {
  stock: technical('sku', 'place', 'on_hand', 'allocated', 'held', 'quarantine', 'shelf', 'counted_at', 'as_of'),
  stock_movement: technical('id', 'sku', 'place', 'kind', 'quantity', 'reference', 'at', 'accepted_at', 'shortfall'),
  reservation: {
    ...held(false, 'node_id'),
    ...held(true, 'id', 'sku', 'place', 'quantity', 'kind', 'state', 'expires_at'),
    ...technical('counted', 'created_at'),
  },
};
