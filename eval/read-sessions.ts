// Sessions as the next-item packs have them: one a line without a clock, or one click a line with one.
import { LAST_DAY, type Question, type RankingPack, type Visit } from './pack.ts';
import { firstLineOf, linesOf } from './read-text.ts';

const minute = 60_000;
const second = 1_000;

/** Every position of a test session but the first is a question: all before it is given, the item there is wanted. */
export function questionsOf(visits: readonly Visit[]): Question[] {
  return visits.flatMap(({ items, at }) =>
    items.slice(1).map((wanted, i) => ({ given: items.slice(0, i + 1), at: at.slice(0, i + 1), wanted: [wanted] })),
  );
}

/** `<ordinal> TAB <items>`: one session begins every minute, a second from item to item, so that the last one begins at `endsAt`. */
async function sessionLines(file: string, endsAt: number | undefined, startsAt = 0): Promise<Visit[]> {
  const found: Visit[] = [];
  for await (const line of linesOf(file)) {
    const [id = '', text = ''] = line.split('\t');
    const items = text.split(' ').filter((item) => item !== '');
    const from = startsAt + found.length * minute;
    if (items.length > 0) found.push({ id, items, at: items.map((_item, i) => from + i * second) });
  }
  const shift = endsAt === undefined ? 0 : endsAt - (found.length - 1) * minute;
  return shift === 0 ? found : found.map((visit) => ({ ...visit, at: visit.at.map((at) => at + shift) }));
}

/** SessionId, ItemId, Time (unix seconds): clicks of a session in the order of time, sessions in the order of their last click. */
async function clickRows(file: string): Promise<Visit[]> {
  const open = new Map<string, { item: string; at: number }[]>();
  let columns: { id: number; item: number; time: number } | undefined;
  for await (const line of linesOf(file)) {
    const cells = line.split('\t');
    if (!columns) {
      columns = { id: cells.indexOf('SessionId'), item: cells.indexOf('ItemId'), time: cells.indexOf('Time') };
      continue;
    }
    const id = cells[columns.id] ?? '';
    const clicks = open.get(id);
    const click = { item: cells[columns.item] ?? '', at: Math.round(Number(cells[columns.time]) * 1000) };
    if (clicks) clicks.push(click);
    else open.set(id, [click]);
  }
  const visits = [...open].map(([id, clicks]) => {
    const sorted = clicks.sort((a, b) => a.at - b.at);
    return { id, items: sorted.map((one) => one.item), at: sorted.map((one) => one.at) };
  });
  return visits.sort((a, b) => (a.at.at(-1) as number) - (b.at.at(-1) as number));
}

export async function readSessions(name: string, files: { train: string; test: string }): Promise<RankingPack> {
  const clicks = (await firstLineOf(files.train)).startsWith('SessionId');
  const visits = clicks ? await clickRows(files.train) : await sessionLines(files.train, LAST_DAY);
  const asked = clicks ? await clickRows(files.test) : await sessionLines(files.test, undefined, LAST_DAY + minute);
  return { task: 'session', name, visits, sales: [], questions: questionsOf(asked) };
}
