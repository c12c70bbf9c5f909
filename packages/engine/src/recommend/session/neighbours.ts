// Session neighbours (V-STAN): recent sessions that share items with the current one vote for the items around the match.
// Sources: Garg, Gupta, Malhotra, Vig, Shroff, "Sequence and time aware neighborhood" (SIGIR 2019) for the three decays;
// Ludewig, Mauro, Latifi, Jannach, "Empirical analysis of session-based recommendation" (UMUAI 2021) for their union with V-SKNN.
import type { Sessions } from './log.ts';
import type { Present } from './present.ts';
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
  /** Rare items count more: exponent on the idf of the matched item. */
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
  const seen = new Int32Array(log.itemCount);
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

/** `exp(-age/decay)` of every session; the decay is a share of the log's span, so the unit of time cancels. */
export function recencyOf(endsAt: Float64Array, decay: number): Float32Array {
  const last = endsAt[endsAt.length - 1] ?? 0;
  const span = last - (endsAt[0] ?? 0);
  const out = new Float32Array(endsAt.length).fill(1);
  if (span > 0) for (let s = 0; s < out.length; s++) out[s] = Math.max(1e-9, Math.exp((endsAt[s]! - last) / (decay * span)));
  return out;
}

/** Dense scores of items that neighbours add to. */
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
}

/** Longer sessions and gaps weigh like this one. */
const LONGEST = 255;

const byWhole = (weigh: (whole: number) => number): Float32Array => Float32Array.from({ length: LONGEST + 1 }, (_, whole) => weigh(whole));

/** Returns a scorer that adds the neighbours' votes for the present session. */
export function createNeighbours(
  { sessions, postings, recency }: NeighbourIndex,
  parameters: NeighbourParameters,
): (present: Present, votes: Votes, touched: Touched) => void {
  const n = sessions.endsAt.length;
  const similarity = new Float32Array(n);
  const match = new Int32Array(n);
  const found = new Int32Array(n);
  const values = new Float32Array(n);
  const byLength = byWhole((length) => 1 / Math.max(1, length) ** parameters.lengthPower);
  const byGap = byWhole((gap) => Math.exp(-gap / parameters.gapDecay));
  const rarity = Float32Array.from({ length: sessions.itemCount }, (_, item) => {
    const holders = postings.offsets[item + 1]! - postings.offsets[item]!;
    return Math.log(1 + n / (1 + holders)) ** parameters.idf;
  });

  /** Similarity of every recent session that shares an item; the match is the shared item seen last. Returns how many there are. */
  const meet = (present: Present): number => {
    let count = 0;
    for (let i = 0; i < present.length; i++) {
      const item = present.items[i]!;
      // Never 0, because a similarity of 0 marks a session not met yet.
      const weight = Math.max(1e-12, Math.exp(-present.ages[i]! / parameters.positionDecay) * rarity[item]!);
      const newest = postings.offsets[item + 1]! - 1;
      const oldest = Math.max(postings.offsets[item]!, newest - parameters.sampled + 1);
      for (let p = newest; p >= oldest; p--) {
        const s = postings.sessions[p]!;
        if (similarity[s] === 0) {
          found[count++] = s;
          match[s] = item;
        }
        similarity[s]! += weight;
      }
    }
    return count;
  };

  const vote = (s: number, strength: number, { around, after, voters }: Votes, touched: Touched): void => {
    const from = sessions.offsets[s]!;
    const to = sessions.offsets[s + 1]!;
    let at = to - 1;
    while (sessions.items[at] !== match[s]) at--;
    for (let e = from; e < to; e++) {
      const item = sessions.items[e]!;
      const value = strength * byGap[Math.min(LONGEST, Math.abs(e - at))]!;
      touch(touched, item);
      around[item]! += e < at ? value * parameters.backward : value;
      if (e > at) after[item]! += value;
      if (e !== at) voters[item]! += 1;
    }
  };

  return (present, votes, touched) => {
    const count = meet(present);
    for (let f = 0; f < count; f++) {
      const s = found[f]!;
      const length = sessions.offsets[s + 1]! - sessions.offsets[s]!;
      similarity[s]! *= recency[s]! * byLength[Math.min(LONGEST, length)]!;
      values[f] = similarity[s]!;
    }
    const least = greatest(values, count, parameters.neighbours);
    // Ties can be many where time says nothing; the newest sessions with the last item stand first.
    let room = 2 * parameters.neighbours;
    for (let f = 0; f < count; f++) {
      const s = found[f]!;
      if (similarity[s]! >= least && room-- > 0) vote(s, similarity[s]!, votes, touched);
      similarity[s] = 0;
    }
  };
}
