// A linear model of what else a session holds: each item's score is a weighted sum over the session, the weights by ridge regression.
// Unlike counting, items that always come together do not count twice.
// Sources: past and future with fading weights as in SLIST (Choi, Kim, Lee, Shim, Lee, "Session-aware linear item-item models", WWW 2021);
// regression of each column on its strongest sources alone as in fsSLIM (Ning, Karypis, "SLIM", ICDM 2011), here in closed form.
import { solveInPlace } from './cholesky.ts';
import type { Sessions } from './log.ts';
import { aroundItem, grown, type Places, placesOf } from './places.ts';
import { greatest } from './select.ts';

/** CSR over source items: the weight with which a source in the session speaks for an item. */
export interface Weights {
  offsets: Int32Array;
  items: Int32Array;
  values: Float32Array;
}

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
function sourcesTogether(log: Sessions, places: Places, recency: Float32Array, decay: number): Weights {
  const tail = new Float32Array(50);
  for (let u = 1; u < tail.length; u++) tail[u] = tail[u - 1]! + Math.exp((-2 * (u - 1)) / decay);
  const byGap = fading(decay);
  return pairSums(log, places, (event, other, session) => {
    const rest = log.offsets[session + 1]! - 1 - Math.max(event, other);
    return recency[session]! * byGap[Math.abs(event - other)]! * tail[Math.min(rest, tail.length - 1)]!;
  });
}

/** Entries of TᵀS, a row for each target. */
function targetsAndSources(log: Sessions, places: Places, recency: Float32Array, reach: number): Weights {
  const byGap = fading(reach);
  return pairSums(log, places, (event, other, session) =>
    event === other ? 0 : recency[session]! * log.weights[event]! * byGap[Math.abs(event - other) - 1]!,
  );
}

const fading = (decay: number): Float32Array => Float32Array.from({ length: REACH + 1 }, (_, gap) => Math.exp(-gap / decay));

function pairSums(log: Sessions, places: Places, weigh: (event: number, other: number, session: number) => number): Weights {
  const n = log.itemCount;
  const row = new Float32Array(n);
  const seen = new Int32Array(n).fill(-1);
  const found = new Int32Array(n);
  const offsets = new Int32Array(n + 1);
  let items = new Int32Array(1 << 12);
  let values = new Float32Array(1 << 12);
  let filled = 0;
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
    if (filled + count > items.length) {
      items = grown(items, 2 * (filled + count));
      values = grown(values, 2 * (filled + count));
    }
    for (let f = 0; f < count; f++) {
      const item = found[f]!;
      items[filled] = item;
      values[filled++] = row[item]!;
      row[item] = 0;
    }
    offsets[source + 1] = filled;
  }
  return { offsets, items: items.slice(0, filled), values: values.slice(0, filled) };
}

export function ridgeOf(log: Sessions, recency: Float32Array, { decay, reach, lambda, sources }: RidgeParameters): Weights {
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
  const room = Math.min(towards.items.length, n * sources);
  const columns: Columns = { target: new Int32Array(room), source: new Int32Array(room), value: new Float32Array(room), count: 0 };
  for (let target = 0; target < n; target++) {
    const from = towards.offsets[target]!;
    const to = towards.offsets[target + 1]!;
    for (let p = from; p < to; p++) strength[p - from] = towards.values[p]!;
    const least = greatest(strength, to - from, sources);
    let size = 0;
    for (let p = from; p < to && size < sources; p++) {
      if (towards.values[p]! < least) continue;
      b[size] = towards.values[p]!;
      place[towards.items[p]!] = size;
      chosen[size++] = towards.items[p]!;
    }
    a.fill(0, 0, size * sources);
    for (let i = 0; i < size; i++) {
      const source = chosen[i]!;
      for (let p = together.offsets[source]!; p < together.offsets[source + 1]!; p++) {
        const at = place[together.items[p]!]!;
        if (at >= 0) a[i * sources + at] = together.values[p]!;
      }
      a[i * sources + i]! += lambda;
    }
    solveInPlace(a, b, size, sources);
    for (let i = 0; i < size; i++) {
      place[chosen[i]!] = -1;
      columns.target[columns.count] = target;
      columns.source[columns.count] = chosen[i]!;
      columns.value[columns.count++] = b[i]!;
    }
  }
  return bySource(n, columns);
}

/** Weights as triples, target after target. */
interface Columns {
  target: Int32Array;
  source: Int32Array;
  value: Float32Array;
  count: number;
}

function bySource(n: number, { target, source, value, count }: Columns): Weights {
  const offsets = new Int32Array(n + 1);
  for (let c = 0; c < count; c++) offsets[source[c]! + 1]!++;
  for (let i = 0; i < n; i++) offsets[i + 1]! += offsets[i]!;
  const next = offsets.slice(0, n);
  const items = new Int32Array(count);
  const values = new Float32Array(count);
  for (let c = 0; c < count; c++) {
    const at = next[source[c]!]!++;
    items[at] = target[c]!;
    values[at] = value[c]!;
  }
  return { offsets, items, values };
}
