// Step 9: order inside the placement: best first, with diversity where the place asks for it.
import { mmr } from '../maths/rank.ts';
import type { Situation } from '../situation.ts';
import type { Scored } from './score.ts';

const LAMBDA = 0.7;
/** Only the top is rearranged: nobody sees the rest. */
export const CONSIDERED = 60;

function likeness(a: Scored, b: Scored, s: Situation): number {
  const x = s.product(a.candidate.sku);
  const y = s.product(b.candidate.sku);
  if (!x || !y || x.needGroup !== y.needGroup) return 0;
  if (x.model !== undefined && x.model === y.model) return 1;
  return x.brand !== undefined && x.brand === y.brand ? 0.6 : 0.3;
}

/** All scored candidates in the order they would be shown; ties go by sku. */
export function arrange(scored: Scored[], slots: number, diverse: boolean, s: Situation): Scored[] {
  const ordered = scored.sort((a, b) => b.score - a.score || compareOffers(a, b) || (a.candidate.sku < b.candidate.sku ? -1 : 1));
  if (!diverse || s.evaluation || ordered.length <= 2) return ordered;
  const head = ordered.slice(0, Math.max(CONSIDERED, slots));
  const picked = mmr(
    head,
    (item) => item.score,
    (a, b) => likeness(a, b, s),
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
