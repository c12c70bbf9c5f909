// The rules of the arrows, checked on the real imports; the lists below are their documentation.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { circles, codeOf, type Import, importsOf, root, sourcesBelow } from './import-graph.ts';

/** The house from the ground up. A module may use what stands above it in its list here, and everything in the storeys before. */
const storeys: Record<string, readonly string[]> = {
  platform: ['clock', 'log', 'zone', 'ids', 'json', 'database', 'bus', 'jobs', 'access', 'http'],
  data: ['places', 'catalogue', 'identity', 'stock', 'consent', 'profile', 'orders', 'loyalty', 'ingest'],
  logic: ['evidence', 'models', 'strategies', 'editorial', 'offers', 'rules', 'experiments', 'decisions', 'predictions', 'portrait'],
  channels: ['live', 'tablet'],
  connectors: [],
  insights: [],
};
/** Side by side: none of them knows the others. */
const besides = ['channels', 'connectors', 'insights'];
/** What stands above the storeys: the house wires them, main opens it, commands use main. */
const top: readonly (readonly string[])[] = [['config.ts'], ['system.ts', 'pages.ts'], ['house.ts'], ['main.ts'], ['commands'], ['cli.ts']];
/** The only places that read the environment, the time of the machine or its randomness. */
const grounds = [/^server\/src\/config\.ts$/, /^server\/src\/platform\/(clock|ids)\.ts$/, /^server\/src\/commands\//];
/** Who may make run-time objects of modules: the house, and main for what it needs before there is a house. */
const makers = ['server/src/house.ts', 'server/src/main.ts'];
const isTest = (path: string) => path.endsWith('.test.ts');

interface Place {
  /** `data/identity`, `platform/clock`, `house.ts` */
  module: string;
  storey: string;
  /** Higher numbers may import lower ones, never the other way. */
  height: number;
  isDoor: boolean;
}

/** Where a file of the server stands; undefined when no list names it. */
function placeOf(path: string): Place | undefined {
  const [, , first = '', second = '', third] = path.split('/');
  const list = storeys[first];
  if (list) {
    const module = second.replace(/\.ts$/, '');
    const at = list.indexOf(module);
    if (at < 0) return undefined;
    const storey = besides.includes(first) ? 3 : Object.keys(storeys).indexOf(first);
    return { module: `${first}/${module}`, storey: first, height: storey * 100 + at, isDoor: third === 'index.ts' || third === undefined };
  }
  const level = top.findIndex((names) => names.includes(first));
  return level < 0 ? undefined : { module: first, storey: 'top', height: 1_000 + level, isDoor: true };
}

const serverFiles = sourcesBelow('server/src').filter((path) => !isTest(path));
const imports = serverFiles.flatMap(importsOf);
const across = imports.flatMap((one) => {
  const [from, to] = [placeOf(one.from), one.to === undefined ? undefined : placeOf(one.to)];
  return from && to && from.module !== to.module ? [{ ...one, source: from, target: to }] : [];
});
const arrow = (one: Import) => `${one.from} -> ${one.to ?? one.specifier}`;

describe('1 imports run down only', () => {
  test('every file of the server stands in a declared module', () => {
    expect(serverFiles.filter((path) => !placeOf(path))).toEqual([]);
  });
  test('every declared module is there', () => {
    const declared = Object.entries(storeys).flatMap(([storey, list]) => list.map((module) => `server/src/${storey}/${module}`));
    expect(declared.filter((path) => !existsSync(join(root, path)) && !existsSync(join(root, `${path}.ts`)))).toEqual([]);
  });
  test('every import names a file that exists', () => {
    expect(imports.filter((one) => one.to !== undefined && !existsSync(join(root, one.to))).map(arrow)).toEqual([]);
  });
  test('storeys: platform < data < logic < channels, connectors, insights < house < main; inside a storey only to earlier modules', () => {
    expect(across.filter(({ source, target }) => target.height >= source.height).map(arrow)).toEqual([]);
  });
  test('channels, connectors and insights do not know each other', () => {
    const beside = ({ source, target }: (typeof across)[number]) =>
      besides.includes(source.storey) && besides.includes(target.storey) && source.storey !== target.storey;
    expect(across.filter(beside).map(arrow)).toEqual([]);
  });
  test('the server imports nothing beside itself and the packages; only `start` prepares the demo', () => {
    const outside = imports.filter((one) => one.to !== undefined && !one.to.startsWith('server/src/'));
    expect(outside.filter((one) => !(one.from === 'server/src/commands/start.ts' && one.to === 'demo/index.ts')).map(arrow)).toEqual([]);
  });
});

describe('2 through the front door', () => {
  test('from outside a module only its index.ts is imported', () => {
    expect(across.filter(({ target }) => !target.isDoor).map(arrow)).toEqual([]);
  });
  test('run-time objects are made in house.ts only; elsewhere they arrive as parameters', () => {
    const makes = (one: Import) => one.values.some((name) => /^(create|open|mount)[A-Z]/.test(name));
    const inCommands = (one: Import) => one.from.startsWith('server/src/commands/');
    expect(across.filter((one) => makes(one) && !makers.includes(one.from) && !inCommands(one)).map(arrow)).toEqual([]);
  });
  test('what else is imported at run time across modules is named: pure functions and constants, no whole module', () => {
    expect(across.filter((one) => one.source.storey !== 'top' && one.values.includes('*')).map(arrow)).toEqual([]);
  });
});

describe('3 no circle', () => {
  const graph = (wanted: (one: Import) => boolean) => {
    const edges = new Map(allFiles.map((path) => [path, [] as string[]]));
    for (const one of allImports) if (one.to !== undefined && wanted(one)) edges.get(one.from)?.push(one.to);
    return edges;
  };
  const allFiles = ['server/src', 'packages', 'apps'].flatMap(sourcesBelow).filter((path) => !isTest(path));
  const allImports = allFiles.flatMap(importsOf);
  test('no file reaches itself at run time', () => {
    expect(circles(graph((one) => !one.typeOnly))).toEqual([]);
  });
  test('types may point back inside one module, never between modules', () => {
    const moduleOf = (path: string) => placeOf(path)?.module ?? path.split('/').slice(0, 3).join('/');
    expect(circles(graph(() => true)).filter((group) => new Set(group.map(moduleOf)).size > 1)).toEqual([]);
  });
});

describe('4 a module writes only its own tables', () => {
  const ownerOf = new Map<string, string>();
  const twice: string[] = [];
  for (const path of serverFilesBelowSql()) {
    const module = path.split('/').slice(2, 4).join('/');
    for (const [, table = ''] of sqlOf(path).matchAll(/create table (?:if not exists )?(\w+)/gi)) {
      if (ownerOf.has(table)) twice.push(table);
      ownerOf.set(table, module);
    }
  }
  ownerOf.set('schema_migration', 'platform/database');
  const uses = (path: string, code: string, verbs: RegExp) =>
    [...code.matchAll(verbs)].flatMap(([, table = '']) =>
      ownerOf.has(table) ? [{ path, table, owner: ownerOf.get(table) as string }] : [],
    );
  const writes = /\b(?:insert\s+into|update|delete\s+from|merge\s+into|truncate(?:\s+table)?)\s+(?:only\s+)?(\w+)/gi;
  const reads = /\b(?:from|join)\s+(\w+)/gi;
  const all = serverFiles.filter((path) => placeOf(path));

  test('each table has one owner', () => {
    expect(twice).toEqual([]);
    expect(ownerOf.size).toBeGreaterThan(25);
  });
  test('inserts, updates and deletes stay at home', () => {
    const found = all.flatMap((path) => uses(path, codeOf(path), writes));
    expect(found.length).toBeGreaterThan(40);
    expect(found.filter(({ path, owner }) => placeOf(path)?.module !== owner)).toEqual([]);
  });
  test('migrations touch the tables of their own module', () => {
    const found = serverFilesBelowSql().flatMap((path) =>
      uses(path, sqlOf(path), /\b(?:alter\s+table|insert\s+into|update|delete\s+from|drop\s+table)\s+(?:if\s+exists\s+|only\s+)?(\w+)/gi),
    );
    expect(found.filter(({ path, owner }) => path.split('/').slice(2, 4).join('/') !== owner)).toEqual([]);
  });
  test('reads may join tables of lower storeys', () => {
    const found = all.flatMap((path) => uses(path, codeOf(path), reads));
    const wrong = found.filter(({ path, owner }) => {
      const [here, there] = [placeOf(path) as Place, placeOf(`server/src/${owner}/index.ts`) as Place];
      return here.module !== owner && Math.floor(there.height / 100) >= Math.floor(here.height / 100);
    });
    expect(wrong).toEqual([]);
  });
});

describe('5 time, ids, randomness and settings are handed in', () => {
  const forbidden: Record<string, RegExp> = {
    'process.env': /\bprocess\.env\b/,
    'Date.now()': /\bDate\.now\b/,
    'new Date()': /\bnew Date\(\s*\)/,
    'Math.random()': /\bMath\.random\b/,
    'randomBytes, randomUUID': /\brandom(?:Bytes|UUID|Int)\s*\(/,
  };
  test.each(Object.entries(forbidden))('no module reads %s', (_name, pattern) => {
    const pure = ['packages/engine/src', 'packages/contract/src'].flatMap(sourcesBelow).filter((path) => !isTest(path));
    const suspects = [...serverFiles.filter((path) => !grounds.some((ground) => ground.test(path))), ...pure];
    expect(suspects.filter((path) => pattern.test(codeOf(path)))).toEqual([]);
  });
});

describe('6 packages and apps', () => {
  const filesOf = (folder: string) => sourcesBelow(folder).filter((path) => !isTest(path));
  test('packages import nothing of the server, of apps or of Node', () => {
    const found = filesOf('packages').flatMap(importsOf);
    expect(
      found
        .filter((one) => /^node:|^@faden\/server|^apps\//.test(one.specifier) || /^(server|apps|demo|tests)\//.test(one.to ?? ''))
        .map(arrow),
    ).toEqual([]);
  });
  test('a package is entered by its name, not by its files', () => {
    const packageOf = (path: string) => path.split('/').slice(0, 2).join('/');
    const found = filesOf('packages').flatMap(importsOf);
    expect(found.filter((one) => one.to !== undefined && packageOf(one.to) !== packageOf(one.from)).map(arrow)).toEqual([]);
  });
  test('apps see the contract and the packages, never the server', () => {
    for (const app of existsSync(join(root, 'apps')) ? readdirSync(join(root, 'apps')) : []) {
      const found = filesOf(`apps/${app}`).flatMap(importsOf);
      const outside = found.filter(
        (one) => /^@faden\/server/.test(one.specifier) || (one.to !== undefined && !one.to.startsWith(`apps/${app}/`)),
      );
      expect(outside.map(arrow)).toEqual([]);
    }
  });
});

function serverFilesBelowSql(): string[] {
  return Object.entries(storeys).flatMap(([storey, list]) =>
    list.flatMap((module) => {
      const folder = `server/src/${storey}/${module}/sql`;
      return existsSync(join(root, folder)) ? readdirSync(join(root, folder)).map((file) => `${folder}/${file}`) : [];
    }),
  );
}

function sqlOf(path: string): string {
  return readFileSync(join(root, path), 'utf8').replace(/--.*$/gm, '');
}
