// The commands of Faden.
import { exportPerson, erasePerson, rebuildProfiles } from './commands/people.ts';
import { importFile } from './commands/import.ts';
import { replay } from './commands/replay.ts';
import { serveCommand } from './commands/serve.ts';
import { start } from './commands/start.ts';

const commands: Record<string, { usage: string; run: (args: string[]) => Promise<void> }> = {
  start: { usage: 'start                                   everything: server, demo retailer, surfaces', run: start },
  serve: { usage: 'serve                                   a bare server; settings by environment', run: serveCommand },
  import: { usage: 'import <kind> <file> [--dry-run]        products, places, stock, orders, receipts, customers, consents', run: importFile },
  replay: { usage: 'replay <events.jsonl[.gz]>              sends recorded events through the public ingest', run: replay },
  'rebuild-profiles': { usage: 'rebuild-profiles                        folds every profile anew from the log', run: rebuildProfiles },
  'export-person': { usage: 'export-person <id> [file]               everything kept about a person, as JSON', run: exportPerson },
  'erase-person': { usage: 'erase-person <id> --yes                 erases a person everywhere', run: erasePerson },
};

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (!command) {
  process.stdout.write(`Faden\n\nUsage: npm run faden -- <command>\n\n${Object.values(commands).map((c) => `  ${c.usage}`).join('\n')}\n`);
  process.exitCode = name === '' || name === 'help' || name === '--help' ? 0 : 2;
} else {
  command.run(args).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}
