// Chance that repeats itself: the same seed gives the same world on every machine.

/** A source of chance with the draws the demo needs. */
export interface Chance {
  /** A number in [0, 1). */
  next(): number;
  /** True with probability `p`. */
  happens(p: number): boolean;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  /** One of the list. */
  oneOf<T>(list: readonly T[]): T;
  /** About `mean`, spread by `share` of it, never below a tenth. */
  about(mean: number, share: number): number;
}

/** Chance from a seed (mulberry32). */
export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    whole,
    happens: (p) => next() < p,
    oneOf: (list) => {
      const one = list[whole(0, list.length - 1)];
      if (one === undefined) throw new Error('nothing to choose from');
      return one;
    },
    about: (mean, share) => Math.max(mean / 10, mean * (1 + share * (next() + next() + next() - 1.5))),
  };
}
