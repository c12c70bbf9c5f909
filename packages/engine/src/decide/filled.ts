// What a placement holds while it is filled, what filling it is given, and the books it keeps.
import type { ChoiceContext } from '../choose/cells.ts';
import type { Chooser } from '../choose/chooser.ts';
import type { Preferred } from '../rules/prefer.ts';
import type { Situation } from '../situation.ts';
import type { NamedStrategy } from '../strategies/library.ts';
import type { Text } from '../world.ts';
import type { DropCode, Reason, TraceCandidate, TraceStage, TraceStrategy, Visibility } from './answer.ts';
import type { Rules } from './hard-filters.ts';
import type { Lead } from './lead.ts';
import type { DecisionRequest } from './request.ts';
import type { Scored } from './score.ts';
import type { SlotBoard } from './slot-board.ts';

export interface Shown {
  item: Scored;
  reasons: Reason[];
  strategy: string;
  /** Ids of the merchandising rules that had a say in it, and what they want said of it. */
  rules: string[];
  labels: Text[];
}

export interface Filled {
  shown: Shown[];
  /** First strategy that yielded something, and the ones that filled up behind it. */
  selected: NamedStrategy | undefined;
  personal: boolean;
  backfill: string[];
  fromFallback: boolean;
  /** How the selected strategy came to lead, and the cell it was chosen in. */
  lead: Lead | undefined;
  choice: ChoiceContext | undefined;
  strategies: TraceStrategy[];
  candidates: TraceCandidate[];
  counts: Counts;
  /** How many more candidates, kept and dropped ones, the trace has room for; what was owned or bought always has. */
  room: number;
  droppedRoom: number;
  /** How often each merchandising rule had a say, and why one was dropped. */
  ruled: Map<string, { hits: number; dropped?: Text }>;
  /** Where rules speak of order: what stands in the slots and what waits for one. */
  board: SlotBoard | undefined;
  traced: Map<Scored, TraceCandidate>;
}

interface Counts {
  retrieved: number;
  dropped: Map<DropCode, number>;
  survived: number;
  /** Kept out by caps and spreads. */
  arranged: Map<DropCode, number>;
  noReason: number;
  overLimit: number;
}

export interface PageState {
  onPage: Set<string>;
  usedStrategies: Set<string>;
  /** Another strategy than the one thought best leads somewhere on this page. */
  explored: boolean;
}

export interface FillInput {
  situation: Situation;
  request: DecisionRequest;
  chooser: Chooser | undefined;
  /** Keys of the person, oldest first. */
  keys: readonly string[];
  /** Strategies a merchandising rule prefers here. */
  preferred: Preferred | undefined;
  limit: number;
  visibility: Visibility;
  holdout: boolean;
  rules: Rules;
  strategies: ReadonlyMap<string, NamedStrategy>;
  page: PageState;
  /** Candidates the trace names at least; all of them where absent. */
  traced?: number | undefined;
}

/** `traced`: candidates the trace has room for; all of them where absent. */
export const nothingFilled = (traced?: number): Filled => ({
  shown: [],
  selected: undefined,
  personal: false,
  backfill: [],
  fromFallback: false,
  lead: undefined,
  choice: undefined,
  strategies: [],
  candidates: [],
  counts: { retrieved: 0, dropped: new Map(), survived: 0, arranged: new Map(), noReason: 0, overLimit: 0 },
  room: traced ?? Number.POSITIVE_INFINITY,
  droppedRoom: traced === undefined ? Number.POSITIVE_INFINITY : traced / 2,
  ruled: new Map(),
  board: undefined,
  traced: new Map(),
});

/** Candidates too far down to be shown whatever the filters would say of them. */
export function countUnseen(unseen: number, counts: Counts): void {
  counts.retrieved += unseen;
  counts.survived += unseen;
  counts.overLimit += unseen;
}

/** The stage counts of a filled placement; every stage's in = out + Σ dropped. */
export function stagesOf(filled: Filled): TraceStage[] {
  const { retrieved, dropped, survived, arranged, noReason, overLimit } = filled.counts;
  const stage = (step: number, name: TraceStage['name'], into: number, out: number, lost: Record<string, number> = {}): TraceStage => ({
    step,
    name,
    in: into,
    out,
    dropped: lost,
  });
  const ordered = survived - [...arranged.values()].reduce((sum, n) => sum + n, 0);
  const reasoned = ordered - noReason;
  return [
    stage(6, 'retrieve', retrieved, retrieved),
    stage(7, 'filter', retrieved, survived, Object.fromEntries(dropped)),
    stage(8, 'score', survived, survived),
    stage(9, 'arrange', survived, ordered, Object.fromEntries(arranged)),
    stage(11, 'reason', ordered, reasoned, noReason > 0 ? { NO_REASON: noReason } : {}),
    stage(10, 'fill', reasoned, filled.shown.length, overLimit > 0 ? { OVER_LIMIT: overLimit } : {}),
  ];
}
