// What the crowd does: counted popularity, trends, pairs and rates.
import type { Kind } from '../kind.ts';
import { tablesFrom } from '../tables.ts';
import { buffersOf, type Trained, train } from '../train.ts';

export const crowd: Kind<Trained> = {
  id: 'crowd',
  text: { de: 'Beliebtheit, Trends und Paare', en: 'Popularity, trends and pairs' },
  minimum: 0,
  everyMs: 0,
  learn({ frame, nowSeconds }) {
    const tables = train(frame, nowSeconds);
    return {
      tables,
      rows: tables.rows,
      validation: {},
      parameters: {},
      bytes: buffersOf(tables).reduce((n, one) => n + one.byteLength, 0),
    };
  },
  buffers: buffersOf,
  answers: (tables, { columns, catalogue, version }) => tablesFrom(tables, columns, catalogue, version),
};
