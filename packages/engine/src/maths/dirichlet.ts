// Dirichlet shrinkage of a person's preferences towards market shares (LOGIC §2.9).
import { betaAbove } from './beta.ts';

export interface Preference {
  /** Posterior mean share `(s+κπ)/(S+κ)`. */
  theta: number;
  /** θ over the market share π. */
  lift: number;
  /** P(θ > π) under the marginal Beta posterior. */
  p: number;
  /** Whether the preference may be said aloud: P ≥ .9. */
  label: boolean;
}

const LABEL_FROM = 0.9;

/** Preference for one value: evidence `s` of total `S`, market share `pi`, prior weight `kappa` (4; sizes 3). */
export function preference(s: number, total: number, pi: number, kappa = 4): Preference {
  const share = Math.min(1 - 1e-9, Math.max(1e-9, pi));
  const theta = (s + kappa * share) / (total + kappa);
  const p = betaAbove(share, s + kappa * share, total - s + kappa * (1 - share));
  return { theta, lift: theta / share, p, label: s > 0 && p >= LABEL_FROM };
}
