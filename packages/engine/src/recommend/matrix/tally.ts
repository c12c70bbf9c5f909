// Sums per code that are cleared in time proportional to what was touched, not to the whole catalogue.

export interface Tally {
  values: Float32Array;
  /** The first `count` are the codes with a value. */
  codes: Int32Array;
  count: number;
}

export const emptyTally = (size: number): Tally => ({ values: new Float32Array(size), codes: new Int32Array(size), count: 0 });

/** Adds a positive value; what is too small for a float to show is passed over, or its code would be noted twice. */
export function add(tally: Tally, code: number, value: number): void {
  const before = tally.values[code]!;
  tally.values[code] = before + value;
  if (before === 0 && tally.values[code] !== 0) tally.codes[tally.count++] = code;
}

export function clear(tally: Tally): void {
  for (let i = 0; i < tally.count; i++) tally.values[tally.codes[i]!] = 0;
  tally.count = 0;
}
