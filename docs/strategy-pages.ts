// The pages about the built-in strategies, from the engine's own declarations. Pure: the same library gives the same text.
import { isPersonal, type NamedStrategy, PLACEMENTS, STRATEGIES, unreadyPart } from '@faden/engine';
import { indexPage } from './strategy-index.ts';
import { distinct, familyNames, GENERATED, leaves, pageOf, titleOf } from './strategy-library.ts';
import { inPlainWords } from './strategy-words.ts';

const CONTEXTS: Readonly<Record<string, string>> = {
  H: 'home page',
  C: 'category page',
  P: 'product page',
  K: 'basket and checkout',
  O: 'order confirmed',
  S: 'search',
  '0': 'no result',
  E: 'e-mail',
  A: 'app and push',
  T: 'tablet in the store',
  R: 'till and receipt',
  B: 'beacon, kiosk, signage',
  V: 'service',
  M: 'account',
};

/** What a part asks of the request or of the person; parts that ask nothing are not named. */
const INPUTS: Readonly<Record<string, string>> = {
  channel: 'a channel',
  region: 'a region',
  store: 'a store',
  near: 'stores nearby',
  segment: 'a segment of the person',
  tier: 'a loyalty tier',
  cat: 'a category',
  parent: 'a category with one above it',
  brand: 'a brand',
  band: 'an item with a price',
  seed: 'an item',
  cart: 'a basket',
  order: 'an order',
  owned: 'purchases of the person',
  wish: 'a wish list',
  hist: 'a history of the person',
  household: 'a household',
  need: 'a need group, named or from the interests',
  session: 'a visit',
  term: 'a search term',
  zone: 'a zone of the store',
  occasion: 'an occasion in the calendar',
  'atp.store': 'a store',
  'atp.near': 'stores nearby',
  newsince: 'an earlier visit',
};

function inputsOf(one: NamedStrategy): string {
  const names = leaves(one).flatMap((leaf) => [...leaf.scopes.map((scope) => scope.name), ...leaf.filters.map((filter) => filter.name)]);
  return distinct(names.map((name) => INPUTS[name])).join(', ') || 'nothing';
}

function placementsOf(id: string): string {
  const used = [...PLACEMENTS.values()].flatMap((placement) => {
    if (placement.strategies.includes(id)) return [`\`${placement.id}\``];
    return placement.fallback.includes(id) ? [`\`${placement.id}\` (fallback)`] : [];
  });
  return used.join(', ') || 'none of the built-in ones';
}

function strategyText(one: NamedStrategy): string[] {
  const missing = distinct(leaves(one).map(unreadyPart));
  return [
    `### ${one.id}`,
    '',
    `*${one.message.en}* / *${one.message.de}*`,
    '',
    inPlainWords(one.ast),
    '',
    '```',
    one.expr,
    '```',
    '',
    '| | |',
    '|---|---|',
    `| where it fits | ${one.contexts.map((code) => CONTEXTS[code] ?? code).join(', ')} |`,
    `| needs | ${inputsOf(one)} |`,
    `| purpose | ${leaves(one).some(isPersonal) ? '`personalisation`' : 'none'} |`,
    `| placements | ${placementsOf(one.id)} |`,
    ...(missing.length > 0 ? [`| cannot run yet | ${missing.map((part) => `\`${part}\``).join(', ')} does not exist |`] : []),
    '',
  ];
}

function familyPage(family: string, name: string): string {
  const own = [...STRATEGIES.values()].filter((one) => one.family === family);
  return [
    `# Strategies: ${titleOf(family, name)}`,
    '',
    GENERATED,
    '',
    `${own.length} strategies. How to read an expression, and all families: [index](README.md).`,
    '',
    own.map((one) => `[${one.id}](#${one.id})`).join(' · '),
    '',
    ...own.flatMap(strategyText),
  ].join('\n');
}

/** Every page by its file name. */
export function strategyPages(): Map<string, string> {
  const pages = new Map([['README.md', indexPage()]]);
  for (const [family, name] of familyNames()) pages.set(pageOf(family), familyPage(family, name));
  return pages;
}
