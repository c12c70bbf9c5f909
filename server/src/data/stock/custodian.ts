// Reservations are the only rows of the stock that point at a person.
import type { Custodian } from '../../platform/database/index.ts';
import { forgetHolders, reservationsOfNodes } from './reservation-store.ts';

export const stockCustodian: Custodian = {
  name: 'stock',
  tables: ['reservation'],
  async exportOf(sql, nodeIds) {
    const rows = await reservationsOfNodes(sql, nodeIds);
    return {
      reservations: rows.map(({ id, sku, place, quantity, kind, state, expiresAt }) => ({
        id,
        sku,
        place,
        quantity,
        kind,
        state,
        expiresAt: new Date(expiresAt).toISOString(),
      })),
    };
  },
  async erase(tx, nodeIds) {
    return [{ place: 'stock', rows: await forgetHolders(tx, nodeIds), what: 'masked' }];
  },
  merge: async () => {},
  split: async () => {},
};
