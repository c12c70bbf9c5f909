// Session neighbours (V-STAN): recent sessions that share items with the current one vote for the items around the match.
// Sources: Garg, Gupta, Malhotra, Vig, Shroff, "Sequence and time aware neighborhood" (SIGIR 2019) for the three decays;
// Ludewig, Mauro, Latifi, Jannach, "Empirical analysis of session-based recommendation" (UMUAI 2021) for their union with V-SKNN.
import type { Sessions } from './log.ts';
import { greatest } from './select.ts';
import { type Touched, touch } from './touched.ts';

export interface NeighbourParameters {
  /** Events after which an item of the current session counts 1/e. */
  positionDecay: number;
  /** Share of the log's time span after which a neighbour session counts 1/e. */
  recencyDecay: number;
  /** Positions from the match after which a neighbour's item counts 1/e. */
  gapDecay: number;
  /** Factor on items that the neighbour saw before the match. */
  backward: number;
  /** Rare items count more: exponent on idf of the matched item. */
  idf: number;
  /** Exponent on the neighbour's length in the similarity: 0 is a dot product, .5 a cosine. */
  lengthPower: number;
  /** How many most similar sessions vote. */
  neighbours: number;
  /** How many most recent sessions of each item are looked at. */
  sampled: number;
}

/** Which sessions hold an item: CSR over items, sessions ascending by time, each once. */
export interface Postings {
  offsets: Int32Array;
  sessions: Int32Array;
}

export function postingsOf(log: Sessions): Postings {
  const seen = new Int32Array(log.itemCount).fill(-1);
  const offsets = new Int32Array(log.itemCount + 1);
  const each = (visit: (item: number, session: number) => void): void => {
    seen.fill(-1);
    for (let s = 0; s < log.endsAt.length; s++) {
      for (let e = log.offsets[s]!; e < log.offsets[s + 1]!; e++) {
        const item = log.items[e]!;
        if (seen[item] === s) continue;
        seen[item] = s;
        visit(item, s);
      }
    }
  };
  each((item) => {
    offsets[item + 1]!++;
  });
  for (let i = 0; i < log.itemCount; i++) offsets[i + 1]! += offsets[i]!;
  const sessions = new Int32Array(offsets[log.itemCount]!);
  const next = offsets.slice(0, log.itemCount);
  each((item, s) => {
    sessions[next[item]!++] = s;
  });
  return { offsets, sessions };
}

/** What `exp(-(age of the session)/decay)` is for every session; the decay is a share of the span, so units cancel. */
export function recencyOf(endsAt: Float64Array, decay: number): Float32Array {
  const last = endsAt[endsAt.length - 1] ?? 0;
  const span = last - (endsAt[0] ?? 0);
  const out = new Float32Array(endsAt.length).fill(1);
  if (span > 0 && Number.isFinite(decay)) for (let s = 0; s < out.length; s++) out[s] = Math.exp((endsAt[s]! - last) / (decay * span));
  return out;
}

/** Dense room for scores of items; what was touched is listed, so that clearing costs what scoring did. */
export interface Votes {
  /** All items of the neighbours, the matched one included. */
  around: Float32Array;
  /** Only items after the match. */
  after: Float32Array;
  /** Number of neighbours that voted. */
  voters: Float32Array;
}

export interface NeighbourIndex {
  sessions: Sessions;
  postings: Postings;
  recency: Float32Array;
  parameters: NeighbourParameters;
}

/** Returns a scorer that adds neighbours' votes for a prefix of `length` unique recent items. */
export function createNeighbours(
  index: NeighbourIndex,
): (items: Int32Array, ages: Int32Array, length: number, votes: Votes, touched: Touched) => void {
  const { sessions, postings, recency, parameters } = index;
  const n = sessions.endsAt.length;
  const similarity = new Float32Array(n);
  const match = new Int32Array(n);
  const matchWeight = new Float32Array(n);
  const found = new Int32Array(n);
  const values = new Float32Array(n);
  const byLength = Float32Array.from({ length: 512 }, (_, l) => 1 / Math.max(1, l) ** parameters.lengthPower);
  const byGap = Float32Array.from({ length: 512 }, (_, gap) => Math.exp(-gap / parameters.gapDecay));
  const rarity = Float32Array.from({ length: sessions.itemCount }, (_, i) => {
    const holds = postings.offsets[i + 1]! - postings.offsets[i]!;
    return Math.log(1 + n / (1 + holds)) ** parameters.idf;
  });

  const vote = (s: number, votes: Votes, touched: Touched): void => {
    const from = sessions.offsets[s]!;
    const to = sessions.offsets[s + 1]!;
    const matched = match[s]!;
    let at = to - 1;
    while (sessions.items[at] !== matched) at--;
    const strength = similarity[s]!;
    for (let e = from; e < to; e++) {
      const item = sessions.items[e]!;
      const gap = e > at ? e - at : at - e;
      const value = strength * byGap[gap < 512 ? gap : 511]!;
      touch(touched, item);
      if (e === at) votes.around[item]! += value;
      else if (e > at) {
        votes.after[item]! += value;
        votes.around[item]! += value;
      } else votes.around[item]! += value * parameters.backward;
      votes.voters[item]! += 1;
    }
  };

  return (items, ages, length, votes, touched) => {
    let count = 0;
    for (let i = 0; i < length; i++) {
      const item = items[i]!;
      const weight = Math.max(1e-12, Math.exp(-ages[i]! / parameters.positionDecay) * rarity[item]!);
      const start = postings.offsets[item]!;
      const end = postings.offsets[item + 1]!;
      for (let p = Math.max(start, end - parameters.sampled); p < end; p++) {
        const s = postings.sessions[p]!;
        if (similarity[s] === 0) {
          found[count++] = s;
          match[s] = item;
          matchWeight[s] = weight;
        }
        similarity[s]! += weight;
      }
    }
    for (let f = 0; f < count; f++) {
      const s = found[f]!;
      const size = sessions.offsets[s + 1]! - sessions.offsets[s]!;
      similarity[s]! *= recency[s]! * byLength[size < 512 ? size : 511]!;
      values[f] = similarity[s]!;
    }
    const least = greatest(values, count, parameters.neighbours);
    for (let f = 0; f < count; f++) {
      const s = found[f]!;
      if (similarity[s]! >= least) vote(s, votes, touched);
      similarity[s] = 0;
    }
  };
}
