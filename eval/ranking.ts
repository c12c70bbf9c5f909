// How good a list of answers is: hit rate, reciprocal rank, recall, discounted gain; beyond the cut nothing counts.

export type Figures = Record<string, number>;

/** 1-based place of the first wanted item within the first `cut`; 0 when it is not there. */
export function rankOf(answer: readonly string[], wanted: readonly string[], cut: number): number {
  const found = answer.slice(0, cut).findIndex((item) => wanted.includes(item));
  return found + 1;
}

export const hit = (answer: readonly string[], wanted: readonly string[], cut: number): number => (rankOf(answer, wanted, cut) > 0 ? 1 : 0);

export function reciprocalRank(answer: readonly string[], wanted: readonly string[], cut: number): number {
  const rank = rankOf(answer, wanted, cut);
  return rank > 0 ? 1 / rank : 0;
}

/** An item answered twice counts once, at its first place. */
const distinct = (answer: readonly string[], cut: number): string[] => [...new Set(answer)].slice(0, cut);

/** Share of the basket that was answered. */
export function recall(answer: readonly string[], wanted: readonly string[], cut: number): number {
  const basket = new Set(wanted);
  return distinct(answer, cut).filter((item) => basket.has(item)).length / basket.size;
}

/** Gain over the ideal of the whole basket, even where it is larger than the cut. */
export function ndcg(answer: readonly string[], wanted: readonly string[], cut: number): number {
  const basket = new Set(wanted);
  const gain = distinct(answer, cut).reduce((sum, item, i) => sum + (basket.has(item) ? 1 / Math.log2(i + 2) : 0), 0);
  let ideal = 0;
  for (let i = 0; i < basket.size; i++) ideal += 1 / Math.log2(i + 2);
  return gain / ideal;
}

type Measure = (answer: readonly string[], wanted: readonly string[]) => number;

/** What is measured per task; the first figure is the one methods are compared by. */
export const MEASURES: Readonly<Record<'session' | 'basket' | 'completion', Readonly<Record<string, Measure>>>> = {
  session: {
    'HR@20': (a, w) => hit(a, w, 20),
    'MRR@20': (a, w) => reciprocalRank(a, w, 20),
    'HR@10': (a, w) => hit(a, w, 10),
    'MRR@10': (a, w) => reciprocalRank(a, w, 10),
  },
  basket: {
    'R@10': (a, w) => recall(a, w, 10),
    'N@10': (a, w) => ndcg(a, w, 10),
    'PHR@10': (a, w) => hit(a, w, 10),
    'R@20': (a, w) => recall(a, w, 20),
    'N@20': (a, w) => ndcg(a, w, 20),
    'PHR@20': (a, w) => hit(a, w, 20),
  },
  completion: {
    'HR@20': (a, w) => hit(a, w, 20),
    'HR@10': (a, w) => hit(a, w, 10),
    'MRR@20': (a, w) => reciprocalRank(a, w, 20),
  },
};

/** Mean of every measure, the standard error of the first one, and what each question got. */
export function meanOf(task: keyof typeof MEASURES, answers: readonly { answer: readonly string[]; wanted: readonly string[] }[]) {
  const figures: Figures = {};
  const each: Record<string, number[]> = {};
  for (const [name, measure] of Object.entries(MEASURES[task])) {
    each[name] = answers.map(({ answer, wanted }) => measure(answer, wanted));
    figures[name] = mean(each[name]);
  }
  return { figures, error: errorOfMean(Object.values(each)[0] ?? []), each };
}

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

export function errorOfMean(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0)) / Math.max(1, values.length);
}

/** The value below which a share of the others lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
