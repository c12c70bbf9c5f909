// Purchases on any channel, credited to the decision they are owed to. Computed anew for a person whenever a fact may have changed it.
import { PENALTIES } from '@faden/engine';
import type { Fact } from '../../platform/bus/index.ts';
import type { Sql } from '../../platform/database/index.ts';
import { deleteCredits, linesOfPeople, nodesOfSales, putCredits, seenBy } from './credit-store.ts';
import { clickWindowMs, creditFor, marginOf, type Seen } from './exposure.ts';
import { oldestExposure, settleExposures } from './exposure-store.ts';

/** Purchases of the person behind a node from an instant on. */
export interface Person {
  nodeId: string;
  since: number;
}
export interface CreditNeeds {
  /** All nodes of the person a node belongs to, through the transaction's own handle. */
  nodesOf(tx: Sql, nodeId: string): Promise<readonly string[]>;
  product(sku: string): { priceCents?: number; marginCents?: number } | undefined;
}

export const purchaseTopics = [
  'receipt.accepted',
  'receipts.imported',
  'order.placed',
  'order.cancelled',
  'return.accepted',
  'identity.merged',
];

/** Whose purchases a fact may concern. */
async function peopleIn(tx: Sql, { topic, payload, at }: Fact, oldest: number): Promise<Person[]> {
  const person = (node: unknown, since: unknown): Person[] =>
    typeof node === 'string' && typeof since === 'number' && since >= oldest ? [{ nodeId: node, since }] : [];
  if (topic === 'receipts.imported') return nodesOfSales(tx, payload['ids'] as string[], oldest);
  if (topic === 'return.accepted')
    return (payload['sales'] as { nodeId: string | null; at: number }[]).flatMap((sale) => person(sale.nodeId, sale.at));
  // A purchase of the one and a click of the other may have become those of one person.
  if (topic === 'identity.merged') return [{ nodeId: String(payload['into']), since: Math.max(oldest, at - clickWindowMs) }];
  return person(payload['nodeId'], payload['at']);
}

/** Handles purchase facts; the same fact twice changes nothing. */
export async function applyPurchases(tx: Sql, facts: readonly Fact[], needs: CreditNeeds): Promise<void> {
  const oldest = await oldestExposure(tx);
  if (oldest === undefined) return;
  const people: Person[] = [];
  for (const fact of facts) people.push(...(await peopleIn(tx, fact, oldest)));
  await creditPeople(tx, people, needs);
}

export async function creditPeople(tx: Sql, people: readonly Person[], needs: CreditNeeds): Promise<void> {
  const since = new Map<string, number>();
  for (const one of people) since.set(one.nodeId, Math.min(one.since, since.get(one.nodeId) ?? Number.POSITIVE_INFINITY));
  const touched = new Set<string>();
  for (const [nodeId, from] of [...since].sort(([a], [b]) => (a < b ? -1 : 1)))
    for (const id of await creditPerson(tx, await needs.nodesOf(tx, nodeId), from, needs)) touched.add(id);
  if (touched.size > 0) await settleExposures(tx, [...touched].sort(), PENALTIES);
}

/** @returns ids of the decisions whose credit may have changed */
async function creditPerson(tx: Sql, nodes: readonly string[], since: number, needs: CreditNeeds): Promise<string[]> {
  const lines = await linesOfPeople(tx, nodes, since);
  if (lines.length === 0) return [];
  const seen = (await seenBy(tx, nodes, since - clickWindowMs - 86_400_000)).map(seenOf);
  const credits = lines.flatMap((line) => {
    const kept = line.state === 'cancelled' ? 0 : line.quantity - line.returned;
    const credit = kept > 0 ? creditFor(line, seen) : undefined;
    if (!credit) return [];
    const netCents = Math.round((line.netCents * kept) / line.quantity);
    const { saleId, sku, at, nodeId } = line;
    return [{ ...credit, saleId, line: line.line, sku, at, nodeId, netCents, marginCents: marginOf(netCents, kept, needs.product(sku)) }];
  });
  const before = await deleteCredits(
    tx,
    lines.map(({ saleId, line }) => ({ saleId, line })),
  );
  if (credits.length > 0) await putCredits(tx, credits);
  return [...before, ...credits.map((one) => one.decisionId)];
}

type SeenRow = Awaited<ReturnType<typeof seenBy>>[number];

/** An answer counts as an impression until the placement's surface was first seen to report impressions itself. */
function seenOf(row: SeenRow): Seen {
  const counts = row.reportsSince === null || row.at < row.reportsSince;
  const reactions = row.reactions ?? [];
  return {
    decisionId: row.decisionId,
    placement: row.placement,
    items: row.items,
    answeredAt: counts ? row.at : undefined,
    reactions: reactions.map((one) => ({ ...one, at: Date.parse(one.at) })),
  };
}
