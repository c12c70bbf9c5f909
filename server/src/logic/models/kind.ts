// One kind of model: declared, so that one loop trains, judges and serves all of them.
import type { Catalogue, Models, Text } from '@faden/engine';
import type { Columns, Frame } from '../evidence/index.ts';
import type { Needed } from './crowd/index.ts';

/** What a training run may read. Everything is shared or copied memory: it runs in a thread of its own. */
export interface Lesson {
  frame: Frame;
  /** The newest interaction, or the clock where that is earlier: imported history is learned as of its own end. */
  nowSeconds: number;
  clockSeconds: number;
  /** Need-group code per sku code, −1 where the catalogue does not know the article or it is sensitive: nothing is predicted from such goods. */
  needOf: Int32Array;
  needCount: number;
  needNames: readonly string[];
  /** Popularities, trends and pairs the strategies ask for. */
  needed: Needed;
  /** 1 per sku code for goods about health, intimacy or belief. */
  sensitive: Uint8Array;
  /** Person number per node code: devices, cards and logins of one customer share it. */
  personOf: Int32Array;
}

export interface Learnt<T> {
  tables: T;
  /** Interactions it rests on. */
  rows: number;
  /** Scores on a part of the log it did not learn from; empty where the kind has no such measure. */
  validation: Record<string, number>;
  parameters: Record<string, number | string>;
  bytes: number;
}

/** For models that say of themselves how good and how large they are. */
export function learntFrom<T extends Pick<Learnt<T>, 'parameters' | 'bytes'> & { validation: object }>(tables: T, rows: number): Learnt<T> {
  const { validation, parameters, bytes } = tables;
  return { tables, rows, validation: { ...validation } as Record<string, number>, parameters, bytes };
}

/** What the tables answer from, on the main thread. */
export interface ServeWith {
  columns: Columns;
  catalogue: () => Catalogue;
  version: string;
  /** Names by need-group code of the lesson. */
  needs: readonly string[];
}

export interface Kind<T = unknown> {
  id: string;
  text: Text;
  /** Below so many interactions it is only trained when somebody asks for it. */
  minimum: number;
  /** Trained again no sooner than this. */
  everyMs: number;
  /** The figure of `validation` that decides whether a new model may replace the old one; higher is better. */
  judgedBy?: string;
  /** Undefined when the log holds nothing of the kind. */
  learn(lesson: Lesson, random: () => number): Learnt<T> | undefined;
  answers(tables: T, using: ServeWith): Partial<Models>;
}
