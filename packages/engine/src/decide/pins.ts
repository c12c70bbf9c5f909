// Pins: an item or the first that can be had of a list at a fixed slot, whether a strategy found it or not; bans, stock and suppression void them.
import type { CompiledEffect } from '../rules/meeting.ts';
import { namedSkus } from '../rules/named-skus.ts';
import type { PlacementRules } from '../rules/placement-rules.ts';
import { FALSE, TRUE } from '../rules/truth.ts';
import type { Situation } from '../situation.ts';
import type { Candidate } from '../strategies/candidate.ts';
import type { Availability, Text } from '../world.ts';
import type { Drop } from './answer.ts';
import type { Judged } from './hard-filters.ts';
import { type Scored, scoreCandidate } from './score.ts';

/** Void articles of one pin that a trace names. */
const NAMED_VOIDS = 5;
/** Articles judged for one pin at most. */
const TRIED = 200;
const SCANNED = 5_000;

export interface PinDesk {
  situation: Situation;
  rules: PlacementRules;
  judge(candidate: Candidate): Judged;
  /** Puts it at the slot; answers with what forbids it. */
  put(item: Scored, slot: number, rule: string): Drop | undefined;
  /** Notes a void pin and what made it void. */
  void(candidate: Candidate, pin: Drop, cause: Drop): void;
}

/** Places all pins: the most important first, so that it gets the lower of two slots. */
export function placePins(desk: PinDesk): void {
  for (const pin of desk.rules.pins) {
    const wanted = Number(pin.params['count'] ?? 1);
    let slot = Number(pin.params['slot']);
    let placed = 0;
    let voids = 0;
    for (const sku of skusOf(pin, desk)) {
      if (placed >= wanted) break;
      const candidate: Candidate = { sku, score: 1, why: [{ code: 'EDITOR' }] };
      const cause = tryPin(pin, candidate, slot, desk);
      if (!cause) {
        placed += 1;
        slot += 1;
      } else if (voids++ < NAMED_VOIDS) desk.void(candidate, voidOf(pin, cause), cause);
    }
  }
}

function tryPin(pin: CompiledEffect, candidate: Candidate, slot: number, desk: PinDesk): Drop | undefined {
  const judged = desk.judge(candidate);
  if ('drop' in judged) return judged.drop;
  return desk.put(scored(candidate, judged.availability, desk), slot, pin.rule.id);
}

function scored(candidate: Candidate, availability: Availability | null, { situation, rules }: PinDesk): Scored {
  return scoreCandidate(candidate, 1, availability, situation, rules.lifts(candidate));
}

function voidOf(pin: CompiledEffect, cause: Drop): Drop {
  const detail: Text = {
    de: `Fixierung aufgehoben durch ${cause.code}`,
    en: `Pin voided by ${cause.code}`,
  };
  return { code: 'PIN_VOID', detail, rules: [pin.rule.id, ...(cause.rules ?? []).filter((id) => id !== pin.rule.id)] };
}

/** The articles a pin means, in the order of the list it names. */
function* skusOf(pin: CompiledEffect, { rules, situation: s }: PinDesk): Generator<string> {
  if (!pin.target) return;
  const { moment } = rules;
  const named = namedSkus(pin.target, moment);
  const pool = named && named.length > 0 ? named : s.catalogue.allSkus().slice(0, SCANNED);
  let tried = 0;
  for (const sku of pool) {
    const product = s.product(sku);
    const truth = product ? pin.judge({ moment, product, candidate: { sku, score: 1, why: [] } }) : FALSE;
    if (truth !== TRUE) continue;
    if (++tried > TRIED) return;
    yield sku;
  }
}
