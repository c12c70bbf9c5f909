// For one cart: which items come into question to complete it, and what each signal says of them.

import { bestCodes } from '../matrix/best.ts';
import type { Rows } from '../matrix/rows.ts';
import type { Tables } from './tables.ts';

export const SIGNALS = [
  'share',
  'shareMost',
  'cosine',
  'cosineMost',
  'ease',
  'baskets',
  'popular',
  'links',
  'lift',
  'cart',
  'shareRank',
  'cartPopular',
] as const;
export const WIDTH = SIGNALS.length;

/** Items of a cart that are read; the last ones put in say most. */
const MOST_CONTEXT = 30;
const FROM_EACH = 45;
const FROM_POPULAR = 30;
export const MOST_CANDIDATES = 4 * FROM_EACH + FROM_POPULAR;
/** Baskets alike that are heard. */
const NEAREST = 600;
/** How much more sharing a rare item says, as the exponent of its idf. */
const RARITY = 1.5;

/** Sums per item and the codes that have one, cleared without touching the whole catalogue. */
interface Sums {
  share: Float32Array;
  shareMost: Float32Array;
  cosine: Float32Array;
  cosineMost: Float32Array;
  links: Float32Array;
  ease: Float32Array;
  heard: Float32Array;
  /** Context item with the largest cosine. */
  because: Int32Array;
}

export interface Desk {
  sums: Sums;
  touched: Int32Array;
  touchedCount: number;
  isTouched: Uint8Array;
  overlap: Float32Array;
  overlapping: Int32Array;
  taken: Uint8Array;
  codes: Int32Array;
  rows: Float32Array;
  scores: Float32Array;
  byCode: Float32Array;
  count: number;
  top: Int32Array;
}

export function setDesk(tables: Tables): Desk {
  const itemCount = tables.popular.length;
  const floats = (): Float32Array => new Float32Array(itemCount);
  const all = Int32Array.from({ length: itemCount }, (_, i) => i).filter((i) => tables.popular[i]! > 0);
  return {
    sums: {
      share: floats(),
      shareMost: floats(),
      cosine: floats(),
      cosineMost: floats(),
      links: floats(),
      ease: floats(),
      heard: floats(),
      because: new Int32Array(itemCount),
    },
    touched: new Int32Array(itemCount),
    touchedCount: 0,
    isTouched: new Uint8Array(itemCount),
    overlap: new Float32Array(tables.baskets.starts.length),
    overlapping: new Int32Array(tables.baskets.starts.length),
    taken: new Uint8Array(itemCount),
    codes: new Int32Array(MOST_CANDIDATES),
    rows: new Float32Array(MOST_CANDIDATES * WIDTH),
    scores: new Float32Array(MOST_CANDIDATES),
    byCode: floats(),
    count: 0,
    top: bestCodes(tables.popular, all, all.length, FROM_POPULAR + MOST_CONTEXT),
  };
}

function touch(desk: Desk, code: number): void {
  if (desk.isTouched[code] === 1) return;
  desk.isTouched[code] = 1;
  desk.touched[desk.touchedCount++] = code;
}

function wipe(desk: Desk): void {
  const { share, shareMost, cosine, cosineMost, links, ease, heard } = desk.sums;
  for (let i = 0; i < desk.touchedCount; i++) {
    const code = desk.touched[i]!;
    share[code] = shareMost[code] = cosine[code] = cosineMost[code] = links[code] = ease[code] = heard[code] = 0;
    desk.isTouched[code] = 0;
    desk.taken[code] = 0;
  }
  desk.touchedCount = 0;
  desk.count = 0;
}

function readPairs({ share, cosine, ease }: Tables, desk: Desk, cart: Int32Array): void {
  const { sums } = desk;
  for (const item of cart) {
    for (let p = share.starts[item]!; p < share.starts[item + 1]!; p++) {
      const other = share.columns[p]!;
      touch(desk, other);
      sums.share[other]! += share.values[p]!;
      sums.shareMost[other] = Math.max(sums.shareMost[other]!, share.values[p]!);
      sums.cosine[other]! += cosine[p]!;
      sums.links[other]! += 1;
      if (cosine[p]! <= sums.cosineMost[other]!) continue;
      sums.cosineMost[other] = cosine[p]!;
      sums.because[other] = item;
    }
    for (let p = ease.starts[item]!; p < ease.starts[item + 1]!; p++) {
      touch(desk, ease.columns[p]!);
      sums.ease[ease.columns[p]!]! += ease.values[p]!;
    }
  }
}

