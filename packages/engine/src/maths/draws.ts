// Reproducible pseudo-random numbers from a seed, for splits and simulations.

/** Numbers in [0, 1), the same for the same seed (Marsaglia 2003: shifts 13, 17, 5 on 32 bits, period 2³² − 1). */
export function drawsFrom(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}
