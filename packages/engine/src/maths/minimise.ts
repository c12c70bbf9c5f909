// Smallest value of a function of a few numbers inside a box, without derivatives (Nelder, Mead 1965), for maximum likelihood.

export interface Minimum {
  at: number[];
  value: number;
  evaluations: number;
  /** Some coordinate rests on a bound: the data do not determine it. */
  atBound: boolean;
}

export interface MinimiseOptions {
  /** Bounds of every coordinate; points outside are moved onto them. */
  low: number;
  high: number;
  /** Stops when all corners differ by less, in value. 1e-7 unless told. */
  tolerance?: number;
  /** 2000 unless told; shared by all starts. */
  maxEvaluations?: number;
}

const STEP = 0.6;
const RESTARTS = 3;

/** Walks downhill from `start`, then again with a fresh simplex from what was found until nothing is gained. NaN counts as +Infinity. */
export function minimise(cost: (point: readonly number[]) => number, start: readonly number[], options: MinimiseOptions): Minimum {
  const { low, high, tolerance = 1e-7, maxEvaluations = 2000 } = options;
  const inside = (x: number): number => Math.min(high, Math.max(low, x));
  let evaluations = 0;
  const judged = (point: number[]): Corner => {
    evaluations += 1;
    const at = point.map(inside);
    const value = cost(at);
    return { at, value: Number.isNaN(value) ? Number.POSITIVE_INFINITY : value };
  };
  let best = judged([...start]);
  for (let round = 0; round < RESTARTS && evaluations < maxEvaluations; round++) {
    const before = best.value;
    best = descend(best, judged, { step: STEP / (1 + 2 * round), high, tolerance }, () => evaluations < maxEvaluations);
    if (round > 0 && before - best.value <= tolerance * 10) break;
  }
  const atBound = best.at.some((x) => x <= low + 1e-6 || x >= high - 1e-6);
  return { at: best.at, value: best.value, evaluations, atBound };
}

interface Corner {
  at: number[];
  value: number;
}

interface Descent {
  step: number;
  high: number;
  tolerance: number;
}

function descend(from: Corner, judged: (point: number[]) => Corner, { step, high, tolerance }: Descent, mayGoOn: () => boolean): Corner {
  const n = from.at.length;
  // The first simplex must not lie flat on the upper bound.
  const aside = (x: number): number => (x + step > high ? x - step : x + step);
  const corners = [from, ...from.at.map((_, i) => judged(from.at.map((x, j) => (i === j ? aside(x) : x))))];
  while (mayGoOn()) {
    corners.sort((a, b) => a.value - b.value);
    const best = corners[0]!;
    const worst = corners[n]!;
    if (worst.value - best.value <= tolerance && spanOf(corners) < 1e-3) break;
    const centre = best.at.map((_, i) => corners.slice(0, n).reduce((sum, corner) => sum + corner.at[i]!, 0) / n);
    const along = (t: number): Corner => judged(centre.map((c, i) => c + t * (worst.at[i]! - c)));
    const mirrored = along(-1);
    if (mirrored.value < best.value) {
      const further = along(-2);
      corners[n] = further.value < mirrored.value ? further : mirrored;
    } else if (mirrored.value < corners[n - 1]!.value) corners[n] = mirrored;
    else {
      const nearer = mirrored.value < worst.value ? along(-0.5) : along(0.5);
      if (nearer.value < Math.min(worst.value, mirrored.value)) corners[n] = nearer;
      else for (let i = 1; i <= n; i++) corners[i] = judged(corners[i]!.at.map((x, j) => (x + best.at[j]!) / 2));
    }
  }
  return corners.reduce((a, b) => (b.value < a.value ? b : a));
}

function spanOf(corners: readonly Corner[]): number {
  let span = 0;
  for (const corner of corners) for (const [i, x] of corner.at.entries()) span = Math.max(span, Math.abs(x - corners[0]!.at[i]!));
  return span;
}
