// Learning from baskets held back: what the signals said of every candidate, and what was bought.

import { sampleOf } from '../../maths/random.ts';
import { type Lessons, noteLessons } from '../matrix/lessons.ts';
import { type BasketLog, historyOf } from './log.ts';
import { gather, type Shop, SIGNALS, setDesk, WIDTH } from './signals.ts';

/** Candidates of up to `size` customers with their held-back basket as the truth; `shop` must know only what came before. */
export function readLessons(shop: Shop, known: BasketLog, full: BasketLog, held: Int32Array, size: number, random: () => number): Lessons {
  const able = held.map((basket, customer) => (basket >= 0 ? customer : -1)).filter((customer) => customer >= 0);
  const desk = setDesk(shop);
  const notes = noteLessons(WIDTH);
  for (const s of sampleOf(able.length, size, random)) {
    const customer = able[s]!;
    const basket = held[customer]!;
    gather(shop, desk, historyOf(known, customer));
    notes.add(desk.rows, desk.codes, desk.count, new Set(full.items.subarray(full.baskets[basket]!, full.baskets[basket + 1]!)));
  }
  return notes.done();
}

/** Shares of the own history against neighbours that are tried; a shop of staples wants a high one, a shop of finds a low one. */
export const SHARES = [0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9];

/** The plain mixes: own history against neighbours, with a breath of popularity so that an empty history still has an order. */
export const MIXES = SHARES.map((share) => {
  const mix = new Float32Array(WIDTH);
  mix[SIGNALS.indexOf('own')] = share;
  mix[SIGNALS.indexOf('wide')] = 1 - share;
  mix[SIGNALS.indexOf('popular')] = 1e-3;
  return mix;
});
