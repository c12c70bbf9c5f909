// Reads the explanation of a decision into what people can follow: steps with counts, dropped goods, strategies considered.
import type { Decision, Placement, Words } from '../api/types.ts';

/** One step of the way with how many candidates were left. */
export interface Step {
  name: string;
  count: number;
}
/** A candidate that is not shown and why. */
export interface Dropped {
  sku: string;
  code: string;
  detail?: Words;
}
/** A strategy that was considered. */
export interface Considered {
  id: string;
  verdict: string;
}
/** The readable explanation. */
export interface Trace {
  present: boolean;
  steps: Step[];
  dropped: Dropped[];
  considered: Considered[];
}

/** The trace as the server sends it, one entry a placement. */
export interface RawTrace {
  placements?: {
    id: string;
    strategies?: { id: string; verdict: string }[];
    stages?: { name: string; in: number; out: number }[];
    candidates?: { id: string; sku?: string; droppedBy: string | null; detail?: Words }[];
  }[];
}

/** The same article can fall several times, once a strategy: it is told once. */
function droppedOnce(rows: Dropped[], shown: Set<string | undefined>): Dropped[] {
  const told = new Map<string, Dropped>();
  for (const row of rows) if (!shown.has(row.sku) && !told.has(row.sku)) told.set(row.sku, row);
  return [...told.values()];
}

/** The explanation of one placement; empty when the server sent none. */
export function readTrace(answer: Decision, placement: Placement): Trace {
  const mine = answer.trace?.placements?.find((row) => row.id === placement.id);
  if (!mine) return { present: false, steps: [], dropped: [], considered: [] };
  const stages = mine.stages ?? [];
  const steps = stages.map((stage) => ({ name: stage.name, count: stage.out }));
  const dropped = (mine.candidates ?? []).flatMap((row) => {
    return row.droppedBy ? [{ sku: row.sku ?? row.id, code: row.droppedBy, detail: row.detail }] : [];
  });
  const shown = new Set(placement.items.map((item) => item.sku));
  return { present: true, steps, dropped: droppedOnce(dropped, shown), considered: mine.strategies ?? [] };
}
