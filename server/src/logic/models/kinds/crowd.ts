// What the crowd does: counted popularity, trends, pairs and rates.
import { bytesIn } from '@faden/engine';
import { type CrowdTables, crowdFrom, trainCrowd } from '../crowd/index.ts';
import type { Kind } from '../kind.ts';
import { segmentsOf } from './segments.ts';

export const crowd: Kind<CrowdTables> = {
  id: 'crowd',
  text: { de: 'Beliebtheit, Trends und Paare', en: 'Popularity, trends and pairs' },
  minimum: 0,
  everyMs: 0,
  learn(lesson) {
    const { frame, nowSeconds, personOf, needed } = lesson;
    const tables = trainCrowd({ ...frame, person: personOf }, { nowSeconds, needed, groups: segmentsOf(lesson) });
    return { tables, rows: tables.rows, validation: {}, parameters: {}, bytes: bytesIn(tables) };
  },
  answers: (tables, { columns, catalogue, version }) => crowdFrom(tables, columns, catalogue, version),
};
