// Step 9: order inside the placement: best first, with diversity where the place asks for it.
import { mmr } from '../maths/rank.ts';
import type { Situation } from '../situation.ts';
import { likeness } from '../strategies/diversity.ts';
import type { Scored } from './score.ts';

const LAMBDA = 0.7;
/** Only the top is rearranged: nobody sees the rest. */
export const CONSIDERED = 60;

/** All scored candidates in the order they would be shown; ties go by sku. */
export function arrange(scored: Scored[], slots: number, diverse: boolean, s: Situation): Scored[] {
  const ordered = scored.sort((a, b) => b.score - a.score || compareOffers(a, b) || (a.candidate.sku < b.candidate.sku ? -1 : 1));
  if (!diverse || s.evaluation || ordered.length <= 2) return ordered;
  const head = ordered.slice(0, Math.max(CONSIDERED, slots));
  const picked = mmr(
    head,
    (item) => item.score,
    (a, b) => likeness(s.product(a.candidate.sku), s.product(b.candidate.sku)),
    slots,
    LAMBDA,
  );
  const taken = new Set(picked);
  return [...picked, ...ordered.filter((item) => !taken.has(item))];
}

/** Equal offers: the earlier expiry first, then the id. */
function compareOffers(a: Scored, b: Scored): number {
  const x = a.candidate.offer;
  const y = b.candidate.offer;
  if (!x || !y) return 0;
  return x.until - y.until || (x.id < y.id ? -1 : x.id > y.id ? 1 : 0);
}
