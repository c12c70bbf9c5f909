// The commands of Faden; each is loaded only when it is asked for.
import { enableCompileCache } from 'node:module';

// Stripping types and compiling is a good part of a start; the second one need not do it again.
enableCompileCache();

const commands: Record<string, { usage: string; run: (args: string[]) => Promise<void> }> = {
  start: {
    usage: 'start                                   everything: server, demo retailer, surfaces',
    run: async () => (await import('./commands/start.ts')).start(),
  },
  serve: {
    usage: 'serve                                   a bare server; settings by environment',
    run: async () => (await import('./commands/serve.ts')).serveCommand(),
  },
  import: {
    usage: 'import <kind> <file> [--dry-run]        products, places, stock, orders, receipts, customers, consents …',
    run: async (args) => (await import('./commands/import.ts')).importFile(args),
  },
  replay: {
    usage: 'replay <events.jsonl[.gz]>              sends recorded events through the public ingest',
    run: async (args) => (await import('./commands/replay.ts')).replay(args),
  },
  'rebuild-profiles': {
    usage: 'rebuild-profiles                        folds every profile anew from the log',
    run: async () => (await import('./commands/people.ts')).rebuildProfiles(),
  },
  'export-person': {
    usage: 'export-person <id> [file]               everything kept about a person, as JSON',
    run: async (args) => (await import('./commands/people.ts')).exportPerson(args),
  },
  'erase-person': {
    usage: 'erase-person <id> --yes                 erases a person everywhere',
    run: async (args) => (await import('./commands/people.ts')).erasePerson(args),
  },
};

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (!command) {
  process.stdout.write(
    `Faden\n\nUsage: npm run faden -- <command>\n\n${Object.values(commands)
      .map((c) => `  ${c.usage}`)
      .join('\n')}\n`,
  );
  process.exitCode = name === '' || name === 'help' || name === '--help' ? 0 : 2;
} else {
  command.run(args).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}
