// What the columns of the points ledger hold.
import { type TableTags, tagged } from '../../platform/database/index.ts';

const retention = 'membership plus 36 months';
const exported = (...columns: string[]) =>
  tagged({ personal: 'pseudonymous', purpose: 'service', retention, onErase: 'delete', inExport: true }, columns);
const internal = (...columns: string[]) =>
  tagged({ personal: 'pseudonymous', purpose: 'service', retention, onErase: 'delete', inExport: false }, columns);

export const loyaltyTags: TableTags = {
  loyalty_entry: {
    ...exported('id', 'kind', 'points', 'at', 'available_at', 'reference', 'about', 'reason'),
    ...internal('node_id', 'factor'),
  },
  loyalty_gate: internal('node_id'),
};
