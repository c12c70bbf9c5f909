// One product as the engine reads it.
import type { ProductInput } from '@faden/contract';
import type { Product } from '@faden/engine';
import { groupIdOf, type NeedGroups } from './need-group.ts';

const defaultCurrency = 'EUR';

/** Spells out the name in both languages; the rest is kept as given. */
export function normalised(input: ProductInput): ProductInput {
  return typeof input.name === 'string' ? { ...input, name: { de: input.name, en: input.name } } : input;
}

/** `prices`: `[at, cents, at, cents …]`, oldest first. */
export function productOf(input: ProductInput, createdAt: number, groups: NeedGroups, prices: readonly number[] = []): Product {
  const name = typeof input.name === 'string' ? { de: input.name, en: input.name } : { de: input.name.de, en: input.name.en };
  const product: Product = {
    sku: input.sku,
    name,
    category: input.category ?? [],
    needGroup: groupIdOf(input, groups),
    currency: input.price?.currency ?? input.listPrice?.currency ?? defaultCurrency,
    attributes: input.attributes ?? {},
    tags: input.tags ?? [],
    images: input.images ?? [],
    relations: input.relations ?? [],
    active: input.active ?? true,
    createdAt,
  };
  if (input.gtin !== undefined) product.gtin = input.gtin;
  if (input.brand !== undefined) product.brand = input.brand;
  if (input.price !== undefined) product.priceCents = input.price.amount;
  if (input.listPrice !== undefined) product.listPriceCents = input.listPrice.amount;
  if (input.margin !== undefined) product.marginCents = input.margin.amount;
  if (input.model !== undefined) product.model = input.model;
  if (input.ageGate !== undefined) product.ageGate = input.ageGate;
  if (input.special !== undefined) product.special = input.special;
  const availableFrom = Date.parse(String(input.attributes?.['availableFrom'] ?? ''));
  if (!Number.isNaN(availableFrom)) product.availableFrom = availableFrom;
  if (prices.length >= 2 && prices.at(-1) === product.priceCents) product.priceSince = prices.at(-2) as number;
  return product;
}
