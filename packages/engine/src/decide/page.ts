// One placement of a page: walks its strategies in priority order until the slots are full, and notes everything it does.
import { perNeedGroup } from '../catalogue-cache.ts';
import type { Text } from '../world.ts';
import type { Drop } from './answer.ts';
import { boardFor, closeBoard, pinAll } from './fill-board.ts';
import { arbitrates, fillByWorth } from './fill-by-worth.ts';
import { type Filled, type FillInput, nothingFilled } from './filled.ts';
import { type LeadInput, planLead } from './lead.ts';
import { reuse, tryStrategy, verdictBefore } from './run-strategy.ts';
import { note } from './trace-notes.ts';

/** Fills one placement (steps 4–11). Where rules about what alone may be shown leave nothing, the least important one is dropped. */
export function fillPlacement(input: FillInput): Filled {
  let filled = fillOnce(input);
  let { merchandising } = input.rules;
  const dropped: string[] = [];
  while (merchandising && filled.shown.length === 0 && filled.counts.dropped.has('NOT_ONLY')) {
    const less = merchandising.withoutLeastOnly();
    if (!less) break;
    merchandising = less.rules;
    dropped.push(less.dropped.rule.id);
    filled = fillOnce({ ...input, rules: { ...input.rules, merchandising } });
  }
  for (const id of dropped) filled.ruled.set(id, { hits: 0, dropped: NOTHING_LEFT });
  return filled;
}

const NOTHING_LEFT: Text = { de: 'Sonst bliebe nichts übrig', en: 'Nothing would be left otherwise' };

function fillOnce(input: FillInput): Filled {
  const { placement } = input.situation;
  const filled = nothingFilled(input.traced);
  filled.board = boardFor(input, filled);
  noteKeptBack(input, filled);
  if (filled.board) pinAll(filled.board, input, filled);
  if (arbitrates(input)) fillByWorth(input, filled);
  else fillByLead(input, filled);
  for (const id of placement.fallback) tryStrategy(id, input, filled, true);
  if (filled.shown.length < input.limit)
    for (const id of placement.fallback) if (input.page.usedStrategies.has(id)) reuse(id, input, filled);
  if (filled.board) closeBoard(filled.board, input, filled);
  return filled;
}

/** One strategy leads, the others fill up behind it. */
function fillByLead(input: FillInput, filled: Filled): void {
  const plan = planLead(leadInput(input, filled), () => filled.selected !== undefined);
  for (let lead = plan.next(); lead; lead = plan.next()) tryStrategy(lead.id, input, filled, false, lead);
  filled.choice = plan.context;
  for (const strategy of filled.strategies) strategy.weight = plan.weights.get(strategy.id) ?? strategy.weight;
}

/** What decides the lead, seen from this placement. */
function leadInput(input: FillInput, filled: Filled): LeadInput {
  const { situation, request, chooser, holdout, keys, preferred } = input;
  const eligible = (id: string): boolean => verdictBefore(id, input.strategies.get(id), input, filled) === undefined;
  return { situation, request, chooser, preferred, keys, holdout, explored: input.page.explored, eligible };
}

/** The first articles of each brand in a need group, at most five. */
const someByBrand = perNeedGroup((catalogue, needGroup): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, string[]>();
  for (const sku of catalogue.skusOfNeed(needGroup)) {
    const brand = catalogue.product(sku)?.brand;
    if (brand === undefined) continue;
    const known = found.get(brand);
    if (known === undefined) found.set(brand, [sku]);
    else if (known.length < 5) known.push(sku);
  }
  return found;
});

const UNWANTED: Drop = { code: 'NO_INTEREST' };

/** Owned goods and unwanted brands stand in every trace, whether a strategy found them or not. */
function noteKeptBack(input: FillInput, filled: Filled): void {
  if (input.situation.evaluation) return;
  for (const { sku, drop } of input.rules.suppression.owned) note(filled, sku, '(owned)', drop);
  for (const [need, brands] of input.rules.unwanted) {
    const byBrand = someByBrand(input.situation.catalogue, need);
    for (const brand of brands) for (const sku of byBrand.get(brand) ?? []) note(filled, sku, '(interest)', UNWANTED);
  }
}
