// What identity keeps about a person, for export and erasure.
import type { Bus } from '../../platform/bus/index.ts';
import type { Custodian } from '../../platform/database/index.ts';
import { deleteNodes, edgesOf, nodesById } from './store.ts';
import type { Identifier } from './types.ts';

/** Must run last at an erasure: other custodians find their rows by the nodes. */
export function identityCustodian(bus: Bus, hashOf: (i: Identifier) => string, forgetTies: () => void): Custodian {
  return {
    name: 'identity',
    tables: ['identity_node', 'identity_edge', 'identity_tombstone'],
    async exportOf(sql, nodeIds) {
      const nodes = await nodesById(sql, nodeIds);
      const edges = await edgesOf(sql, nodeIds);
      return {
        identifiers: nodes.filter((n) => n.type !== 'claim').map((n) => ({ type: n.type, value: n.value })),
        links: edges.map((e) => ({
          cause: e.cause,
          trust: e.trust,
          at: new Date(e.at).toISOString(),
          evidence: e.evidence,
          state: e.state,
        })),
      };
    },
    async erase(tx, nodeIds, now) {
      const nodes = await nodesById(tx, nodeIds);
      const hashes = nodes.map(hashOf);
      const rows = await deleteNodes(tx, nodeIds, hashes, now);
      await bus.publish(tx, 'person.erased', { hashes, nodes: [...nodeIds] });
      forgetTies();
      return [{ place: 'identity', rows, what: 'deleted' }];
    },
    merge: async () => {},
    split: async () => {},
  };
}
