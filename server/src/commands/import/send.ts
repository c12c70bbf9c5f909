// Rows on their way into the server: in lists, in a bulk call, or each for itself; what the server refuses is told row by row.
import type { Answer, Target } from '../target.ts';
import type { Kind, Row } from './kind.ts';
import type { Reporter } from './report.ts';

/** A row in the shape of the contract, and the lines of the file it came from. */
export interface Ready {
  row: Row;
  lines: number[];
}
export type Send = (rows: readonly Ready[]) => Promise<void>;

const atOnce = 8;

export function senderFor(kind: Kind, target: Target, reporter: Reporter): Send {
  const refuse = (ready: Ready, field: string, reason: string) => {
    for (const line of ready.lines) reporter.refuse({ line, field, reason });
  };
  if (kind.batch === 1) return (rows) => eachForItself(kind, target, reporter, rows, refuse);
  if (kind.wrap) return (rows) => inBulk(kind, target, reporter, rows, refuse);
  return (rows) => asList(kind, target, reporter, rows, refuse);
}

type Refuse = (ready: Ready, field: string, reason: string) => void;
interface ProblemBody {
  detail?: string;
  code?: string;
  errors?: { path: string; message: string }[];
}
const problemOf = (answer: Answer) => (typeof answer.body === 'object' && answer.body !== null ? (answer.body as ProblemBody) : {});

function failed(kind: Kind, answer: Answer): Error {
  const { detail } = problemOf(answer);
  return new Error(`${kind.method} ${kind.path} answered ${answer.status}${detail ? `: ${detail}` : ''}`);
}
const isRefusal = (status: number) => status === 400 || status === 404 || status === 409 || status === 413 || status === 422;

/** A whole list is refused for one wrong row: the rows it names go out, the rest is sent again; where it names none the list is halved. */
async function asList(kind: Kind, target: Target, reporter: Reporter, rows: readonly Ready[], refuse: Refuse): Promise<void> {
  if (rows.length === 0) return;
  const answer = await target.call(
    kind.method,
    kind.path,
    rows.map((ready) => ready.row),
  );
  if (answer.status < 300) {
    reporter.report.stored += rows.length;
    return;
  }
  if (!isRefusal(answer.status)) throw failed(kind, answer);
  const { errors = [], detail = '' } = problemOf(answer);
  const named = new Map(errors.flatMap((e) => (/^\[?\d+/.test(e.path) ? [[Number(/\d+/.exec(e.path)?.[0]), e] as const] : [])));
  if (named.size === 0 && rows.length === 1) return refuse(rows[0] as Ready, errors[0]?.path ?? '', errors[0]?.message ?? detail);
  if (named.size === 0) {
    const half = Math.ceil(rows.length / 2);
    await asList(kind, target, reporter, rows.slice(0, half), refuse);
    return asList(kind, target, reporter, rows.slice(half), refuse);
  }
  for (const [index, error] of named) if (rows[index]) refuse(rows[index], error.path.replace(/^\[?\d+\]?\.?/, ''), error.message);
  return asList(
    kind,
    target,
    reporter,
    rows.filter((_ready, index) => !named.has(index)),
    refuse,
  );
}

async function inBulk(kind: Kind, target: Target, reporter: Reporter, rows: readonly Ready[], refuse: Refuse): Promise<void> {
  if (rows.length === 0) return;
  const answer = await target.call(kind.method, kind.path, { [kind.wrap as string]: rows.map((ready) => ready.row) });
  if (answer.status >= 300) throw failed(kind, answer);
  const { accepted, duplicates, refused } = answer.body as {
    accepted: number;
    duplicates: number;
    refused: { index: number; path: string; message: string }[];
  };
  reporter.report.stored += accepted;
  reporter.report.duplicates += duplicates;
  for (const { index, path, message } of refused) if (rows[index]) refuse(rows[index], path, message);
}

async function eachForItself(kind: Kind, target: Target, reporter: Reporter, rows: readonly Ready[], refuse: Refuse): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < rows.length) {
      const ready = rows[next++] as Ready;
      const answer = await target.call(kind.method, kind.path, ready.row);
      if (answer.status < 300) reporter.report.stored++;
      else if (isRefusal(answer.status))
        refuse(
          ready,
          problemOf(answer).errors?.[0]?.path ?? '',
          problemOf(answer).errors?.[0]?.message ?? problemOf(answer).detail ?? 'refused',
        );
      else throw failed(kind, answer);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, rows.length) }, worker));
}
