// Points belong to a person: exported in full, deleted with them.
import type { Custodian } from '../../platform/database/index.ts';
import { deleteOf, entriesOf } from './store.ts';

const all = 1_000_000;

export const loyaltyCustodian: Custodian = {
  name: 'loyalty',
  tables: ['loyalty_entry', 'loyalty_gate'],
  async exportOf(sql, nodeIds) {
    const entries = await entriesOf(sql, nodeIds, all);
    return {
      loyalty: entries.map(({ id, kind, points, at, availableAt, reference, about, reason }) => ({
        id,
        kind,
        points,
        at: new Date(at).toISOString(),
        availableAt: new Date(availableAt).toISOString(),
        reference,
        about,
        reason,
      })),
    };
  },
  async erase(tx, nodeIds) {
    return [{ place: 'loyalty', rows: await deleteOf(tx, nodeIds), what: 'deleted' }];
  },
  merge: async () => {},
  split: async () => {},
};
