// Reads who imports whom from the source text: `import`, `import type`, `export … from`, `import('…')` and workers by `new URL('…')`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

export interface Import {
  /** Importing file, from the root of the repository. */
  from: string;
  /** As written: `./store.ts`, `@faden/contract`. */
  specifier: string;
  /** Imported file, from the root; undefined for packages and built-ins. */
  to: string | undefined;
  /** Nothing of it is there at run time. */
  typeOnly: boolean;
  /** Names that are there at run time; `*` for all of them. */
  values: string[];
}

/** Every TypeScript source below `folder`, from the root; without what is built or installed. */
export function sourcesBelow(folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === 'dist' ? [] : sourcesBelow(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

/** The source without comments: whole-line ones, trailing ones behind a blank, and blocks that start a line. */
export function codeOf(path: string): string {
  return readFileSync(join(root, path), 'utf8')
    .replace(/^[ \t]*\/\*[\s\S]*?\*\//gm, '')
    .replace(/^[ \t]*\/\/.*$/gm, '')
    .replace(/[ \t]\/\/ .*$/gm, '');
}

const statement =
  /^[ \t]*(import|export)\s+(type\s+)?((?:[\w$]+\s*,\s*)?(?:\{[^}]*\}|\*(?:\s+as\s+[\w$]+)?)|[\w$]+)\s+from\s+['"]([^'"]+)['"]/gm;
const bare = /^[ \t]*import\s+['"]([^'"]+)['"]/gm;
const dynamic = /(typeof\s+)?\bimport\(\s*['"]([^'"]+)['"]/g;
const worker = /new URL\(\s*['"](\.[^'"]+\.tsx?)['"]\s*,\s*import\.meta\.url/g;

export function importsOf(path: string): Import[] {
  const code = codeOf(path);
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean, values: string[]) => {
    const target = specifier.startsWith('.') ? relative(root, resolve(root, dirname(path), specifier)) : undefined;
    found.push({ from: path, specifier, to: target, typeOnly, values: typeOnly ? [] : values });
  };
  for (const [, , type, names = '', specifier = ''] of code.matchAll(statement)) {
    const values = runTimeNames(names);
    add(specifier, type !== undefined || values.length === 0, values);
  }
  for (const [, specifier = ''] of code.matchAll(bare)) add(specifier, false, ['*']);
  for (const [, type, specifier = ''] of code.matchAll(dynamic)) add(specifier, type !== undefined, ['*']);
  for (const [, specifier = ''] of code.matchAll(worker)) add(specifier, false, ['*']);
  return found;
}

/** `{ type A, b as c }` -> b; `x, { y }` -> default, y; `* as z` -> *. */
function runTimeNames(clause: string): string[] {
  const braces = /\{([^}]*)\}/.exec(clause)?.[1];
  const before = clause
    .replace(/\{[^}]*\}/, '')
    .replace(/,/g, '')
    .trim();
  const named = (braces ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type '))
    .map((name) => name.split(/\s+as\s+/)[0] as string);
  return [...(before === '' ? [] : [before.startsWith('*') ? '*' : 'default']), ...named];
}

/** Groups of nodes that reach each other (Tarjan); only groups of two and more. */
export function circles(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const groups: string[][] = [];
  const visit = (node: string): void => {
    index.set(node, index.size);
    low.set(node, index.get(node) as number);
    stack.push(node);
    onStack.add(node);
    for (const next of edges.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (onStack.has(next)) low.set(node, Math.min(low.get(node) as number, low.get(next) as number));
    }
    if (low.get(node) !== index.get(node)) return;
    const group = stack.splice(stack.indexOf(node));
    for (const member of group) onStack.delete(member);
    if (group.length > 1) groups.push(group.sort());
  };
  for (const node of edges.keys()) if (!index.has(node)) visit(node);
  return groups;
}
