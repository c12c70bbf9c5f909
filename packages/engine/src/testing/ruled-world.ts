// A small shop for tests of rules: baby goods, drinks, laptops of several brands, with stock, lists and rules from text.
import type { DecisionRequest, DecisionWorld } from '../decide/request.ts';
import type { Rule } from '../rules/ast.ts';
import { completeRule } from '../rules/check-rule.ts';
import { compileRules, type RuleSet } from '../rules/compile.ts';
import { parseRule } from '../rules/parse.ts';
import type { CuratedList, Instant } from '../world.ts';
import { memoryCatalogue, memoryModels, memoryStock, memoryWorld, type ProductInput, type WorldInput } from './memory-world.ts';

export const NOW = Date.parse('2026-11-21T12:00:00Z');

/** A live rule from its text; younger the later it stands in a list. */
export function ruleOf(text: string, id = 'r', rest: Partial<Rule> = {}): Rule {
  const parsed = parseRule(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.error.message.en}`);
  return { ...completeRule(parsed.rule, id), id, since: 0, state: parsed.rule.state ?? 'live', ...rest };
}

/** Rules r0, r1 … from texts. */
export function ruleSet(...texts: (string | Rule)[]): RuleSet {
  return compileRules(
    texts.map((one, i) => (typeof one === 'string' ? ruleOf(one, `r${i}`, { since: i }) : one)),
    { version: 'v1' },
  );
}

const X = (sku: string, brand: string, rest: Partial<ProductInput> = {}): ProductInput => ({
  sku,
  needGroup: 'things',
  brand,
  category: ['Technik', 'Dinge'],
  priceCents: 1000,
  ...rest,
});

export const PRODUCTS: ProductInput[] = [
  X('X1', 'X'),
  X('Y1', 'Y'),
  X('Z1', 'Z'),
  X('X2', 'X'),
  X('BABY-FOOD', 'Alete', { needGroup: 'babyfood', category: ['Baby', 'Nahrung'] }),
  X('BABY-BOTTLE', 'Nuk', { needGroup: 'bottles', category: ['Baby', 'Flaschen'] }),
  X('WINE-1', 'Winzer', { needGroup: 'wine', category: ['Lebensmittel', 'Alkohol', 'Wein'], ageGate: undefined }),
  X('BEER-6', 'Brauer', { needGroup: 'beer', category: ['Lebensmittel', 'Alkohol', 'Bier'] }),
  X('MYSTERY', 'Nobody', { needGroup: 'mystery', category: [] }),
  X('OUT', 'Gone', { needGroup: 'gone' }),
];

export interface Ruled extends Partial<WorldInput> {
  rules?: RuleSet;
  products?: ProductInput[];
  /** Skus by popularity. */
  popular?: string[];
  lists?: CuratedList[];
  out?: string[];
}

export function ruledWorld({ rules, products = PRODUCTS, popular, lists, out = ['OUT'], now = NOW, ...rest }: Ruled): DecisionWorld {
  const skus = popular ?? products.map((one) => one.sku);
  const stock = memoryStock(
    [{ id: 'st_hh', kind: 'store', name: 'Hamburg', timeZone: 'Europe/Berlin', region: 'HH', geo: { lat: 53.55, lon: 10 } }],
    products.map(({ sku }) => ({ sku, place: 'st_hh', onHand: out.includes(sku) ? 0 : 5 })),
  );
  return {
    ...memoryWorld({
      catalogue: memoryCatalogue({ products }),
      models: memoryModels({ popular: { 'buy site': skus, 'view site': skus, 'buy store:st_hh': skus } }),
      stock,
      now: now as Instant,
      ...rest,
    }),
    rules,
    ...(lists ? { editorial: { version: 'e1', lists, contents: [], situations: [] } } : {}),
  };
}

export const ask = (id: string, limit: number, context: DecisionRequest['context'] = {}, channel = 'web'): DecisionRequest => ({
  placements: [{ id, limit }],
  channel,
  context,
});
