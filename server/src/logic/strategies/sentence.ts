// A strategy in words, German and English, from what its parts are called. Pure.
import type { DecayNode, FilterNode, ScopeNode, SimpleStrategy, Strategy, Text } from '@faden/engine';
import { events, hows, kinds, personal, rankers } from './words.ts';

/** Declared parts of the algebra and what they are called. */
export interface Words {
  sources: ReadonlyMap<string, { text: Text }>;
  scopes: ReadonlyMap<string, { text: Text }>;
  filters: ReadonlyMap<string, { text: Text }>;
}

const both = (de: string, en: string): Text => ({ de, en });
const raw = (text: string): Text => both(text, text);
const map = (texts: readonly Text[], join: (texts: string[]) => string): Text =>
  both(join(texts.map((one) => one.de)), join(texts.map((one) => one.en)));
const joined = (texts: readonly Text[], de: string, en = de): Text =>
  both(texts.map((one) => one.de).join(de), texts.map((one) => one.en).join(en));

function argumentText(source: string, argument: string): Text {
  const own = kinds[source];
  if (own?.[argument]) return own[argument];
  const [plain = '', how] = argument.split('.');
  const parts = plain.split(/([>+/])/).map((part) => own?.[part] ?? events[part] ?? raw(joiners[part] ?? part));
  const words = joined(parts, '');
  const more = how === undefined ? undefined : (hows[how] ?? (/^\d+d$/.test(how) ? days(Number.parseInt(how, 10)) : raw(how)));
  return more ? joined([words, more], ' ') : words;
}
const joiners: Readonly<Record<string, string>> = { '>': ' → ', '+': ' + ', '/': ' / ' };

const days = (n: number): Text =>
  n === 1 ? both('innerhalb eines Tages', 'within one day') : both(`innerhalb von ${n} Tagen`, `within ${n} days`);

function decayText(decay: DecayNode): Text {
  switch (decay.kind) {
    case 'season':
      return both('zur selben Zeit des letzten Jahres', 'at this time last year');
    case 'life':
      return both('seit jeher', 'of all time');
    case 'window':
      return decay.days === 1
        ? both('des letzten Tages', 'of the last day')
        : both(`der letzten ${decay.days} Tage`, `of the last ${decay.days} days`);
    default:
      return both(`Halbwertszeit ${decay.days} Tage`, `half-life ${decay.days} days`);
  }
}

const withArguments = (text: Text, args: readonly string[]): Text =>
  args.length === 0 ? text : both(`${text.de} (${args.join(', ')})`, `${text.en} (${args.join(', ')})`);

const scopeText = ({ name, path, args }: ScopeNode, words: Words): Text => {
  const text = words.scopes.get(name)?.text ?? raw(name);
  const inner = path.map((part) => events[part] ?? words.scopes.get(part)?.text ?? raw(part));
  return withArguments(joined([text, ...inner], ': '), args);
};

const filterText = ({ name, args }: FilterNode, words: Words): Text => withArguments(words.filters.get(name)?.text ?? raw(name), args);

function simpleText(node: SimpleStrategy, words: Words): Text {
  const source = words.sources.get(node.source)?.text ?? raw(node.source);
  const head =
    node.args.length === 0
      ? source
      : joined(
          [
            source,
            joined(
              node.args.map((argument) => argumentText(node.source, argument)),
              ', ',
            ),
          ],
          ': ',
        );
  const parts = [head];
  if (node.scopes.length > 0)
    parts.push(
      joined(
        node.scopes.map((scope) => scopeText(scope, words)),
        ', ',
      ),
    );
  if (node.decay) parts.push(decayText(node.decay));
  if (node.filters.length > 0) {
    const all = joined(
      node.filters.map((one) => filterText(one, words)),
      ', ',
    );
    parts.push(both(`nur: ${all.de}`, `only: ${all.en}`));
  }
  const ranker = node.ranker === undefined ? undefined : (rankers[node.ranker] ?? raw(node.ranker));
  if (ranker) parts.push(both(`sortiert nach: ${ranker.de}`, `sorted by: ${ranker.en}`));
  if (node.personal.length > 0) {
    const all = joined(
      node.personal.map((one) => personal[one] ?? raw(one)),
      ', ',
    );
    parts.push(both(`angepasst an: ${all.de}`, `fitted to: ${all.en}`));
  }
  return joined(parts, ' · ');
}

/** What the strategy does. `messageOf` tells what a strategy it refers to says to customers. */
export function sentenceOf(strategy: Strategy, words: Words, messageOf: (id: string) => Text | undefined): Text {
  switch (strategy.kind) {
    case 'simple':
      return simpleText(strategy, words);
    case 'ref': {
      const message = messageOf(strategy.id) ?? raw(strategy.id);
      return both(`„${message.de}“`, `“${message.en}”`);
    }
    case 'then':
      return map(
        strategy.parts.map((part) => sentenceOf(part, words, messageOf)),
        (texts) => texts.join(' → '),
      );
    case 'mix': {
      const total = strategy.parts.reduce((sum, part) => sum + part.weight, 0);
      const parts = strategy.parts.map((part) => {
        const { de, en } = sentenceOf(part.strategy, words, messageOf);
        const share = Math.round((100 * part.weight) / total);
        return both(`${share} % ${de}`, `${share}% ${en}`);
      });
      return joined(parts, ' + ');
    }
  }
}
