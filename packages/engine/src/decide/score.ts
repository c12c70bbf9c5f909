// Step 8: base score inside the strategy times what the person leans to; offers bring their arbitration value instead.
import { DAY_MS } from '../maths/decay.ts';
import { rankPercentiles } from '../maths/rank.ts';
import type { Lift } from '../rules/placement-rules.ts';
import type { Situation } from '../situation.ts';
import type { Candidate } from '../strategies/candidate.ts';
import type { Availability } from '../world.ts';

export interface Scored {
  candidate: Candidate;
  availability: Availability | null;
  base: number;
  score: number;
  factors: { name: string; value: number }[];
}

/** No leaning lifts a candidate higher. */
export const MAX_FACTOR = 2;

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** `base · Π factors`, the product of boosts and buries clamped to [0.1, 10] (LOGIC §1.7). */
export function scoreOf(base: number, factors: readonly number[]): number {
  return (
    base *
    clamp(
      factors.reduce((product, factor) => product * factor, 1),
      0.1,
      10,
    )
  );
}

/** Base scores in (0, 1] by rank percentile; candidates must stand best first. */
export function baseScores(candidates: readonly Candidate[]): number[] {
  return rankPercentiles(candidates.map((candidate) => candidate.score));
}

/** Scores one surviving candidate; what merchants boost or bury multiplies, clamped by itself. */
export function scoreCandidate(
  candidate: Candidate,
  base: number,
  availability: Availability | null,
  s: Situation,
  lifts: readonly Lift[] = [],
): Scored {
  const scored = scoreAlone(candidate, base, availability, s);
  if (lifts.length === 0) return scored;
  const factors = [...scored.factors, ...lifts.map(({ rule, factor }) => ({ name: `rule:${rule}`, value: factor }))];
  const score = scoreOf(
    scored.score,
    lifts.map((lift) => lift.factor),
  );
  return { ...scored, factors, score };
}

function scoreAlone(candidate: Candidate, base: number, availability: Availability | null, s: Situation): Scored {
  if (candidate.offer)
    return { candidate, availability, base, score: candidate.score, factors: [{ name: 'arbitration', value: candidate.score }] };
  const factors = factorsOf(candidate, s);
  const score =
    factors.length === 0
      ? base
      : scoreOf(
          base,
          factors.map((factor) => factor.value),
        );
  return { candidate, availability, base, score, factors };
}

function factorsOf(candidate: Candidate, s: Situation): Scored['factors'] {
  if (s.evaluation || !s.subject.personal) return [];
  const product = s.product(candidate.sku);
  if (!product) return [];
  const factors: Scored['factors'] = [];
  const interest = s.activeNeeds().get(product.needGroup);
  // A strategy that says how it personalises has measured the fit already, the brand included.
  if (candidate.fit !== undefined) factors.push({ name: 'fit', value: candidate.fit });
  else if (interest && product.brand !== undefined) {
    const lean = s.leaning(product.needGroup).of(product.brand);
    if (lean) factors.push({ name: 'affinity', value: clamp(lean.lift, 0.5, MAX_FACTOR) });
  }
  if (isDismissedNeed(product.needGroup, s)) factors.push({ name: 'dismissed', value: 0.5 });
  return factors;
}

function isDismissedNeed(needGroup: string, s: Situation): boolean {
  return s.subject.person.dismissed.some(
    (one) => one.at <= s.now && s.now - one.at < 14 * DAY_MS && s.product(one.sku)?.needGroup === needGroup,
  );
}
