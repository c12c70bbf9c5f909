// Steps 7 and 8 for the candidates of one strategy: judged best first, and no further than they can still matter where the trace is compact.
import type { Situation } from '../situation.ts';
import type { Candidate } from '../strategies/candidate.ts';
import type { Drop } from './answer.ts';
import { judge, type Rules, type StrategyTraits } from './hard-filters.ts';
import { baseScores, MAX_FACTOR, type Scored, scoreCandidate } from './score.ts';

export interface Sifter {
  /** The next survivors: all that are left, or as far down as the best `enough` of them can stand. */
  next(enough?: number): Scored[];
  /** Candidates not looked at yet. */
  left(): number;
}

export interface SiftInput {
  /** Best first. */
  candidates: readonly Candidate[];
  traits: StrategyTraits;
  rules: Rules;
  situation: Situation;
  dropped(candidate: Candidate, base: number, drop: Drop): void;
}

export function sift({ candidates, traits, rules, situation: s, dropped }: SiftInput): Sifter {
  const bases = baseScores(candidates);
  const leans = candidates[0]?.fit !== undefined || s.activeNeeds().size > 0;
  const { merchandising } = rules;
  const lift = merchandising?.maxLift ?? 1;
  const factor = (s.subject.personal && !s.evaluation && leans ? MAX_FACTOR : 1) * lift;
  let at = 0;
  /** No candidate from here on can score higher. */
  const bound = (): number => Math.max(bases[at]! * factor, candidates[at]!.offer ? candidates[at]!.score * lift : 0);
  return {
    next(enough = Number.POSITIVE_INFINITY) {
      const found: Scored[] = [];
      const best = createBest(enough);
      for (; at < candidates.length && bound() >= best.least(); at++) {
        const candidate = candidates[at]!;
        const judged = judge(candidate, traits, rules, s);
        if ('drop' in judged) {
          dropped(candidate, bases[at]!, judged.drop);
          continue;
        }
        const scored = scoreCandidate(candidate, bases[at]!, judged.availability, s, merchandising?.lifts(candidate));
        found.push(scored);
        best.add(scored.score);
      }
      return found;
    },
    left: () => candidates.length - at,
  };
}

/** The lowest of the `enough` highest scores so far. */
function createBest(enough: number): { add(score: number): void; least(): number } {
  const scores: number[] = [];
  return {
    add(score) {
      if (enough === Number.POSITIVE_INFINITY || (scores.length >= enough && score <= scores[scores.length - 1]!)) return;
      let place = scores.length;
      while (place > 0 && scores[place - 1]! < score) place -= 1;
      scores.splice(place, 0, score);
      if (scores.length > enough) scores.pop();
    },
    least: () => (scores.length < enough ? Number.NEGATIVE_INFINITY : scores[scores.length - 1]!),
  };
}
