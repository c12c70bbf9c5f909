// Learning and answering in this process, by the way the server goes: columns of evidence, a lesson, the training thread, the seated tables.
import { type Models, predictValue, STRATEGIES, type ValueModel } from '@faden/engine';
import { memoryCatalogue } from '@faden/engine/testing';
import { type Columns, createColumns, type Row } from '../server/src/logic/evidence/columns.ts';
import { createClassroom } from '../server/src/logic/models/classroom.ts';
import { createCompany } from '../server/src/logic/models/company.ts';
import { kinds } from '../server/src/logic/models/kinds/index.ts';
import { lessonOf } from '../server/src/logic/models/lesson.ts';
import type { Question, RankingPack, RankingTask, Sale, ValuePack, Visit } from './pack.ts';
import { type Forecast, KIND_OF, type Shop, WANTED } from './shop.ts';

const channels = { visit: 'web', sale: 'store' };

function visitRows({ id, items, at }: Visit): Row[] {
  const base = { kind: 'view', node: `visit ${id}`, channel: channels.visit, place: undefined, basket: undefined, units: 1 } as const;
  return items.map((sku, i) => ({ ...base, sku, at: at[i] as number }));
}

function saleRows({ number, customer, at, items, cents }: Sale): Row[] {
  const base = { kind: 'buy', node: `customer ${customer}`, at, channel: channels.sale, place: 'eval', basket: number, units: 1 } as const;
  return items.map((sku, i) => ({ ...base, sku, cents: cents?.[i] }));
}

function columnsOf(pack: RankingPack | ValuePack): Columns {
  const columns = createColumns();
  if (pack.task !== 'value') for (const visit of pack.visits) for (const row of visitRows(visit)) columns.add(row);
  for (const sale of pack.sales) for (const row of saleRows(sale)) columns.add(row);
  return columns;
}

const namesOf = (list: readonly { sku: string }[]): string[] => list.map((one) => one.sku);

export function openHere(): Shop {
  const catalogue = memoryCatalogue({ needGroups: [], products: [] });
  const classroom = createClassroom();
  const told: { models?: Models; tables?: unknown; baskets: Map<string, string[][]>; sales: readonly Sale[] } = {
    baskets: new Map(),
    sales: [],
  };

  const asks: Record<RankingTask, (models: Models, question: Question) => readonly { sku: string }[]> = {
    session: (models, { given, at }) =>
      models.nextItems(given.map((sku, i) => ({ sku, event: 'view', ...(at?.[i] === undefined ? {} : { at: at[i] }) })).reverse(), WANTED),
    basket: (models, { customer }) => models.nextBasket(told.baskets.get(customer ?? '') ?? [], WANTED),
    completion: (models, { given }) => models.completes(given, WANTED),
  };

  return {
    name: 'Faden, in process',
    atOnce: 1,
    async learn(pack) {
      const kind = kinds.find((one) => one.id === KIND_OF[pack.task]);
      if (!kind) return undefined;
      const columns = columnsOf(pack);
      // The server looks from the newest thing it knows, and so does this.
      const now = newestOf(pack);
      const lesson = await lessonOf({ columns, catalogue, now, personsOf: async () => new Map(), strategies: STRATEGIES });
      const [started, busy] = [performance.now(), process.cpuUsage()];
      const learnt = await classroom.learn(kind, lesson);
      if (!learnt) return undefined;
      const seconds = (performance.now() - started) / 1000;
      const { user, system } = process.cpuUsage(busy);
      const company = createCompany({ columns: () => columns, catalogue: () => catalogue });
      company.seat(kind, { ...learnt, version: `${kind.id}.1`, at: now, seconds, needNames: lesson.needNames, seen: lesson.frame.length });
      told.models = company.models();
      told.tables = learnt.tables;
      told.sales = pack.sales;
      told.baskets = basketsOf(pack.sales);
      return {
        seconds,
        cpuSeconds: (user + system) / 1e6,
        bytes: learnt.bytes,
        validation: learnt.validation,
        parameters: learnt.parameters,
      };
    },
    answer: async (task, question) => namesOf(asks[task](told.models as Models, question)),
    forecast: async (pack, customers, asked) => forecastHere(told.tables as ValueModel, pack, customers, asked),
    close: () => classroom.close(),
  };
}

function newestOf(pack: RankingPack | ValuePack): number {
  let newest = 0;
  for (const { at } of pack.sales) newest = Math.max(newest, at);
  if (pack.task !== 'value') for (const { at } of pack.visits) newest = Math.max(newest, at.at(-1) ?? 0);
  return newest;
}

/** The baskets of every customer, oldest first. */
function basketsOf(sales: readonly Sale[]): Map<string, string[][]> {
  const found = new Map<string, string[][]>();
  for (const { customer, items } of [...sales].sort((a, b) => a.at - b.at)) {
    const own = found.get(customer);
    if (own) own.push([...items]);
    else found.set(customer, [[...items]]);
  }
  return found;
}

function forecastHere(model: ValueModel, pack: ValuePack, customers: readonly string[], asked: (ms: number) => void): Forecast {
  const histories = new Map<string, { at: number[]; cents: number[] }>(customers.map((customer) => [customer, { at: [], cents: [] }]));
  for (const { customer, at, cents = [] } of pack.sales) {
    const own = histories.get(customer);
    if (!own) continue;
    own.at.push(at / 1000);
    own.cents.push(cents.reduce((sum, one) => sum + one, 0));
  }
  const question = { at: pack.until / 1000, horizonDays: pack.horizonDays };
  const found = new Map<string, number>();
  for (const [customer, history] of histories) {
    const started = performance.now();
    const expected = predictValue(model, history, question)?.expectedOrders;
    asked(performance.now() - started);
    if (expected !== undefined) found.set(customer, expected);
  }
  return found;
}
