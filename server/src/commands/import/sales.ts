// Lines of sales gathered into sales, wherever they stand in the file.
import { finishLine, isEmptyLine } from './finish.ts';
import type { Row } from './kind.ts';
import { BadCell } from './values.ts';

export interface Gathered {
  sale: Row;
  /** Lines of the file it was made of. */
  lines: number[];
}
export interface BadLines {
  lines: number[];
  field: string;
  reason: string;
}
export interface SaleGatherer {
  /** A row with its `line`, or a row that is a whole sale already. */
  add(row: Row, line: number): void;
  /** The line cannot be read: its sale, if it says which, must not be filed without it. */
  spoil(row: Row, line: number, field: string, reason: string): void;
  finish(): { sales: Gathered[]; bad: BadLines[] };
}

interface Open extends Gathered {
  bad?: { line: number; field: string; reason: string };
}

/** `key`: fields in which the lines of one sale agree. */
export function gatherSales(key: readonly string[]): SaleGatherer {
  const open = new Map<string, Open>();
  const bad: BadLines[] = [];
  const openFor = (row: Row, line: number): Open | undefined => {
    const missing = key.find((field) => row[field] === undefined);
    if (missing !== undefined) {
      bad.push({ lines: [line], field: missing, reason: 'is missing: it says which sale the line belongs to' });
      return undefined;
    }
    const name = key.map((field) => String(row[field])).join('\n');
    const known = open.get(name) ?? { sale: { lines: [] }, lines: [] };
    open.set(name, known);
    return known;
  };
  return {
    add(row, line) {
      const { line: item = {}, ...head } = row;
      const target = openFor(head, line);
      if (!target) return;
      if (isEmptyLine(item as Row)) {
        bad.push({
          lines: [line],
          field: 'quantity',
          reason: 'nothing was sold on this line: quantity and amount are 0; its sale is filed without it',
        });
        return;
      }
      target.lines.push(line);
      try {
        (target.sale['lines'] as Row[]).push(finishLine(item as Row));
        agree(target, head, line);
      } catch (error) {
        if (!(error instanceof BadCell)) throw error;
        target.bad ??= { line, field: error.message.split(' ', 1)[0] as string, reason: error.message };
      }
    },
    spoil(row, line, field, reason) {
      const target = openFor(row, line);
      if (!target) return;
      target.lines.push(line);
      target.bad ??= { line, field, reason };
    },
    finish: () => ({
      sales: [...open.values()].filter((sale) => !sale.bad && sale.lines.length > 0),
      bad: [...bad, ...[...open.values()].flatMap(refusedLines)],
    }),
  };
}

/** The head of a sale stands on each of its lines: the earliest time counts, everything else must agree where it is filled. */
function agree(target: Open, head: Row, line: number): void {
  for (const [field, value] of Object.entries(head)) {
    const known = target.sale[field];
    if (known === undefined) target.sale[field] = value;
    else if (field === 'at') target.sale['at'] = String(value) < String(known) ? value : known;
    else if (JSON.stringify(known) !== JSON.stringify(value))
      target.bad ??= {
        line,
        field,
        reason: `${field} is ${JSON.stringify(value)}, but ${JSON.stringify(known)} on line ${target.lines[0]}`,
      };
  }
}

function refusedLines({ lines, bad }: Open): BadLines[] {
  if (!bad) return [];
  const others = lines.filter((line) => line !== bad.line);
  const rest =
    others.length > 0
      ? [{ lines: others, field: bad.field, reason: `belongs to the same sale as line ${bad.line}, which was refused` }]
      : [];
  return [{ lines: [bad.line], field: bad.field, reason: bad.reason }, ...rest];
}
