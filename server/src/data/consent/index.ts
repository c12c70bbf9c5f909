// Consent as evidence: acts are appended, the answer is computed at the moment of use.
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { batched, type Custodian, type Database, type Sql } from '../../platform/database/index.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Identity } from '../identity/index.ts';
import type { ConsentAct, PurposeName } from './may.ts';
import { actsOf, type ConsentProof, insertActs, maskActs, proofsOf } from './store.ts';

export { consentTags } from './data-tags.ts';
export { ageAt, allowedPurposes, type ConsentAct, isPurpose, may, type Permission, type PurposeName, purposes } from './may.ts';
export { mountConsent } from './routes.ts';
export type { ConsentProof } from './store.ts';

export interface NewAct {
  nodeId: string;
  purpose: PurposeName;
  contactPoint?: string;
  action: 'grant' | 'withdraw';
  at: number;
  source: string;
  actor?: string;
  text?: { version: string; language: string; body: string };
  /** Absent = nobody kept proof; the record then says so. */
  evidence?: unknown;
}

export interface Consent {
  /** Appends acts; effective for every decision as soon as `tx` has committed. */
  record(tx: Sql, acts: readonly NewAct[]): Promise<void>;
  actsOf(nodeIds: readonly string[]): Promise<ConsentAct[]>;
  proofsOf(nodeIds: readonly string[]): Promise<ConsentProof[]>;
  custodian: Custodian;
}

const inOrder = (a: ConsentAct, b: ConsentAct) => a.at - b.at || (a.id < b.id ? -1 : 1);

export function createConsent(needs: { database: Database; bus: Bus; clock: Clock; ids: Ids; identity: Identity }): Consent {
  const { database, bus, clock, ids, identity } = needs;
  const asked = batched<readonly string[], ConsentAct[]>(async (all) => {
    const acts = await actsOf(database, [...new Set(all.flat())]);
    const byNode = Map.groupBy(acts, (act) => act.nodeId);
    return all.map((nodeIds) => nodeIds.flatMap((id) => byNode.get(id) ?? []).sort(inOrder));
  });
  return {
    async record(tx, acts) {
      if (acts.length === 0) return;
      await insertActs(
        tx,
        acts.map((act) => ({
          id: ids.next(),
          node_id: act.nodeId,
          purpose: act.purpose,
          contact_point: act.contactPoint ?? '',
          action: act.action,
          at: new Date(act.at).toISOString(),
          recorded_at: new Date(clock.now()).toISOString(),
          source: act.source,
          actor: act.actor ?? '',
          text_version: act.text?.version ?? null,
          text_language: act.text?.language ?? null,
          text_body: act.text?.body ?? null,
          evidence: act.evidence ?? { missing: true },
        })),
      );
      const nodes = [...new Set(acts.map((a) => a.nodeId))].sort();
      await identity.bump(tx, nodes);
      for (const act of acts)
        await bus.publish(tx, `consent.${act.action === 'grant' ? 'granted' : 'withdrawn'}`, { node: act.nodeId, purpose: act.purpose });
    },
    actsOf(nodeIds) {
      database.mustBeOutside('reading consents');
      return asked(nodeIds);
    },
    proofsOf: (nodeIds) => proofsOf(database, nodeIds),
    custodian: {
      name: 'consent',
      tables: ['consent_record'],
      async exportOf(sql, nodeIds) {
        return { consents: await proofsOf(sql, nodeIds) };
      },
      erase: async (tx, nodeIds) => [{ place: 'consent', rows: await maskActs(tx, nodeIds), what: 'masked' }],
      merge: async () => {},
      split: async () => {},
    },
  };
}
