// Randomness that repeats itself: the same seed gives the same draws on every node, uniform, normal, gamma, beta, and samples of numbers.
import { fnv1a32 } from './hash.ts';

export type Random = () => number;

/** Uniform draws in [0, 1) from a 32-bit counter, mixed by multiply and shift: for what samples while it learns. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4_294_967_296;
  };
}

/** Uniform draws in the open interval (0, 1), the same for the same text: sfc32 (C. Doty-Humphrey), for samplers that take logarithms. */
export function seeded(text: string): Random {
  let a = fnv1a32(text);
  let b = fnv1a32(`${text}/b`);
  let c = fnv1a32(`${text}/c`);
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return ((sum >>> 0) + 0.5) / 4_294_967_296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

export interface Sampler {
  uniform: Random;
  /** Mean 0, variance 1. */
  normal(): number;
  /** Gamma with scale 1. */
  gamma(shape: number): number;
  beta(a: number, b: number): number;
}

/** Variates from a generator: normal by the polar method, gamma by Marsaglia and Tsang (2000), beta from two gammas. */
export function samplerFrom(uniform: Random): Sampler {
  let spare = Number.NaN;
  const normal = (): number => {
    if (!Number.isNaN(spare)) {
      const kept = spare;
      spare = Number.NaN;
      return kept;
    }
    for (;;) {
      const u = 2 * uniform() - 1;
      const v = 2 * uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(s)) / s);
      spare = v * scale;
      return u * scale;
    }
  };
  const gamma = (shape: number): number => {
    // Below 1 the density has a pole: one shape higher, pulled back by a power of a uniform.
    if (shape < 1) return gamma(shape + 1) * uniform() ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      const u = uniform();
      const square = x * x;
      if (u < 1 - 0.0331 * square * square) return d * v;
      if (Math.log(u) < 0.5 * square + d * (1 - v + Math.log(v))) return d * v;
    }
  };
  return {
    uniform,
    normal,
    gamma,
    beta(a, b) {
      const x = gamma(a);
      return x / (x + gamma(b));
    },
  };
}

/** Up to `size` of the numbers 0..count-1 without repetition, ascending (selection sampling: one pass, every subset equally likely). */
export function sampleOf(count: number, size: number, random: Random): Int32Array {
  const wanted = Math.max(0, Math.min(count, size));
  const out = new Int32Array(wanted);
  let taken = 0;
  for (let i = 0; i < count && taken < wanted; i++) if (random() * (count - i) < wanted - taken) out[taken++] = i;
  return out;
}
