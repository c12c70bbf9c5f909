// From the chance to be best to the share of traffic: floor, cold start, exploration cap, quarantine (LOGIC §1.6).

/** Least share of every arm. */
export const FLOOR = 0.01;
/** Most a new strategy gets of a cell. */
export const NEW_CAP = 0.05;
/** Most all arms outside the best two get together. */
export const EXPLORATION = 0.2;

/** `p_i = f + (1 − n·f)·w_i`; the weights sum to 1. */
export function additiveFloor(weights: readonly number[], floor: number): number[] {
  const rest = 1 - weights.length * floor;
  return weights.map((w) => floor + rest * w);
}

export interface ShareRules {
  floor: number;
  /** Most for all arms outside the best two; 0 = no exploration, the best arm takes all. */
  exploration: number;
  /** Cap per new strategy. */
  newCap: number;
}
export const RULES: ShareRules = { floor: FLOOR, exploration: EXPLORATION, newCap: NEW_CAP };

export interface Standing {
  /** P(best) among the eligible, 0 where nothing is known. */
  weight: number;
  /** Fewer than 200 matured exposures in the placement. */
  isNew: boolean;
  quarantined: boolean;
}

/**
 * Shares of the eligible arms, given in the merchant's order; they sum to 1.
 *
 * The merchant's order is the prior. A prior of 50 exposures on rates of a few percent is so wide that no nudge of its mean would
 * keep an order in the draws, so the order is encoded where it holds: as long as a strategy is new it gets at most 5 %, and what
 * new strategies may not have goes to the established ones or, where there are none yet, to the merchant's first. Without
 * evidence the first arm therefore leads, `argmax` answers the first, and the caps bound everything else.
 */
export function sharesOf(standings: readonly Standing[], rules: ShareRules): number[] {
  if (standings.length === 0) return [];
  const anyLive = standings.some((one) => !one.quarantined);
  const live = standings.flatMap((one, i) => (one.quarantined && anyLive ? [] : [i]));
  const first = live.find((i) => !standings[i]!.isNew) ?? live[0]!;
  const total = live.reduce((sum, i) => sum + standings[i]!.weight, 0);
  const weights = live.map((i) => (total > 0 ? standings[i]!.weight / total : i === first ? 1 : 0));
  const shares = additiveFloor(weights, rules.floor);
  capNew(
    shares,
    live.map((i) => i !== first && standings[i]!.isNew),
    live.indexOf(first),
    rules.newCap,
  );
  if (rules.exploration > 0) capExploration(shares, rules.exploration);
  const out = new Array<number>(standings.length).fill(0);
  if (rules.exploration > 0) for (const [k, i] of live.entries()) out[i] = shares[k]!;
  else out[live[argmaxOf(shares)]!] = 1;
  return out;
}

function capNew(shares: number[], capped: readonly boolean[], first: number, cap: number): void {
  let excess = 0;
  let open = 0;
  for (let i = 0; i < shares.length; i++) {
    if (!capped[i]) open += shares[i]!;
    else if (shares[i]! > cap) {
      excess += shares[i]! - cap;
      shares[i] = cap;
    }
  }
  if (excess === 0) return;
  for (let i = 0; i < shares.length; i++) if (!capped[i]) shares[i]! += open > 0 ? (excess * shares[i]!) / open : i === first ? excess : 0;
}

function capExploration(shares: number[], cap: number): void {
  if (shares.length < 3) return;
  const best = argmaxOf(shares);
  const second = argmaxOf(shares.map((share, i) => (i === best ? -1 : share)));
  const leaders = shares[best]! + shares[second]!;
  const others = 1 - leaders;
  if (others <= cap) return;
  for (let i = 0; i < shares.length; i++)
    shares[i] = i === best || i === second ? (shares[i]! * (1 - cap)) / leaders : (shares[i]! * cap) / others;
}

/** Index of the largest, the first of equals. */
export function argmaxOf(values: readonly number[]): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

/** The arm a draw in [0, 1) falls on. */
export function pick(shares: readonly number[], draw: number): number {
  let sum = 0;
  let last = 0;
  for (let i = 0; i < shares.length; i++) {
    if (shares[i]! <= 0) continue;
    sum += shares[i]!;
    last = i;
    if (draw < sum) return i;
  }
  return last;
}
