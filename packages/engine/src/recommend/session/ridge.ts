// A linear model of what else a session holds: each item's score is a weighted sum over the session, the weights by ridge regression.
// Unlike counting, items that always come together do not count twice.
// Sources: past and future with fading weights as in SLIST (Choi, Kim, Lee, Shim, Lee, "Session-aware linear item-item models", WWW 2021);
// regression of each column on its strongest sources alone as in fsSLIM (Ning, Karypis, "SLIM", ICDM 2011), here in closed form.
import { solveInPlace } from '../../maths/cholesky.ts';
import { type Rows, transposed, writeRows } from '../matrix/rows.ts';
import type { Sessions } from './log.ts';
import { aroundItem, type Places, placesOf } from './places.ts';
import { greatest } from './select.ts';

export interface RidgeParameters {
  /** Events after which an item of the past counts 1/e. */
  decay: number;
  /** Events after which a target counts 1/e, before the source as well as after. */
  reach: number;
  /** Added to the diagonal, in sessions. */
  lambda: number;
  /** Sources of each target. */
  sources: number;
}

/** Events further apart than this are not paired. */
const REACH = 12;

/**
 * Entries of SᵀS, where every event t with a next one is a row and its sources are `s_t(i) = exp(-(t-p)/decay)` for i at p <= t:
 * for events p <= q of one session `exp(-(q-p)/decay)` times the sum of `exp(-2u/decay)` over the u = t-q that remain.
 */
function sourcesTogether(log: Sessions, places: Places, recency: Float32Array, decay: number): Rows {
  const tail = new Float32Array(50);
  for (let u = 1; u < tail.length; u++) tail[u] = tail[u - 1]! + Math.exp((-2 * (u - 1)) / decay);
  const byGap = fading(decay);
  return pairSums(log, places, (event, other, session) => {
    const rest = log.offsets[session + 1]! - 1 - Math.max(event, other);
    return recency[session]! * byGap[Math.abs(event - other)]! * tail[Math.min(rest, tail.length - 1)]!;
  });
}

/** Entries of TᵀS, a row for each target. */
function targetsAndSources(log: Sessions, places: Places, recency: Float32Array, reach: number): Rows {
  const byGap = fading(reach);
  return pairSums(log, places, (event, other, session) =>
    event === other ? 0 : recency[session]! * log.weights[event]! * byGap[Math.abs(event - other) - 1]!,
  );
}

const fading = (decay: number): Float32Array => Float32Array.from({ length: REACH + 1 }, (_, gap) => Math.exp(-gap / decay));

function pairSums(log: Sessions, places: Places, weigh: (event: number, other: number, session: number) => number): Rows {
  const n = log.itemCount;
  const row = new Float32Array(n);
  const seen = new Int32Array(n).fill(-1);
  const found = new Int32Array(n);
  const out = writeRows(1 << 12);
  for (let source = 0; source < n; source++) {
    let count = 0;
    aroundItem(log, places, source, REACH, (event, other, session) => {
      const weight = weigh(event, other, session);
      if (weight === 0) return;
      const item = log.items[other]!;
      if (seen[item] !== source) {
        seen[item] = source;
        found[count++] = item;
      }
      row[item]! += weight;
    });
    for (let f = 0; f < count; f++) {
      out.push(found[f]!, row[found[f]!]!);
      row[found[f]!] = 0;
    }
    out.endRow();
  }
  return out.done();
}

/** A row for each source item: the weights with which it speaks for others when it is in the session. */
export function ridgeOf(log: Sessions, recency: Float32Array, { decay, reach, lambda, sources }: RidgeParameters): Rows {
  const n = log.itemCount;
  const places = placesOf(log);
  const together = sourcesTogether(log, places, recency, decay);
  const towards = targetsAndSources(log, places, recency, reach);
  const chosen = new Int32Array(sources);
  /** Row of a source in the system of the target at hand, or -1. */
  const place = new Int32Array(n).fill(-1);
  const a = new Float64Array(sources * sources);
  const b = new Float64Array(sources);
  const strength = new Float32Array(n);
  const byTarget = writeRows(Math.min(towards.columns.length, n * sources));
  for (let target = 0; target < n; target++) {
    const from = towards.starts[target]!;
    const to = towards.starts[target + 1]!;
    for (let p = from; p < to; p++) strength[p - from] = towards.values[p]!;
    const least = greatest(strength, to - from, sources);
    let size = 0;
    for (let p = from; p < to && size < sources; p++) {
      if (towards.values[p]! < least) continue;
      b[size] = towards.values[p]!;
      place[towards.columns[p]!] = size;
      chosen[size++] = towards.columns[p]!;
    }
    a.fill(0, 0, size * sources);
    for (let i = 0; i < size; i++) {
      const source = chosen[i]!;
      for (let p = together.starts[source]!; p < together.starts[source + 1]!; p++) {
        const at = place[together.columns[p]!]!;
        if (at >= 0) a[i * sources + at] = together.values[p]!;
      }
      a[i * sources + i]! += lambda;
    }
    solveInPlace(a, b, size, sources);
    for (let i = 0; i < size; i++) {
      place[chosen[i]!] = -1;
      byTarget.push(chosen[i]!, b[i]!);
    }
    byTarget.endRow();
  }
  return transposed(byTarget.done(), n);
}
