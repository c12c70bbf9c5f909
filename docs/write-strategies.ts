// `npm run docs`: writes the pages about the built-in strategies. The test beside it holds them to what the engine declares.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { strategyPages } from './strategy-pages.ts';

const folder = fileURLToPath(new URL('./strategies/', import.meta.url));
const pages = strategyPages();
mkdirSync(folder, { recursive: true });
for (const old of readdirSync(folder)) if (!pages.has(old)) rmSync(`${folder}${old}`);
for (const [name, text] of pages) writeFileSync(`${folder}${name}`, text);
process.stdout.write(`${pages.size} pages in docs/strategies\n`);
