// What merchants write by hand: curated lists, content beside products, and what fits a weather, an hour or an occasion.
import { createHash } from 'node:crypto';
import type { ContentInput, ListInput, SituationInput } from '@faden/contract';
import type { Editorial as EditorialView } from '@faden/engine';
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Sql } from '../../platform/database/index.ts';
import { contentOf, judgeDates, listOf, situationFrom, situationId } from './entries.ts';
import { allEditorial, type Bodies, deleteEditorial, type EditorialRow, type Sort, upsertEditorial } from './store.ts';

export { editorialTags } from './data-tags.ts';
export { mountEditorial } from './routes.ts';

export interface Editorial {
  load(): Promise<void>;
  /** Create or replace; refuse (422) unreadable or empty validities. */
  putLists(tx: Sql, rows: readonly ListInput[]): Promise<number>;
  putContents(tx: Sql, rows: readonly ContentInput[]): Promise<number>;
  putSituations(tx: Sql, rows: readonly SituationInput[]): Promise<number>;
  /** Whether there was such an entry; a situation's id is `kind:key`. */
  remove(tx: Sql, sort: Sort, id: string): Promise<boolean>;
  refresh(): Promise<void>;
  /** All of it, past and future too; replaced when something changes, never changed. Its version is that of its content. */
  view(): EditorialView;
  /** As the merchant gave them, in order of their ids. */
  given<S extends Sort>(sort: S): Bodies[S][];
}

export function createEditorial(needs: { database: Database; bus: Bus; clock: Clock }): Editorial {
  const { database, bus, clock } = needs;
  let rows: readonly EditorialRow[] = [];
  let view: EditorialView = viewOf(rows);

  const refresh = async () => {
    rows = await allEditorial(database);
    view = viewOf(rows);
  };
  const put = async (tx: Sql, sort: Sort, inputs: readonly { id: string; body: Bodies[Sort] }[]): Promise<number> => {
    const last = [...new Map(inputs.map(({ id, body }) => [id, { sort, id, body }])).values()];
    if (last.length === 0) return 0;
    await upsertEditorial(tx, last, clock.now());
    await bus.publish(tx, 'editorial.changed', { sort, ids: last.map((row) => row.id) });
    return inputs.length;
  };
  return {
    async load() {
      await bus.follow(async (facts) => {
        if (facts.some((fact) => fact.topic === 'editorial.changed')) await refresh();
      });
      await refresh();
    },
    async putLists(tx, inputs) {
      inputs.forEach(judgeDates);
      return put(
        tx,
        'list',
        inputs.map((body) => ({ id: body.id, body })),
      );
    },
    async putContents(tx, inputs) {
      inputs.forEach(judgeDates);
      return put(
        tx,
        'content',
        inputs.map((body) => ({ id: body.id, body })),
      );
    },
    putSituations: (tx, inputs) =>
      put(
        tx,
        'situation',
        inputs.map((body) => ({ id: situationId(body), body })),
      ),
    async remove(tx, sort, id) {
      const found = await deleteEditorial(tx, sort, id);
      if (found) await bus.publish(tx, 'editorial.changed', { sort, ids: [id] });
      return found;
    },
    refresh,
    view: () => view,
    given: <S extends Sort>(sort: S) => rows.filter((row) => row.sort === sort).map((row) => row.body as Bodies[S]),
  };
}

function viewOf(rows: readonly EditorialRow[]): EditorialView {
  const of = <S extends Sort, T>(sort: S, make: (body: Bodies[S]) => T): T[] =>
    rows.filter((row) => row.sort === sort).map((row) => make(row.body as Bodies[S]));
  return {
    version: createHash('sha256').update(JSON.stringify(rows)).digest('base64url').slice(0, 12),
    lists: of('list', listOf),
    contents: of('content', contentOf),
    situations: of('situation', situationFrom),
  };
}
