// The actions of rules, declared once: names in both languages and typed parameters, so that forms, parser and checks agree.
import type { Text } from '../world.ts';
import type { ActionKey } from './ast.ts';

export interface Param {
  key: string;
  type: 'number' | 'integer' | 'percent' | 'text' | 'field' | 'condition' | 'scope' | 'strategies';
  text: Text;
  min?: number;
  max?: number;
  /** The bounds themselves are not allowed. */
  open?: { min?: boolean; max?: boolean };
  optional?: boolean;
}

export interface Action {
  key: ActionKey;
  /** As written in a rule; the first name of each language is printed. */
  names: { de: string[]; en: string[] };
  text: Text;
  params: Param[];
  target: 'needed' | 'optional' | 'none';
  /** Unknown matches: better held back than shown by mistake. */
  protective: boolean;
}

const text = (de: string, en: string): Text => ({ de, en });
const factor = (min: number, max: number, open: NonNullable<Param['open']>): Param => ({
  key: 'factor',
  type: 'number',
  text: text('Faktor', 'factor'),
  min,
  max,
  open,
});
const count = (key: string, de: string, en: string, min: number, max: number, optional = false): Param => ({
  key,
  type: 'integer',
  text: text(de, en),
  min,
  max,
  ...(optional ? { optional } : {}),
});

function action(
  key: ActionKey,
  de: string,
  en: string,
  what: Text,
  target: Action['target'],
  params: Param[] = [],
  protective = false,
): Action {
  return { key, names: { de: de.split(' '), en: en.split(' ') }, text: what, params, target, protective };
}

const DECLARED: Action[] = [
  action('only', 'nur', 'only', text('Nur diese dürfen erscheinen', 'Only these may appear'), 'needed'),
  action('exclude', 'nie', 'exclude never', text('Diese erscheinen nie', 'These never appear'), 'needed'),
  action(
    'ban',
    'verbot',
    'ban',
    text('Verbot: weder Fixierung noch Angebot heben es auf', 'Ban: no pin or offer lifts it'),
    'needed',
    [],
    true,
  ),
  action('boost', 'fördern', 'boost', text('Höher gewichten', 'Weigh more'), 'needed', [factor(1, 10, { min: true })]),
  action('bury', 'dämpfen', 'bury', text('Niedriger gewichten', 'Weigh less'), 'needed', [factor(0.1, 1, { max: true })]),
  action('pin', 'fixieren', 'pin', text('An diesen Platz stellen', 'Put at this slot'), 'needed', [
    count('slot', 'Platz', 'slot', 1, 50),
    count('count', 'Anzahl Plätze', 'number of slots', 1, 50, true),
  ]),
  action('cap', 'höchstens', 'cap', text('Höchstens so viele je Merkmal', 'At most so many per attribute'), 'optional', [
    { key: 'attribute', type: 'field', text: text('Merkmal', 'attribute') },
    count('max', 'Anzahl', 'number', 1, 50),
  ]),
  action('require', 'mindestens', 'require', text('Mindestens so viele davon', 'At least so many of them'), 'needed', [
    count('min', 'Anzahl', 'number', 1, 50),
  ]),
  action('spread', 'abstand', 'spread', text('Nicht so nah nebeneinander', 'Not that close to each other'), 'none', [
    { key: 'a', type: 'condition', text: text('diese', 'these') },
    { key: 'b', type: 'condition', text: text('und jene', 'and those') },
    count('distance', 'Abstand', 'distance', 1, 50),
  ]),
  action(
    'priceband',
    'preisband',
    'priceband',
    text('Preis im Verhältnis zum Ausgangsartikel', 'Price relative to the seed item'),
    'optional',
    [
      { key: 'low', type: 'number', text: text('von', 'from'), min: 0, max: 1_000 },
      { key: 'high', type: 'number', text: text('bis', 'to'), min: 0, max: 1_000 },
    ],
  ),
  action('stock', 'lager', 'stock', text('Mindestbestand', 'Least stock'), 'optional', [
    count('min', 'Stück', 'units', 1, 1_000_000),
    { key: 'scope', type: 'scope', text: text('wo', 'where'), optional: true },
  ]),
  action('margin', 'marge', 'margin', text('Mindestmarge in Cent oder Prozent', 'Least margin in cents or percent'), 'optional', [
    { key: 'min', type: 'percent', text: text('Cent oder Prozent', 'cents or percent'), min: 0, max: 1_000_000_000 },
  ]),
  action('rating', 'bewertung', 'rating', text('Mindestbewertung', 'Least rating'), 'optional', [
    { key: 'min', type: 'number', text: text('Sterne', 'stars'), min: 0, max: 5 },
  ]),
  action(
    'age',
    'alter',
    'age',
    text('Nur mit nachgewiesenem Alter', 'Only with proven age'),
    'needed',
    [count('years', 'Jahre', 'years', 1, 99)],
    true,
  ),
  action(
    'sensitive',
    'sensibel',
    'sensitive',
    text('Nie auf geteilten Bildschirmen, nie als Ausgangspunkt', 'Never on shared screens, never as a seed'),
    'needed',
    [],
    true,
  ),
  action('strategy', 'strategie', 'strategy', text('Diese Strategien zuerst', 'These strategies first'), 'none', [
    { key: 'ids', type: 'strategies', text: text('Strategien', 'strategies') },
  ]),
  action('label', 'kennzeichnen', 'label', text('Hinweis am Artikel', 'Label on the item'), 'optional', [
    { key: 'de', type: 'text', text: text('Text', 'text') },
    { key: 'en', type: 'text', text: text('englischer Text', 'English text'), optional: true },
  ]),
];

export const ACTIONS: ReadonlyMap<ActionKey, Action> = new Map(DECLARED.map((one) => [one.key, one]));

/** Whether a value lies within what a parameter allows. */
export function inRange(value: number, { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, open }: Param): boolean {
  return Number.isFinite(value) && (open?.min ? value > min : value >= min) && (open?.max ? value < max : value <= max);
}

/** What a parameter allows, in words. */
export function rangeText({ min, max, open, type }: Param): Text {
  const low = min === undefined ? '' : `${open?.min ? '>' : '≥'} ${min}`;
  const high = max === undefined ? '' : `${open?.max ? '<' : '≤'} ${max}`;
  const range = [low, high].filter(Boolean).join(', ');
  const whole = type === 'integer';
  return { de: `${whole ? 'ganze Zahl' : 'Zahl'} ${range}`.trim(), en: `${whole ? 'whole number' : 'number'} ${range}`.trim() };
}
