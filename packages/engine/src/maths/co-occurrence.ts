// "Those who did a also did b": shrunk conditional probability, lift and Dunning's G² gate (LOGIC §1.4).

export interface CoOccurrence {
  raw: number;
  shrunk: number;
  lift: number;
  llr: number;
  /** Passes the gate LLR ≥ 10.83 (p < .001) and n_ab ≥ 5. */
  passes: boolean;
}

const LLR_GATE = 10.83;
export const MIN_TOGETHER = 5;
/** Weight of the prior, in persons. */
const BETA = 20;

const xlogx = (x: number): number => (x > 0 ? x * Math.log(x) : 0);

/** Dunning's log-likelihood ratio G² of the 2×2 table given margins: persons with a, with b, with both, all. */
function logLikelihoodRatio(nA: number, nB: number, nAB: number, n: number): number {
  const cells = xlogx(nAB) + xlogx(nA - nAB) + xlogx(nB - nAB) + xlogx(n - nA - nB + nAB);
  const margins = xlogx(nA) + xlogx(n - nA) + xlogx(nB) + xlogx(n - nB);
  return Math.max(0, 2 * (cells - margins + xlogx(n)));
}

/** `P(b|a) = (n_ab + β·p_b)/(n_a + β)` with lift and gate; counts of persons (or receipts), `n` their total. */
export function coOccurrence(nA: number, nB: number, nAB: number, n: number): CoOccurrence {
  const pB = n > 0 ? nB / n : 0;
  const raw = nA > 0 ? nAB / nA : 0;
  const llr = logLikelihoodRatio(nA, nB, nAB, n);
  return { raw, shrunk: (nAB + BETA * pB) / (nA + BETA), lift: pB > 0 ? raw / pB : 0, llr, passes: llr >= LLR_GATE && nAB >= MIN_TOGETHER };
}
