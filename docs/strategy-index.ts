// The index of the strategy pages: families, how to read an expression, the declared parts.
import { type SimpleStrategy, STRATEGIES, unreadyPart } from '@faden/engine';
import { FILTERS } from '../packages/engine/src/strategies/filters.ts';
import { RANKERS } from '../packages/engine/src/strategies/rankers.ts';
import { SCOPES } from '../packages/engine/src/strategies/scopes.ts';
import { SOURCES } from '../packages/engine/src/strategies/sources/index.ts';
import { distinct, familyNames, GENERATED, leaves, pageOf, titleOf } from './strategy-library.ts';

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  `| ${head.join(' | ')} |`,
  `|${head.map(() => '---|').join('')}`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
  '',
];

const texts = (part: { text: { de: string; en: string } }): [string, string] => [part.text.en, part.text.de];
const personalOf = (personal: unknown): string => (personal === true ? 'yes' : typeof personal === 'function' ? 'with some arguments' : '');

/** The page that leads to the families and says how to read them. */
export function indexPage(): string {
  const count = (family: string): number => [...STRATEGIES.values()].filter((one) => one.family === family).length;
  const waiting = [...STRATEGIES.values()].filter((one) => leaves(one).some((leaf) => unreadyPart(leaf) !== undefined)).length;
  const used = (of: (leaf: SimpleStrategy) => string | undefined): string[] =>
    distinct([...STRATEGIES.values()].flatMap(leaves).map(of)).sort();
  const decays = used(({ decay }) =>
    decay === undefined ? undefined : 'days' in decay ? `~${decay.kind === 'window' ? 'w' : 'h'}${decay.days}` : `~${decay.kind}`,
  );
  return [
    '# Strategies',
    '',
    GENERATED,
    '',
    `A strategy says where suggestions come from and in which order. ${STRATEGIES.size} are built in${waiting > 0 ? `; ${waiting} of them wait for a part that does not exist yet and are skipped` : ''}. Merchants add their own with the same parts (\`PUT /api/v1/strategies\`). How one of them comes to lead a placement: [how Faden decides](../how-faden-decides.md).`,
    '',
    ...table(
      ['family', 'strategies'],
      [...familyNames()].map(([family, name]) => [`[${titleOf(family, name)}](${pageOf(family)})`, String(count(family))]),
    ),
    '## Reading an expression',
    '',
    '```',
    'source(arguments) @scope ~decay ?filter+filter ^ranker *personal',
    '',
    'pop(buy)@store~h28?atp.store      what this store sold most, 28 days ago counting half, only what is here',
    'a then b                          b fills up behind a',
    'mix(0.6 a, 0.4 b)                 a and b in turn, by their weights',
    '```',
    '',
    'Every strategy keeps out, without saying so, what is inactive, not available where it would be handed over, suppressed, in the basket, the item itself, and what consent does not cover.',
    'With `*`, the score is multiplied by how well the product fits the person, between 0.5 and 2. On screens in a store, online behaviour also needs the purpose `instore`.',
    '',
    '### Sources',
    '',
    ...table(
      ['source', 'English', 'German', 'reads the history of the person'],
      [...SOURCES.values()].map((one) => [`\`${one.key}\``, ...texts(one), personalOf(one.personal)]),
    ),
    '### Scopes',
    '',
    ...table(
      ['scope', 'English', 'German', 'reads the history of the person'],
      [...SCOPES.values()].map((one) => [`\`@${one.key}\``, ...texts(one), personalOf(one.personal)]),
    ),
    '### Filters',
    '',
    ...table(
      ['filter', 'English', 'German'],
      [...FILTERS.values()].map((one) => [`\`?${one.key}\``, ...texts(one)]),
    ),
    '### Rankers and personal fit',
    '',
    `Rankers: ${[...RANKERS].map((one) => `\`^${one}\``).join(' ')}. Without one the source's own order holds.`,
    '',
    `Personal fit: ${distinct([...STRATEGIES.values()].flatMap(leaves).flatMap((leaf) => leaf.personal))
      .sort()
      .map((one) => `\`*${one}\``)
      .join(' ')}.`,
    '',
    '### Decays',
    '',
    '`~hN`: what happened N days ago counts half. `~wN`: only the last N days count. `~season`: the same weeks last year. `~life`: all of it.',
    `In use: ${decays.map((one) => `\`${one}\``).join(' ')}.`,
    '',
  ].join('\n');
}
