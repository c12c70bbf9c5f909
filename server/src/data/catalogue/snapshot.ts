// The catalogue in memory: a large base, shared by all snapshots, and a small layer of what changed since on top of it.
// Snapshots never change; a new one costs as much as its changes plus a copy of the layer, which is folded into a new base when it has grown.
import type { Product } from '@faden/engine';

export interface Entry {
  product: Product;
  /** `[at, cents, …]`, oldest first. */
  prices: readonly number[];
  /** The product names no need group, so it follows the declared ones. */
  derived: boolean;
  /** Version of the row it was read from. */
  stamp: string;
}

/** Indexes by key `n:need`, `b:brand`, `c:category`, `r:type:sku`, and `*` for all; sku lists are sorted. */
interface Layer {
  entries: Map<string, Entry>;
  lists: Map<string, readonly string[]>;
}

export interface Snapshot {
  base: Layer;
  top: Layer;
}

const topLimit = 4_096;
const empty: readonly string[] = [];
const emptyLayer = (): Layer => ({ entries: new Map(), lists: new Map() });
const copyOf = (layer: Layer): Layer => ({ entries: new Map(layer.entries), lists: new Map(layer.lists) });

export const emptySnapshot = (): Snapshot => ({ base: emptyLayer(), top: emptyLayer() });
export const entryIn = (s: Snapshot, sku: string): Entry | undefined => s.top.entries.get(sku) ?? s.base.entries.get(sku);
export const listIn = (s: Snapshot, key: string): readonly string[] => s.top.lists.get(key) ?? s.base.lists.get(key) ?? empty;
export const relationKey = (type: string, sku: string) => `r:${type}:${sku}`;

export function* entriesIn(s: Snapshot): Generator<Entry> {
  for (const [sku, entry] of s.base.entries) if (!s.top.entries.has(sku)) yield entry;
  yield* s.top.entries.values();
}

function keysOf(product: Product): string[] {
  const keys = ['*', `n:${product.needGroup}`];
  if (product.brand !== undefined) keys.push(`b:${product.brand}`);
  for (const element of product.category) keys.push(`c:${element}`);
  for (const relation of product.relations) keys.push(relationKey(relation.type, relation.sku));
  return keys.length > 2 ? [...new Set(keys)] : keys;
}

/** A snapshot with these entries added or replaced; no sku may stand twice among them. */
export function withEntries(old: Snapshot, changes: readonly Entry[]): Snapshot {
  const fold = old.top.entries.size + changes.length > topLimit;
  const next: Snapshot = fold ? { base: folded(old), top: emptyLayer() } : { base: old.base, top: copyOf(old.top) };
  const target = fold ? next.base : next.top;
  const added = new Map<string, string[]>();
  const removed = new Map<string, Set<string>>();
  for (const change of changes) {
    const { sku } = change.product;
    const before = entryIn(next, sku);
    target.entries.set(sku, change);
    if (before && sameKeys(before.product, change.product)) continue;
    const oldKeys = new Set(before ? keysOf(before.product) : []);
    for (const key of keysOf(change.product)) if (!oldKeys.delete(key)) listOf(added, key).push(sku);
    for (const key of oldKeys) {
      const gone = removed.get(key) ?? new Set();
      removed.set(key, gone.add(sku));
    }
  }
  for (const [key, gone] of removed)
    target.lists.set(
      key,
      listIn(next, key).filter((sku) => !gone.has(sku)),
    );
  for (const [key, skus] of added) target.lists.set(key, merged(listIn(next, key), sorted(skus)));
  return next;
}

function folded({ base, top }: Snapshot): Layer {
  const layer = copyOf(base);
  for (const [sku, entry] of top.entries) layer.entries.set(sku, entry);
  for (const [key, list] of top.lists) layer.lists.set(key, list);
  return layer;
}

function sameKeys(a: Product, b: Product): boolean {
  return (
    a.needGroup === b.needGroup &&
    a.brand === b.brand &&
    a.category.length === b.category.length &&
    a.relations.length === b.relations.length &&
    a.category.every((element, i) => element === b.category[i]) &&
    a.relations.every((relation, i) => relation.sku === b.relations[i]?.sku && relation.type === b.relations[i]?.type)
  );
}

function listOf(map: Map<string, string[]>, key: string): string[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}

/** Sorts in place unless it is sorted, which it mostly is: whole catalogues come in order. */
function sorted(skus: string[]): string[] {
  for (let i = 1; i < skus.length; i++) if ((skus[i - 1] as string) > (skus[i] as string)) return skus.sort();
  return skus;
}

/** Merges two sorted lists without common members. */
function merged(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.length === 0) return b;
  const out: string[] = [];
  let i = 0;
  for (const sku of b) {
    while (i < a.length && (a[i] as string) < sku) out.push(a[i++] as string);
    out.push(sku);
  }
  while (i < a.length) out.push(a[i++] as string);
  return out;
}
