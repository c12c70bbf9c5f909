// Points that follow from purchases: facts in, ledger entries out; each fact takes effect once.
import type { Fact } from '../../platform/bus/index.ts';
import type { Sql } from '../../platform/database/index.ts';
import { earnedPoints, reversalOf } from './points.ts';
import { type EntryRow, entriesAbout, insertEntries } from './store.ts';

interface SoldLine {
  sku: string;
  netCents: number;
}
interface Sold {
  ref: string;
  nodeId: string | null;
  at: number;
  acceptedAt: number;
  lines: SoldLine[];
}
interface CameBack {
  id: string;
  acceptedAt: number;
  sales: { ref: string; kept: SoldLine[] }[];
}
export interface Programme {
  /** Points per whole unit of currency; 1 unless told. */
  rate: number;
  /** Return window plus one day, in ms. */
  pendingMs: number;
  eligible(sku: string): boolean;
  tierFactor(nodeId: string): number;
  newId(): string;
  now(): number;
}

const centsOf = (lines: readonly SoldLine[], programme: Programme) =>
  lines.reduce((sum, line) => (programme.eligible(line.sku) ? sum + line.netCents : sum), 0);

function earned(sold: Sold, programme: Programme): EntryRow[] {
  if (sold.nodeId === null) return [];
  const factor = programme.tierFactor(sold.nodeId);
  const points = earnedPoints(centsOf(sold.lines, programme), programme.rate, factor);
  if (points === 0) return [];
  const { ref, nodeId, at } = sold;
  return [
    {
      id: programme.newId(),
      nodeId,
      kind: 'earn',
      points,
      at,
      availableAt: at + programme.pendingMs,
      reference: ref,
      about: ref,
      reason: null,
      factor,
    },
  ];
}

/** Takes back what the kept rest of a purchase has not earned; lands where the earning stands, so pending nets with pending. */
async function reversed(
  tx: Sql,
  about: string,
  reference: string,
  kept: readonly SoldLine[],
  reason: string,
  programme: Programme,
): Promise<void> {
  const entries = await entriesAbout(tx, [about]);
  const earning = entries.find((entry) => entry.kind === 'earn');
  if (!earning) return;
  const standing = entries.reduce((sum, entry) => sum + entry.points, 0);
  const points = reversalOf(standing, centsOf(kept, programme), programme.rate, earning.factor ?? 1);
  if (points === 0) return;
  const { nodeId, availableAt } = earning;
  const at = programme.now();
  await insertEntries(tx, [
    { id: programme.newId(), nodeId, kind: 'reverse', points: -points, at, availableAt, reference, about, reason, factor: null },
  ]);
}

/** Handles facts in their order; purchases between two reversals go in together. */
export async function applyPurchases(tx: Sql, facts: readonly Fact[], programme: Programme): Promise<void> {
  let waiting: EntryRow[] = [];
  const flush = async () => {
    if (waiting.length) await insertEntries(tx, waiting);
    waiting = [];
  };
  for (const { topic, payload } of facts) {
    if (topic === 'receipt.accepted' || topic === 'order.placed') waiting.push(...earned(payload as unknown as Sold, programme));
    else if (topic === 'return.accepted') {
      await flush();
      const back = payload as unknown as CameBack;
      for (const sale of back.sales) await reversed(tx, sale.ref, `return:${back.id}:${sale.ref}`, sale.kept, 'return', programme);
    } else if (topic === 'order.cancelled') {
      await flush();
      const { ref } = payload as unknown as Sold;
      await reversed(tx, ref, `${ref}:cancelled`, [], 'cancelled', programme);
    }
  }
  await flush();
}
