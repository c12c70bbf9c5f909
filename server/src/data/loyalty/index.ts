// Points: earned by purchases, pending until they can no longer be returned, burnt on any channel, never twice.
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Custodian, Database, Sql } from '../../platform/database/index.ts';
import { conflict, notFound } from '../../platform/http/index.ts';
import type { Ids } from '../../platform/ids.ts';
import type { ProfileRef } from '../identity/index.ts';
import { loyaltyCustodian } from './custodian.ts';
import { applyPurchases, type Programme } from './purchases.ts';
import * as store from './store.ts';

export { loyaltyTags } from './data-tags.ts';
export { mountLoyalty } from './routes.ts';
export type { Balance, EntryRow } from './store.ts';

export interface Posting {
  points: number;
  reason?: string | undefined;
  /** The same reference posts once. */
  reference?: string | undefined;
}
export interface Posted extends store.Balance {
  /** Of the entry. */
  id: string;
  profile: string;
  points: number;
}

export interface Loyalty {
  /** Starts turning purchases into points; call where the worker runs. */
  start(): void;
  /** Balances of the person behind `ref` with the newest entries; 404 for nobody. */
  account(ref: ProfileRef): Promise<store.Balance & { profile: string; entries: store.EntryRow[] }>;
  /** Balance of nodes, for profiles that are read anyway. */
  balanceOf(nodeIds: readonly string[]): Promise<store.Balance>;
  /** By hand, available at once; may take away below zero. */
  adjust(tx: Sql, ref: ProfileRef, posting: Posting): Promise<Posted>;
  /** @param availableAt epoch ms; at once unless told */
  earn(tx: Sql, ref: ProfileRef, posting: Posting, availableAt?: number): Promise<Posted>;
  /** 409 `insufficient_points` with the balance when there are too few. */
  redeem(tx: Sql, ref: ProfileRef, posting: Posting): Promise<Posted>;
  /** Takes back everything posted under a reference; 404 when this person has nothing there, 409 when it is back already. */
  reverse(tx: Sql, ref: ProfileRef, reference: string, reason?: string): Promise<Posted>;
  custodian: Custodian;
}

interface Needs {
  database: Database;
  bus: Bus;
  clock: Clock;
  ids: Ids;
  /** All nodes of the person meant; throws 404 when nobody is. */
  nodesOf(sql: Sql, ref: ProfileRef): Promise<{ id: string; nodeIds: string[] }>;
  /** Points per whole unit of currency; 1 unless told. */
  rate?: number;
  /** Days after the purchase in which goods may come back; points wait one day longer. 30 unless told. */
  returnWindowDays?: number;
  /** False for gift cards, deposits and whatever else earns nothing. */
  eligible?: (sku: string) => boolean;
  /** Factor of the tier of a node; 1 unless told. */
  tierFactor?: (nodeId: string) => number;
}

const dayMs = 86_400_000;
const newestEntries = 200;
const topics = ['receipt.accepted', 'order.placed', 'return.accepted', 'order.cancelled'];

export function createLoyalty(needs: Needs): Loyalty {
  const { database, bus, clock, ids } = needs;
  const programme: Programme = {
    rate: needs.rate ?? 1,
    pendingMs: ((needs.returnWindowDays ?? 30) + 1) * dayMs,
    eligible: needs.eligible ?? (() => true),
    tierFactor: needs.tierFactor ?? (() => 1),
    newId: () => ids.next(),
    now: () => clock.now(),
  };

  const answer = async (tx: Sql, person: { id: string; nodeIds: string[] }, id: string, points: number): Promise<Posted> => ({
    id,
    profile: person.id,
    points,
    ...(await store.balanceOf(tx, person.nodeIds, clock.now())),
  });
  const post = async (
    tx: Sql,
    person: { id: string; nodeIds: string[] },
    entry: Omit<store.EntryRow, 'id' | 'nodeId' | 'at' | 'factor'>,
  ) => {
    const row: store.EntryRow = { ...entry, id: ids.next(), nodeId: person.nodeIds[0] as string, at: clock.now(), factor: null };
    const fresh = await store.insertEntries(tx, [row]);
    if (fresh.size === 0) return again(tx, person, row);
    await bus.publish(tx, 'points.posted', { id: row.id, kind: row.kind, points: row.points, nodeId: row.nodeId });
    return answer(tx, person, row.id, row.points);
  };
  /** The same reference for the same person and points answers as before; anything else is refused. */
  const again = async (tx: Sql, person: { id: string; nodeIds: string[] }, row: store.EntryRow) => {
    const known = row.reference === null ? undefined : await store.entryBy(tx, row.kind, row.reference);
    if (!known || known.points !== row.points || !person.nodeIds.includes(known.nodeId))
      throw conflict('reference_used', `Reference ${row.reference} was used for another posting`);
    return answer(tx, person, known.id, known.points);
  };
  const entryOf = (kind: store.EntryRow['kind'], { reference, reason }: Posting, points: number, availableAt: number) => ({
    kind,
    points,
    availableAt,
    reference: reference ?? null,
    about: reference ?? null,
    reason: reason ?? null,
  });

  return {
    start: () => bus.subscribe('loyalty', topics, (tx, facts) => applyPurchases(tx, facts, programme)),
    async account(ref) {
      const { id, nodeIds } = await needs.nodesOf(database, ref);
      const [balance, entries] = await Promise.all([
        store.balanceOf(database, nodeIds, clock.now()),
        store.entriesOf(database, nodeIds, newestEntries),
      ]);
      return { profile: id, ...balance, entries };
    },
    balanceOf: (nodeIds) => store.balanceOf(database, nodeIds, clock.now()),
    async adjust(tx, ref, posting) {
      return post(tx, await needs.nodesOf(tx, ref), entryOf('adjust', posting, posting.points, clock.now()));
    },
    async earn(tx, ref, posting, availableAt = clock.now()) {
      return post(tx, await needs.nodesOf(tx, ref), entryOf('earn', posting, posting.points, availableAt));
    },
    async redeem(tx, ref, posting) {
      const person = await needs.nodesOf(tx, ref);
      await store.lockNodes(tx, person.nodeIds);
      const known = posting.reference === undefined ? undefined : await store.entryBy(tx, 'redeem', posting.reference);
      const { available, pending } = await store.balanceOf(tx, person.nodeIds, clock.now());
      if (!known && available < posting.points)
        throw conflict('insufficient_points', `${available} points are available`, { balance: available, available, pending });
      return post(tx, person, entryOf('redeem', posting, -posting.points, clock.now()));
    },
    async reverse(tx, ref, reference, reason) {
      const person = await needs.nodesOf(tx, ref);
      await store.lockNodes(tx, person.nodeIds);
      const entries = (await store.entriesAbout(tx, [reference])).filter((entry) => person.nodeIds.includes(entry.nodeId));
      const first = entries[0];
      if (!first) throw notFound(`posting ${reference}`);
      const standing = entries.reduce((sum, entry) => sum + entry.points, 0);
      if (standing === 0) throw conflict('already_reversed', `${reference} was taken back before`);
      return post(tx, person, {
        kind: 'reverse',
        points: -standing,
        availableAt: first.availableAt,
        reference: `${reference}:reversed:${entries.length}`,
        about: reference,
        reason: reason ?? null,
      });
    },
    custodian: loyaltyCustodian,
  };
}
