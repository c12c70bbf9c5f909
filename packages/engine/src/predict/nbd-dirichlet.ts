// NBD-Dirichlet: how many households buy a brand, and how often, from its share alone (Goodhardt, Ehrenberg, Chatfield 1984; LOGIC §2.5).
import { logGamma } from '../maths/beta.ts';

export interface CategoryPanel {
  /** Mean category purchases per household in the period. */
  mean: number;
  /** NBD shape K of the category. */
  shape: number;
  /** Dirichlet strength S: small = households differ much in their brands. */
  strength: number;
  /** Brand shares; they sum to 1. */
  shares: readonly number[];
}

export interface BrandPanel {
  /** Share of households buying the category at all. */
  category: number;
  /** Share of households buying each brand. */
  penetration: number[];
  /** Purchases of the brand per household that buys it. */
  frequency: number[];
}

const TAIL = 1e-12;
const MOST = 5_000;

/** `α_j = S·share_j; b_j = 1 − Σ_n P_NBD(n)·B(α_j, S−α_j+n)/B(α_j, S−α_j); w_j = M·share_j/b_j`. */
export function brandPanel({ mean, shape, strength, shares }: CategoryPanel): BrandPanel {
  const counts = negativeBinomial(mean, shape);
  const penetration = shares.map((share) => {
    const other = strength * (1 - share);
    const never = counts.reduce((sum, p, n) => {
      const missed = logGamma(other + n) - logGamma(strength + n) - logGamma(other) + logGamma(strength);
      return sum + p * (n === 0 ? 1 : Math.exp(missed));
    }, 0);
    return share >= 1 ? 1 - counts[0]! : 1 - never;
  });
  const frequency = shares.map((share, j) => (penetration[j]! > 0 ? (mean * share) / penetration[j]! : 0));
  return { category: 1 - counts[0]!, penetration, frequency };
}

/** P(n) for n = 0, 1, … until the rest is negligible. */
function negativeBinomial(mean: number, shape: number): number[] {
  const move = mean / (mean + shape);
  const counts = [Math.exp(shape * Math.log1p(-move))];
  let sum = counts[0]!;
  for (let n = 1; n < MOST && 1 - sum > TAIL; n++) {
    counts.push((counts[n - 1]! * move * (shape + n - 1)) / n);
    sum += counts[n]!;
  }
  return counts;
}
