// A linear model of what follows: each item's score is a weighted sum over the session, with the weights by ridge regression.
// Unlike counting, items of the session that always come together do not count twice.
// Sources: the targets and decays of SLIT (Choi, Kim, Lee, Shim, Lee, "Session-aware linear item-item models", WWW 2021);
// regression of each column on its few strongest sources as in fsSLIM (Ning, Karypis, "SLIM", ICDM 2011), here in closed form.
import type { Sessions } from './log.ts';
import { greatest } from './select.ts';
import { type Places, placesOf } from './transitions.ts';

/** CSR over source items: the weight with which a source in the session speaks for an item. */
export interface Weights {
  offsets: Int32Array;
  items: Int32Array;
  values: Float32Array;
}

export interface RidgeParameters {
  /** Events after which an item of the session counts 1/e. */
  decay: number;
  /** Added to the diagonal, in sessions. */
  lambda: number;
  /** Events after which a target counts 1/e. */
  reach: number;
  /** Weight of targets that came before the source. */
  backward: number;
  /** Sources of each target. */
  sources: number;
}

/** Distance up to which two events of a session are paired. */
const REACH = 12;

/** Sparse matrix of one kind of pair sum; rows sorted by nothing in particular. */
interface Pairs {
  offsets: Int32Array;
  items: Int32Array;
  values: Float32Array;
}

/**
 * With a row for every event t that has a next one, sources `s_t(i) = exp(-(t-p)/decay)` for i at p <= t, these are the entries of SᵀS:
 * for events p <= q of one session `exp(-(q-p)/decay)` times the sum of `exp(-2u/decay)` over the u = t-q that remain.
 */
function gram(log: Sessions, places: Places, recency: Float32Array, decay: number): Pairs {
  const tail = new Float32Array(REACH * 4 + 1);
  for (let u = 1; u < tail.length; u++) tail[u] = tail[u - 1]! + Math.exp((-2 * (u - 1)) / decay);
  return pairSums(log, places, (e, other, s) => {
    const later = e > other ? e : other;
    const gap = e > other ? e - other : other - e;
    const rest = log.offsets[s + 1]! - 1 - later;
    return recency[s]! * Math.exp(-gap / decay) * tail[rest < tail.length ? rest : tail.length - 1]!;
  });
}

/** Entries of TᵀS: for target at q and source at p < q, future items fading like past ones: `gap · exp(-(gap-1)/decay)`. */
function targets(log: Sessions, places: Places, recency: Float32Array, reach: number, backward: number): Pairs {
  return pairSums(log, places, (e, other, s) => {
    if (other === e) return 0;
    const gap = other < e ? e - other : other - e;
    const share = other < e ? 1 : backward;
    return share * recency[s]! * log.weights[e]! * Math.exp(-(gap - 1) / reach);
  });
}

function pairSums(log: Sessions, places: Places, weigh: (event: number, other: number, session: number) => number): Pairs {
  const n = log.itemCount;
  const row = new Float32Array(n);
  const seen = new Int32Array(n).fill(-1);
  const found = new Int32Array(n);
  const offsets = new Int32Array(n + 1);
  let items = new Int32Array(1 << 16);
  let values = new Float32Array(1 << 16);
  let filled = 0;
  for (let source = 0; source < n; source++) {
    let count = 0;
    for (let p = places.offsets[source]!; p < places.offsets[source + 1]!; p++) {
      const e = places.events[p]!;
      const s = places.sessionOf[e]!;
      const to = Math.min(log.offsets[s + 1]!, e + REACH + 1);
      for (let other = Math.max(log.offsets[s]!, e - REACH); other < to; other++) {
        const weight = weigh(e, other, s);
        if (weight === 0) continue;
        const item = log.items[other]!;
        if (seen[item] !== source) {
          seen[item] = source;
          found[count++] = item;
        }
        row[item]! += weight;
      }
    }
    if (filled + count > items.length) {
      const wider = { items: new Int32Array((filled + count) * 2), values: new Float32Array((filled + count) * 2) };
      wider.items.set(items);
      wider.values.set(values);
      ({ items, values } = wider);
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

/** Solves `A x = b` in place for the symmetric positive definite `size`×`size` A (row stride `stride`): b becomes x. Cholesky. */
export function solveInPlace(a: Float64Array, b: Float64Array, size: number, stride: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * stride + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * stride + k]! * a[j * stride + k]!;
      a[i * stride + j] = i === j ? Math.sqrt(Math.max(sum, 1e-9)) : sum / a[j * stride + j]!;
    }
  }
  for (let i = 0; i < size; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= a[i * stride + k]! * b[k]!;
    b[i] = sum / a[i * stride + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let k = i + 1; k < size; k++) sum -= a[k * stride + i]! * b[k]!;
    b[i] = sum / a[i * stride + i]!;
  }
}

export function ridgeOf(log: Sessions, recency: Float32Array, { decay, lambda, sources, reach, backward }: RidgeParameters): Weights {
  const n = log.itemCount;
  const places = placesOf(log);
  const together = gram(log, places, recency, decay);
  const towards = targets(log, places, recency, reach, backward);
  const chosen = new Int32Array(sources);
  const place = new Int32Array(n).fill(-1);
  const a = new Float64Array(sources * sources);
  const b = new Float64Array(sources);
  const strength = new Float32Array(n);
  const capacity = Math.min(towards.items.length, n * sources);
  const column = { target: new Int32Array(capacity), source: new Int32Array(capacity), value: new Float32Array(capacity) };
  let filled = 0;
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
      column.target[filled] = target;
      column.source[filled] = chosen[i]!;
      column.value[filled++] = b[i]!;
    }
  }
  return bySource(n, column, filled);
}

function bySource(n: number, column: { target: Int32Array; source: Int32Array; value: Float32Array }, filled: number): Weights {
  const offsets = new Int32Array(n + 1);
  for (let c = 0; c < filled; c++) offsets[column.source[c]! + 1]!++;
  for (let i = 0; i < n; i++) offsets[i + 1]! += offsets[i]!;
  const next = offsets.slice(0, n);
  const items = new Int32Array(filled);
  const values = new Float32Array(filled);
  for (let c = 0; c < filled; c++) {
    const at = next[column.source[c]!]!++;
    items[at] = column.target[c]!;
    values[at] = column.value[c]!;
  }
  return { offsets, items, values };
}
