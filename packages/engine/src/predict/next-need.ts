// Which need group a person buys from next: order-1 transitions with back-off to what everybody buys (LOGIC §2.8).

/** Purchases as columns, in any order. */
export interface NeedSequences {
  /** Code of the person, one per row. */
  persons: Int32Array;
  /** Code of the need group. */
  needs: Int32Array;
  /** Unix seconds; rows of one person at the same instant are one basket. */
  at: Float64Array;
  needCount: number;
}

export interface NeedModel {
  needCount: number;
  /** Transitions from need i stand at offsets[i] … offsets[i+1]: successor and weight n_ij; n_i is their sum. */
  offsets: Int32Array;
  next: Int32Array;
  weights: Float64Array;
  totals: Float64Array;
  /** π: share of each need among what came next. */
  shares: Float64Array;
  /** Back-off weight m. */
  backOff: number;
  /** Followed baskets. */
  transitions: number;
  /** Fewer than 1,000 transitions, or popularity alone ranks better: only π is used. */
  prior: boolean;
  /** On the newest fifth of the transitions, learned from the rest. */
  check: { transitions: number; recall3: number; mrr: number; popularityRecall3: number; popularityMrr: number };
}

export interface NextNeed {
  need: number;
  p: number;
}

const GAP_SECONDS = 30 * 86_400;
const BACK_OFF = 10;
const FEWEST_TRANSITIONS = 1_000;
const HOLDOUT_SHARE = 0.2;
const MOST_CHECKED = 5_000;
/** Each older purchase says half as much. */
const OLDER = 0.5;
const LOOK_BACK = 4;

interface Transition {
  at: number;
  from: Int32Array;
  to: Int32Array;
}

/** Learns from baskets that follow one another within 30 days; a basket of k needs gives each 1/k of the transition. */
export function trainNeeds(sequences: NeedSequences): NeedModel {
  const transitions = transitionsOf(sequences).sort((a, b) => a.at - b.at);
  const cut = Math.floor(transitions.length * (1 - HOLDOUT_SHARE));
  const check = checked(countOf(transitions.slice(0, cut), sequences.needCount), transitions.slice(cut).slice(-MOST_CHECKED));
  const prior = transitions.length < FEWEST_TRANSITIONS || check.mrr < check.popularityMrr;
  return { ...countOf(transitions, sequences.needCount), prior, check };
}

function transitionsOf({ persons, needs, at }: NeedSequences): Transition[] {
  const rows = Int32Array.from(persons, (_, i) => i).sort((a, b) => persons[a]! - persons[b]! || at[a]! - at[b]! || needs[a]! - needs[b]!);
  const found: Transition[] = [];
  let before: { person: number; at: number; needs: Int32Array } | undefined;
  for (let start = 0; start < rows.length; ) {
    const [person, when] = [persons[rows[start]!]!, at[rows[start]!]!];
    let end = start;
    while (end < rows.length && persons[rows[end]!] === person && at[rows[end]!] === when) end++;
    const basket = Int32Array.from(new Set(Array.from(rows.subarray(start, end), (row) => needs[row]!)));
    if (before?.person === person && when - before.at <= GAP_SECONDS) found.push({ at: when, from: before.needs, to: basket });
    before = { person, at: when, needs: basket };
    start = end;
  }
  return found;
}

function countOf(transitions: readonly Transition[], needCount: number): Omit<NeedModel, 'prior' | 'check'> {
  const rows = Array.from({ length: needCount }, () => new Map<number, number>());
  const shares = new Float64Array(needCount);
  for (const { from, to } of transitions) {
    const weight = 1 / to.length;
    for (const j of to) {
      shares[j]! += weight;
      for (const i of from) rows[i]!.set(j, (rows[i]!.get(j) ?? 0) + weight);
    }
  }
  const total = shares.reduce((a, b) => a + b, 0);
  for (let j = 0; j < needCount; j++) shares[j] = total > 0 ? shares[j]! / total : 0;
  const offsets = new Int32Array(needCount + 1);
  for (let i = 0; i < needCount; i++) offsets[i + 1] = offsets[i]! + rows[i]!.size;
  const cells = rows.flatMap((row) => [...row].sort((a, b) => a[0] - b[0]));
  return {
    needCount,
    offsets,
    next: Int32Array.from(cells, ([j]) => j),
    weights: Float64Array.from(cells, ([, n]) => n),
    totals: Float64Array.from(rows, (row) => [...row.values()].reduce((a, b) => a + b, 0)),
    shares,
    backOff: BACK_OFF,
    transitions: transitions.length,
  };
}

function checked(model: Omit<NeedModel, 'prior' | 'check'>, held: readonly Transition[]): NeedModel['check'] {
  const none = { transitions: 0, recall3: 0, mrr: 0, popularityRecall3: 0, popularityMrr: 0 };
  const usable: NeedModel = { ...model, prior: false, check: none };
  const popular: NeedModel = { ...usable, prior: true };
  const score = (of: NeedModel) => {
    const ranker = createNeedRanker(of);
    let [hits, wanted, reciprocal] = [0, 0, 0];
    for (const { from, to } of held) {
      const order = ranker.next([...from], of.needCount, from.length).map((one) => one.need);
      const ranks = Array.from(to, (need) => order.indexOf(need) + 1);
      hits += ranks.filter((rank) => rank >= 1 && rank <= 3).length;
      wanted += Math.min(3, to.length);
      const first = Math.min(...ranks.map((rank) => (rank > 0 ? rank : Number.POSITIVE_INFINITY)));
      reciprocal += 1 / first;
    }
    return { recall3: hits / Math.max(1, wanted), mrr: reciprocal / Math.max(1, held.length) };
  };
  const [own, baseline] = [score(usable), score(popular)];
  return { transitions: held.length, ...own, popularityRecall3: baseline.recall3, popularityMrr: baseline.mrr };
}

export interface NeedRanker {
  /**
   * Most probable next needs: `P(j|i) = (n_ij + m·π_j)/(n_i + m)`, mixed over the given needs, each older one at half weight. `newest`:
   * so many of them were bought together and count alike, 1 unless told.
   */
  next(newestFirst: readonly number[], limit: number, newest?: number): NextNeed[];
}

export function createNeedRanker(model: NeedModel): NeedRanker {
  const { needCount, offsets, next, weights, totals, shares, backOff, prior } = model;
  return {
    next(newestFirst, limit, newest = 1) {
      const known = prior ? [] : newestFirst.slice(0, newest - 1 + LOOK_BACK).filter((need) => need >= 0 && need < needCount);
      const p = new Float64Array(needCount);
      let sum = 0;
      for (const [k, need] of known.entries()) {
        const weight = OLDER ** Math.max(0, k - newest + 1);
        const scale = weight / (totals[need]! + backOff);
        sum += weight;
        for (let j = 0; j < needCount; j++) p[j]! += scale * backOff * shares[j]!;
        for (let at = offsets[need]!; at < offsets[need + 1]!; at++) p[next[at]!]! += scale * weights[at]!;
      }
      const found: NextNeed[] = [];
      for (let j = 0; j < needCount; j++) found.push({ need: j, p: sum > 0 ? p[j]! / sum : shares[j]! });
      return found
        .filter((one) => one.p > 0)
        .sort((a, b) => b.p - a.p || a.need - b.need)
        .slice(0, limit);
    },
  };
}
