// How a trace lies in the log: rows without their names, what is empty left away. A decision is written far more often than it is read.
import type { Trace, TraceCandidate, TracePlacement, TraceStrategy } from '@faden/engine';

type Row = unknown[];
interface PackedPlacement extends Omit<TracePlacement, 'strategies' | 'candidates'> {
  strategies: Row[];
  candidates: Row[];
}
export interface PackedTrace extends Omit<Trace, 'placements'> {
  placements: PackedPlacement[];
}

const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;

/** Without the empty values at its end. */
function trimmed(row: Row): Row {
  let length = row.length;
  while (length > 0 && (row[length - 1] === null || row[length - 1] === undefined)) length -= 1;
  return row.slice(0, length);
}

const some = <T>(list: readonly T[]): readonly T[] | null => (list.length > 0 ? list : null);

function packCandidate(one: TraceCandidate): Row {
  const { sku, id, strategy, base, score, slot, droppedBy, detail, factors, rulesHit } = one;
  const named = factors.map((factor) => [factor.name, rounded(factor.value)]);
  return trimmed([
    sku,
    id === sku ? null : id,
    strategy,
    rounded(base),
    rounded(score),
    slot,
    droppedBy,
    detail,
    some(named),
    some(rulesHit),
  ]);
}

function unpackCandidate(row: Row): TraceCandidate {
  const [sku, id, strategy, base, score, slot, droppedBy, detail, factors, rulesHit] = row;
  const named = (factors as [string, number][] | null | undefined) ?? [];
  return {
    id: (id as string | null | undefined) ?? (sku as string),
    sku: sku as string,
    strategy: strategy as string,
    base: base as number,
    score: score as number,
    factors: named.map(([name, value]) => ({ name, value })),
    rulesHit: (rulesHit as string[] | null | undefined) ?? [],
    droppedBy: (droppedBy as TraceCandidate['droppedBy'] | undefined) ?? null,
    ...(detail ? { detail: detail as NonNullable<TraceCandidate['detail']> } : {}),
    slot: (slot as number | null | undefined) ?? null,
  };
}

const packStrategy = (one: TraceStrategy): Row =>
  trimmed([one.id, one.verdict, rounded(one.weight) || null, one.candidates || null, one.shown || null, one.detail]);

function unpackStrategy([id, verdict, weight, candidates, shown, detail]: Row): TraceStrategy {
  return {
    id: id as string,
    verdict: verdict as TraceStrategy['verdict'],
    ...(detail ? { detail: detail as string } : {}),
    weight: (weight as number | null | undefined) ?? 0,
    candidates: (candidates as number | null | undefined) ?? 0,
    shown: (shown as number | null | undefined) ?? 0,
  };
}

export function packTrace(trace: Trace): PackedTrace {
  return {
    ...trace,
    placements: trace.placements.map((one) => ({
      ...one,
      strategies: one.strategies.map(packStrategy),
      candidates: one.candidates.map(packCandidate),
    })),
  };
}

export function unpackTrace(packed: PackedTrace): Trace {
  return {
    ...packed,
    placements: packed.placements.map((one) => ({
      ...one,
      strategies: one.strategies.map(unpackStrategy),
      candidates: one.candidates.map(unpackCandidate),
    })),
  };
}
