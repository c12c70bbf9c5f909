// Lists, content and situations over HTTP.
import {
  deleteContent,
  deleteList,
  deleteSituation,
  getContents,
  getLists,
  getSituations,
  putContents,
  putLists,
  putSituations,
} from '@faden/contract';
import type { Bus } from '../../platform/bus/index.ts';
import type { Database, Sql } from '../../platform/database/index.ts';
import { type Http, notFound } from '../../platform/http/index.ts';
import { situationId } from './entries.ts';
import type { Editorial } from './index.ts';
import type { Sort } from './store.ts';

export function mountEditorial(http: Http, editorial: Editorial, needs: { database: Database; bus: Bus }): void {
  const write = async <T>(work: (tx: Sql) => Promise<T>): Promise<T> => {
    const done = await needs.database.transaction(work);
    await editorial.refresh();
    needs.bus.poke();
    return done;
  };
  const remove = async (sort: Sort, id: string): Promise<void> => {
    if (!(await write((tx) => editorial.remove(tx, sort, id)))) throw notFound(`${sort} ${id}`);
  };
  http.on(putLists, async ({ body }) => ({ stored: await write((tx) => editorial.putLists(tx, body)) }));
  http.on(putContents, async ({ body }) => ({ stored: await write((tx) => editorial.putContents(tx, body)) }));
  http.on(putSituations, async ({ body }) => ({ stored: await write((tx) => editorial.putSituations(tx, body)) }));
  http.on(getLists, () => ({ items: editorial.given('list') }));
  http.on(getContents, () => ({ items: editorial.given('content') }));
  http.on(getSituations, () => ({ items: editorial.given('situation') }));
  http.on(deleteList, ({ params }) => remove('list', params.id));
  http.on(deleteContent, ({ params }) => remove('content', params.id));
  http.on(deleteSituation, ({ params }) => remove('situation', situationId(params)));
}
