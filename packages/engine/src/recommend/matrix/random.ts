// Repeatable draws for the moments when a model samples and the caller handed in no randomness.

/** Uniform draws in [0, 1) from a 32-bit counter, mixed by multiply and shift; the same seed gives the same series. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4294967296;
  };
}

/** Up to `size` of the numbers 0..count-1 without repetition, ascending (selection sampling: one pass, every subset equally likely). */
export function sampleOf(count: number, size: number, random: () => number): Int32Array {
  const wanted = Math.max(0, Math.min(count, size));
  const out = new Int32Array(wanted);
  let taken = 0;
  for (let i = 0; i < count && taken < wanted; i++) if (random() * (count - i) < wanted - taken) out[taken++] = i;
  return out;
}
