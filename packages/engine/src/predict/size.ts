// Which size a person keeps (LOGIC §2.9): kept goods count, and a return for its fit speaks for the size next to it.
import { type Preference, preference } from '../maths/dirichlet.ts';

/** One piece of clothing or shoes: kept, or sent back because it was too small or too large. */
export interface SizeOutcome {
  size: string;
  quantity?: number;
  fit: 'kept' | 'tooSmall' | 'tooLarge' | 'returned';
}

const LETTERS = ['XXXS', 'XXS', 'XS', 'S', 'M', 'L', 'XL', 'XXL', 'XXXL', '4XL', '5XL', '6XL'];
const SIZE_KAPPA = 3;
const FIT_SHARE = 0.5;

/** Sizes from small to large: letters by their order, numbers by value, anything else after them by name. */
export function inSizeOrder(sizes: Iterable<string>): string[] {
  const rank = (size: string): number => {
    const letter = LETTERS.indexOf(size.toUpperCase().replace(/^2X/, 'XX').replace(/^3X/, 'XXX'));
    if (letter >= 0) return letter;
    const number = Number.parseFloat(size.replace(',', '.'));
    return Number.isNaN(number) ? Number.POSITIVE_INFINITY : 100 + number;
  };
  return [...new Set(sizes)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1) || 0);
}

/** What a return reason says about the fit; German and English. */
export function fitOf(reason: string | undefined): 'tooSmall' | 'tooLarge' | 'returned' {
  const text = (reason ?? '').toLowerCase();
  if (/zu\s*(klein|eng|kurz)|too[\s_-]*(small|tight|short)/.test(text)) return 'tooSmall';
  if (/zu\s*(gro(ß|ss)|weit|lang)|too[\s_-]*(large|big|wide|loose|long)/.test(text)) return 'tooLarge';
  return 'returned';
}

/** Evidence per size in their order: +1 kept; sent back for its fit −.5 there and +.5 at the next size that way; never below 0. */
export function sizeCounts(order: readonly string[], outcomes: readonly SizeOutcome[]): number[] {
  const counts = order.map(() => 0);
  const at = new Map(order.map((size, i) => [size, i]));
  for (const { size, fit, quantity = 1 } of outcomes) {
    const here = at.get(size);
    if (here === undefined) continue;
    if (fit === 'kept') counts[here]! += quantity;
    else if (fit !== 'returned') {
      const next = here + (fit === 'tooSmall' ? 1 : -1);
      counts[here]! -= FIT_SHARE * quantity;
      if (next >= 0 && next < counts.length) counts[next]! += FIT_SHARE * quantity;
    }
  }
  return counts.map((count) => Math.max(0, count));
}

/** Preference per size in their order; `shares` are the market's. */
export function sizePreferences(counts: readonly number[], shares: readonly number[]): Preference[] {
  const total = counts.reduce((a, b) => a + b, 0);
  return counts.map((count, i) => preference(count, total, shares[i]!, SIZE_KAPPA));
}
