// What a training reads beside the columns: need groups of the articles and persons of the nodes, as numbers.
import { type Catalogue, isSensitive, type NamedStrategy } from '@faden/engine';
import type { Columns, Frame } from '../evidence/index.ts';
import { neededBy } from './crowd/index.ts';
import type { Lesson } from './kind.ts';

interface Needs {
  columns: Columns;
  catalogue: Catalogue;
  /** Epoch ms. */
  now: number;
  personsOf: (nodes: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  strategies: ReadonlyMap<string, NamedStrategy>;
}

export async function lessonOf({ columns, catalogue, now, personsOf, strategies }: Needs): Promise<Lesson> {
  // Persons first: it waits for the database, and the frame must not be older than the look-up.
  const nodes = columns.nodes();
  const persons = await personsOf(nodes);
  const frame = columns.frame();
  const personOf = numbersOf(frame.nodeCount, (code) => persons.get(nodes[code] as string) ?? (nodes[code] as string)).codes;
  const skus = columns.skus();
  const sensitive = new Uint8Array(new SharedArrayBuffer(frame.skuCount));
  const needs = numbersOf(frame.skuCount, (code) => {
    const product = catalogue.product(skus[code] as string);
    if (product && isSensitive(product)) sensitive[code] = 1;
    return sensitive[code] === 1 ? undefined : product?.needGroup;
  });
  const clockSeconds = Math.floor(now / 1000);
  return {
    frame,
    nowSeconds: newestOf(frame, clockSeconds),
    clockSeconds,
    needOf: needs.codes,
    needCount: needs.names.length,
    needNames: needs.names,
    needed: neededBy(strategies.values(), (id) => strategies.get(id)?.ast),
    sensitive,
    personOf,
  };
}

/** The last moment anything happened, at most the present; the present where nothing did. */
function newestOf(frame: Frame, clockSeconds: number): number {
  let newest = Number.NEGATIVE_INFINITY;
  for (let r = 0; r < frame.length; r++) newest = Math.max(newest, frame.at[r] as number);
  return newest > clockSeconds || frame.length === 0 ? clockSeconds : newest;
}

/** A number per distinct name, in shared memory; −1 where there is none. */
function numbersOf(count: number, nameOf: (code: number) => string | undefined): { codes: Int32Array; names: string[] } {
  const codes = new Int32Array(new SharedArrayBuffer(4 * count));
  const byName = new Map<string, number>();
  const names: string[] = [];
  for (let code = 0; code < count; code++) {
    const name = nameOf(code);
    if (name === undefined) {
      codes[code] = -1;
      continue;
    }
    let number = byName.get(name);
    if (number === undefined) {
      number = names.length;
      byName.set(name, number);
      names.push(name);
    }
    codes[code] = number;
  }
  return { codes, names };
}
