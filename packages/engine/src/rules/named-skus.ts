// The articles a target names, so that a pin can bring one that no strategy found.
import type { Catalogue } from '../world.ts';
import type { Comparison, Condition } from './ast.ts';
import type { Moment } from './facts.ts';
import { listsIn } from './lists.ts';

const MOST = 5_000;

/** Skus among which everything lies that can meet the target, in the order of lists; undefined where it names nothing in particular. */
export function namedSkus(target: Condition, moment: Moment): readonly string[] | undefined {
  switch (target.kind) {
    case 'compare':
      return namedBy(target, moment);
    case 'name':
      return unique(target.names.flatMap((name) => called(name, moment.situation.catalogue)));
    case 'not':
      return undefined;
    case 'all': {
      const lists = target.parts.map((part) => namedSkus(part, moment)).filter((list) => list !== undefined);
      return lists.length === 0 ? undefined : lists.reduce((least, list) => (list.length < least.length ? list : least));
    }
    case 'any': {
      const lists = target.parts.map((part) => namedSkus(part, moment));
      return lists.every((list) => list !== undefined) ? unique(lists.flat()) : undefined;
    }
  }
}

const unique = (skus: readonly string[]): string[] => [...new Set(skus)].slice(0, MOST);

/** Spellings a catalogue index may know a name under. */
const spellings = (name: string): string[] => [
  ...new Set([name, name.toLowerCase(), name.toUpperCase(), name.charAt(0).toUpperCase() + name.slice(1).toLowerCase()]),
];

function called(name: string, catalogue: Catalogue): string[] {
  return spellings(name).flatMap((one) => [...catalogue.skusOfCategory(one), ...catalogue.skusOfNeed(one)]);
}

function namedBy({ field, operator, values }: Comparison, moment: Moment): readonly string[] | undefined {
  const { catalogue } = moment.situation;
  const texts = values.map(String);
  if (operator !== '=' && operator !== 'in' && operator !== 'under' && operator !== 'contains') return undefined;
  switch (field) {
    case 'item.sku':
      return operator === 'contains' ? undefined : unique(texts.flatMap((sku) => spellings(sku)));
    case 'item.list': {
      const { editorial } = moment.situation;
      return editorial && unique(texts.flatMap((id) => listsIn(editorial, moment.situation.now).skus(id)));
    }
    case 'item.brand':
      return operator === 'contains'
        ? undefined
        : unique(texts.flatMap((brand) => spellings(brand).flatMap((one) => catalogue.skusOfBrand(one))));
    case 'item.needGroup':
      return operator === 'contains'
        ? undefined
        : unique(texts.flatMap((need) => spellings(need).flatMap((one) => catalogue.skusOfNeed(one))));
    case 'item.category': {
      const ends = texts.map((path) => path.split('/').at(-1)!.trim());
      return operator === 'contains'
        ? undefined
        : unique(ends.flatMap((end) => spellings(end).flatMap((one) => catalogue.skusOfCategory(one))));
    }
    default:
      return undefined;
  }
}
