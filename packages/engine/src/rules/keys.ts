// Which articles a target can meet at all, by brand, category, need, tag or sku: keeps hundreds of rules cheap, and finds what a pin names.

import type { Catalogue, Product } from '../world.ts';
import type { Comparison, Condition } from './ast.ts';
import { fold, pathOf } from './compare.ts';

const PREFIX: Readonly<Record<string, string>> = {
  'item.sku': 's:',
  'item.brand': 'b:',
  'item.needGroup': 'n:',
  'item.tags': 't:',
  'item.model': 'm:',
};

/** Keys of which a product must have one to meet the condition; undefined where that cannot be told. */
export function keysOf(condition: Condition): string[] | undefined {
  switch (condition.kind) {
    case 'compare':
      return keysOfComparison(condition);
    case 'name':
      return [...condition.names, condition.names.join('/'), ...condition.names.flatMap(pathOf)].map((name) => `x:${fold(name)}`);
    case 'not':
      return undefined;
    case 'all':
      return condition.parts
        .map(keysOf)
        .reduce((least, keys) => (keys && (!least || keys.length < least.length) ? keys : least), undefined);
    case 'any': {
      const all = condition.parts.map(keysOf);
      return all.every((keys) => keys !== undefined) ? all.flat() : undefined;
    }
  }
}

function keysOfComparison({ field, operator, values }: Comparison): string[] | undefined {
  const texts = values.map((value) => fold(String(value)));
  if (field === 'item.category') {
    if (operator !== 'under' && operator !== '=' && operator !== 'in') return undefined;
    return texts.flatMap((text) => [text, pathOf(text).at(-1) ?? text]).map((text) => `c:${text}`);
  }
  const prefix = PREFIX[field];
  const equal = operator === '=' || operator === 'in' || (operator === 'contains' && field === 'item.tags');
  return prefix && equal ? texts.map((text) => prefix + text) : undefined;
}

/** All keys of a product. */
export function keysOfProduct(product: Product, catalogue: Catalogue): string[] {
  const { sku, brand, needGroup, model, category = [], tags = [] } = product;
  const keys = [`s:${fold(sku)}`];
  const add = (prefix: string, text: string | undefined): void => void (text !== undefined && keys.push(prefix + fold(text)));
  add('b:', brand);
  add('m:', model);
  for (const element of category) {
    add('c:', element);
    add('x:', element);
  }
  for (const tag of tags) {
    add('t:', tag);
    add('x:', tag);
  }
  if (needGroup) {
    add('n:', needGroup);
    const { name } = catalogue.needGroup(needGroup);
    for (const one of new Set([needGroup, name.de, name.en])) add('x:', one);
  }
  return keys;
}
