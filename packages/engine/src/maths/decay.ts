// The decayed counter: evidence that halves every half-life, whatever order it arrives in (LOGIC §0).

export const DAY_MS = 86_400_000;

/** `2^(−age/halfLife)`; age and half-life in the same unit; a negative age (clock skew) counts as now. */
export function decay(age: number, halfLife: number): number {
  return halfLife > 0 ? 2 ** (-Math.max(0, age) / halfLife) : 0;
}

export interface Counter {
  value: number;
  /** Reference time of `value`, any unit. */
  at: number;
}

/** Adds weight `w` at time `t`; a late event is discounted to the reference time, so order does not matter. */
export function addDecayed(counter: Counter, t: number, w: number, halfLife: number): Counter {
  if (t >= counter.at) return { value: counter.value * decay(t - counter.at, halfLife) + w, at: t };
  return { value: counter.value + w * decay(counter.at - t, halfLife), at: counter.at };
}

/** The counter read at a later time `t`. */
export function readDecayed(counter: Counter, t: number, halfLife: number): number {
  return counter.value * decay(t - counter.at, halfLife);
}
