// What is evaluated: something that learns from a pack and answers its questions, in this process or behind the public API.

import type { Question, RankingPack, RankingTask, ValuePack } from './pack.ts';
import type { Figures } from './ranking.ts';

export interface Trained {
  seconds: number;
  /** Processor time of it, where it is known: on a busy machine the clock says little. */
  cpuSeconds?: number;
  bytes: number;
  /** What the model found when it judged itself on a part of what it was given. */
  validation: Figures;
  parameters: Readonly<Record<string, number | string>>;
}

/** Expected purchase days per customer; a customer it knows nothing of is missing. */
export type Forecast = ReadonlyMap<string, number>;

export interface Shop {
  name: string;
  /** Undefined where there is no such model. */
  learn(pack: RankingPack | ValuePack): Promise<Trained | undefined>;
  /** Up to twenty articles, best first. */
  answer(task: RankingTask, question: Question): Promise<string[]>;
  forecast(pack: ValuePack, customers: readonly string[], asked: (ms: number) => void): Promise<Forecast>;
  /** Questions that are asked at the same time. */
  atOnce: number;
  close(): Promise<void>;
}

/** The model that answers a task. */
export const KIND_OF: Readonly<Record<(RankingPack | ValuePack)['task'], string>> = {
  session: 'session',
  basket: 'basket',
  completion: 'completion',
  value: 'value',
};

export const WANTED = 20;