/** Baskets that share items with the cart; sharing rare ones counts more, a second shared item far more than the first. */
function readBaskets({ index, baskets, popular }: Tables, desk: Desk, cart: Int32Array): void {
  let found = 0;
  for (const item of cart) {
    const telling = Math.log(1 + 1 / popular[item]!) ** RARITY;
    for (let p = index.starts[item]!; p < index.starts[item + 1]!; p++) {
      const basket = index.columns[p]!;
      if (desk.overlap[basket] === 0) desk.overlapping[found++] = basket;
      desk.overlap[basket]! += telling * Math.sqrt(index.values[p]!);
    }
  }
  const near = bestCodes(desk.overlap, desk.overlapping, found, NEAREST);
  let sum = 0;
  for (const basket of near) sum += desk.overlap[basket]! ** 2;
  for (const basket of near) hear(baskets, desk, basket, desk.overlap[basket]! ** 2 / sum);
  for (let i = 0; i < found; i++) desk.overlap[desk.overlapping[i]!] = 0;
}

function hear(baskets: Rows, desk: Desk, basket: number, weight: number): void {
  for (let i = baskets.starts[basket]!; i < baskets.starts[basket + 1]!; i++) {
    touch(desk, baskets.columns[i]!);
    desk.sums.heard[baskets.columns[i]!]! += weight;
  }
}

function take(desk: Desk, codes: Int32Array): void {
  for (const code of codes) {
    if (desk.taken[code] === 1 || desk.count >= MOST_CANDIDATES) continue;
    touch(desk, code);
    desk.taken[code] = 1;
    desk.codes[desk.count++] = code;
  }
}

/** Distinct known items of the cart, the last `MOST_CONTEXT` of them. */
export function contextOf(cart: ArrayLike<number>, itemCount: number): Int32Array {
  const known = new Set<number>();
  for (let i = 0; i < cart.length; i++) if (cart[i]! >= 0 && cart[i]! < itemCount) known.add(cart[i]!);
  return Int32Array.from([...known].slice(-MOST_CONTEXT));
}

/** Fills `desk.codes` and `desk.rows` for the distinct known items of a cart; items of the cart are never candidates. */
export function gather(tables: Tables, desk: Desk, context: Int32Array): void {
  wipe(desk);
  const cart = context.filter((item) => tables.popular[item]! > 0);
  readPairs(tables, desk, cart);
  readBaskets(tables, desk, cart);
  const { sums } = desk;
  const inCart = new Set(context);
  const open = desk.touched.subarray(0, desk.touchedCount).filter((code) => !inCart.has(code));
  const byShare = bestCodes(sums.share, open, open.length, FROM_EACH);
  take(desk, byShare);
  for (const sum of [sums.cosine, sums.ease, sums.heard]) take(desk, bestCodes(sum, open, open.length, FROM_EACH));
  take(desk, desk.top.filter((code) => !inCart.has(code)).subarray(0, FROM_POPULAR));
  const highest = byShare.length > 0 ? sums.share[byShare[0]!]! : 0;
  let known = 0;
  for (const item of cart) known += tables.popular[item]!;
  for (let r = 0; r < desk.count; r++) {
    const c = desk.codes[r]!;
    const size = cart.length || 1;
    const popular = tables.popular[c]!;
    desk.rows.set(
      [
        sums.share[c]! / size,
        sums.shareMost[c]!,
        sums.cosine[c]! / size,
        sums.cosineMost[c]!,
        sums.ease[c]!,
        sums.heard[c]!,
        popular,
        sums.links[c]! / size,
        sums.share[c]! / size / Math.sqrt(popular),
        cart.length,
        highest > 0 ? sums.share[c]! / highest : 0,
        known / size,
      ],
      r * WIDTH,
    );
  }
}
