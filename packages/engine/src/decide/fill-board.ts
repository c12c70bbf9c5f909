// Filling a placement where rules speak of pins, caps, spreads or requirements: the board decides, the placement keeps the books.
import type { PlacementRules } from '../rules/placement-rules.ts';
import type { Filled, FillInput } from './filled.ts';
import { judge, traitsOf } from './hard-filters.ts';
import { placePins } from './pins.ts';
import { reasonsFor } from './reasons.ts';
import type { Scored } from './score.ts';
import { createSlotBoard, type Placed, type SlotBoard } from './slot-board.ts';
import { candidateOf, note, touch } from './trace-notes.ts';

const rulesOf = (placed: Placed, merchandising: PlacementRules): string[] => [
  ...new Set([...(placed.pin === undefined ? [] : [placed.pin]), ...merchandising.touching(placed.item.candidate)]),
];

/** The board of a placement; undefined where no rule speaks of order. */
export function boardFor(input: FillInput, filled: Filled): SlotBoard | undefined {
  const { rules, limit, page, situation: s } = input;
  const { merchandising } = rules;
  if (!merchandising?.arranges || limit === 0) return undefined;
  return createSlotBoard({
    rules: merchandising,
    limit,
    columns: s.placement.layout === 'grid' ? s.placement.columns : 1,
    reasonsOf(item) {
      const reasons = reasonsFor(item, input.visibility, s);
      return reasons.length > 0 ? reasons : undefined;
    },
    shown: (placed) => void page.onPage.add(placed.item.candidate.sku),
    hidden: (placed) => void page.onPage.delete(placed.item.candidate.sku),
    unreasoned(placed) {
      filled.counts.noReason += 1;
      const traced = filled.traced.get(placed.item);
      if (traced) traced.droppedBy = 'NO_REASON';
    },
  });
}

/** Pins stand before any strategy runs. */
export function pinAll(board: SlotBoard, input: FillInput, filled: Filled): void {
  const { situation: s, rules } = input;
  const traits = traitsOf([], s);
  placePins({
    situation: s,
    rules: rules.merchandising!,
    judge: (candidate) => judge(candidate, traits, rules, s),
    put(item, slot, rule) {
      const against = board.pin(item, slot, rule);
      if (!against) survive(item, '(pin)', filled);
      return against;
    },
    void(candidate, pin, cause) {
      note(filled, candidate.sku, '(pin)', pin);
      if (cause.code !== pin.code) note(filled, candidate.sku, '(pin)', cause);
    },
  });
  showStanding(board, input, filled);
}

/** Hands the survivors of a strategy to the board; answers how many more items stand than before. */
export function offer(board: SlotBoard, survivors: readonly Scored[], strategy: string, input: FillInput, filled: Filled): number {
  const before = filled.shown.length;
  const fresh: Scored[] = [];
  for (const item of survivors) {
    const { sku } = item.candidate;
    if (board.waits(sku)) note(filled, sku, strategy, { code: 'DUPLICATE' });
    else {
      survive(item, strategy, filled);
      fresh.push(item);
    }
  }
  board.offer(fresh, strategy);
  showStanding(board, input, filled);
  return filled.shown.length - before;
}

/** Fills what is left and tells of everything that found no slot what kept it out. */
export function closeBoard(board: SlotBoard, input: FillInput, filled: Filled): void {
  const { arranged } = filled.counts;
  for (const { placed, code, rules } of board.close()) {
    if (code === undefined) {
      filled.counts.overLimit += 1;
      continue;
    }
    arranged.set(code, (arranged.get(code) ?? 0) + 1);
    for (const rule of rules) touch(filled, rule);
    const traced = filled.traced.get(placed.item);
    if (traced) Object.assign(traced, { droppedBy: code, rulesHit: [...new Set([...traced.rulesHit, ...rules])] });
  }
  showStanding(board, input, filled);
  for (const [i, { item, rules }] of filled.shown.entries()) {
    const traced = filled.traced.get(item);
    if (traced) Object.assign(traced, { slot: i + 1, rulesHit: rules });
    for (const rule of rules) touch(filled, rule);
  }
  recount(filled);
}

/** An item may find its slot only when another strategy brings what goes between. */
function recount(filled: Filled): void {
  for (const strategy of filled.strategies) {
    if (strategy.verdict !== 'selected' && strategy.verdict !== 'backfill' && strategy.verdict !== 'empty') continue;
    strategy.shown = filled.shown.filter((one) => one.strategy === strategy.id).length;
    if (strategy.shown > 0 && strategy.verdict === 'empty') strategy.verdict = 'backfill';
  }
}

function showStanding(board: SlotBoard, input: FillInput, filled: Filled): void {
  const merchandising = input.rules.merchandising!;
  filled.shown = board.standing().map((placed) => {
    placed.reasons ??= reasonsFor(placed.item, input.visibility, input.situation);
    const { item, reasons, strategy } = placed;
    return { item, reasons, strategy, rules: rulesOf(placed, merchandising), labels: merchandising.labels(item.candidate) };
  });
}

/** Counts a survivor and gives it its place in the trace. */
function survive(item: Scored, strategy: string, filled: Filled): void {
  filled.counts.retrieved += 1;
  filled.counts.survived += 1;
  if (filled.room-- <= 0) return;
  const traced = candidateOf(item, strategy, []);
  filled.traced.set(item, traced);
  filled.candidates.push(traced);
}
