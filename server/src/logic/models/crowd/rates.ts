// Shrunk rates per article: bought of those looked at, kept of those bought, stars.
import { type Fading, shrunkRate } from '@faden/engine';
import { columnKinds, type Frame, flags } from '../../evidence/index.ts';
import { descending } from './popularity.ts';
import { weigh } from './weights.ts';

export interface RateTable {
  rate: string;
  /** By sku code, 0 = nothing known. */
  scores: Float32Array;
  order: Int32Array;
}

/** A rate is pulled to that of the whole house with the weight of so many observations. */
const pull = 10;

interface Sums {
  hits: Float64Array;
  trials: Float64Array;
}

export function rateTable(frame: Frame, rate: string, fading: Fading, reference: number): RateTable {
  const sums = { hits: new Float64Array(frame.skuCount), trials: new Float64Array(frame.skuCount) };
  const read = readers[rate];
  const weightAt = weigh(fading, reference);
  if (read) for (let r = 0; r < frame.length; r++) read(frame, r, weightAt(frame.at[r] as number), sums);
  const scores = rate === 'stars' ? meansOf(sums) : ratesOf(sums);
  return { rate, scores, order: descending(scores) };
}

type Reader = (frame: Frame, row: number, weight: number, sums: Sums) => void;

const readers: Readonly<Record<string, Reader | undefined>> = {
  // Looked at and bought online: what is bought in a store was looked at there.
  'buy/view'({ kind, sku, place, flags: marks }, r, weight, { hits, trials }) {
    if (kind[r] === columnKinds.view) trials[sku[r] as number]! += weight;
    else if (kind[r] === columnKinds.buy && (place[r] === 0 || ((marks[r] as number) & flags.collect) !== 0))
      hits[sku[r] as number]! += weight;
  },
  'keep/buy'({ kind, sku, units }, r, weight, { hits, trials }) {
    const n = weight * (units[r] as number);
    if (kind[r] === columnKinds.buy) {
      trials[sku[r] as number]! += n;
      hits[sku[r] as number]! += n;
    } else if (kind[r] === columnKinds.return) hits[sku[r] as number]! -= n;
  },
  stars({ kind, sku, detail }, r, weight, { hits, trials }) {
    if (kind[r] !== columnKinds.review || detail[r] === 0) return;
    trials[sku[r] as number]! += weight;
    hits[sku[r] as number]! += (weight * (detail[r] as number)) / 10;
  },
};

const sum = (values: Float64Array) => values.reduce((n, value) => n + value, 0);

function ratesOf({ hits, trials }: Sums): Float32Array {
  const [allHits, allTrials] = [sum(hits), sum(trials)];
  return Float32Array.from(trials, (b, sku) => {
    const a = Math.max(0, hits[sku] as number);
    return a > 0 && b > 0 ? Math.min(1, shrunkRate(a, b, allHits, allTrials, pull)) : 0;
  });
}

/** A mean is no share: it is pulled to the mean of all stars. */
function meansOf({ hits, trials }: Sums): Float32Array {
  const all = sum(trials);
  const mean = all > 0 ? sum(hits) / all : 0;
  return Float32Array.from(trials, (n, sku) => (n > 0 ? ((hits[sku] as number) + pull * mean) / (n + pull) : 0));
}
