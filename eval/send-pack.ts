// A pack through the public doors: visits as events, sales as receipts, by the same commands people import with.
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { importArguments } from '../server/src/commands/import/arguments.ts';
import { runImport } from '../server/src/commands/import/run.ts';
import { replayFile } from '../server/src/commands/replay.ts';
import type { Target } from '../server/src/commands/target.ts';
import type { RankingPack, Sale, ValuePack, Visit } from './pack.ts';

/** What a look at an article is called. */
export const viewed = 'Product Viewed';
const store = 'eval';
const currency = 'EUR';
/** A price for goods the pack has none for. */
const someCents = 100;

function* eventLines(visits: readonly Visit[]): Generator<string> {
  for (const { id, items, at } of visits) {
    for (const [i, item] of items.entries()) {
      const event = {
        type: 'track',
        event: viewed,
        messageId: `eval-${id}-${i}`,
        anonymousId: `eval-${id}`,
        timestamp: new Date(at[i] as number).toISOString(),
        properties: { product_id: item },
      };
      yield `${JSON.stringify(event)}\n`;
    }
  }
}

function* receiptLines(sales: readonly Sale[]): Generator<string> {
  for (const { number, customer, at, items, cents } of sales) {
    const lines = items.map((sku, i) => ({ sku, quantity: 1, unitPrice: { amount: cents?.[i] ?? someCents, currency } }));
    yield `${JSON.stringify({ store, number, at: new Date(at).toISOString(), card: customer, lines })}\n`;
  }
}

/** @throws Error when anything of it is refused. */
export async function sendPack(target: Target, pack: RankingPack | ValuePack): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'faden-eval-'));
  const written = async (name: string, lines: Generator<string>) => {
    const file = join(directory, name);
    await pipeline(Readable.from(lines), createGzip(), createWriteStream(file));
    return file;
  };
  try {
    if (pack.task !== 'value' && pack.visits.length > 0) {
      const { refused, firstRefused } = await replayFile(target, await written('events.jsonl.gz', eventLines(pack.visits)), directory);
      if (refused > 0) throw new Error(`${refused} events were refused, the first: ${JSON.stringify(firstRefused[0])}`);
    }
    if (pack.sales.length > 0) {
      const file = await written('receipts.jsonl.gz', receiptLines(pack.sales));
      const { report } = await runImport(target, importArguments(['receipts', file, '--create-places']), directory);
      if (report.refused > 0)
        throw new Error(`${report.refused} receipts were refused, the first: ${JSON.stringify(report.firstRefused[0])}`);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
