// A person's purchases with the products they are about, grouped once for everything that asks by need group or family.
import type { Catalogue, NeedGroup, Product, Purchase } from '../world.ts';

export interface Owned {
  purchase: Purchase;
  product: Product;
  group: NeedGroup;
}

export interface OwnedGoods {
  all: readonly Owned[];
  byNeed: ReadonlyMap<string, readonly Owned[]>;
  byFamily: ReadonlyMap<string, readonly Owned[]>;
}

/** Purchases of goods in the catalogue, in their order. */
export function ownedOf(purchases: readonly Purchase[], product: (sku: string) => Product | undefined, catalogue: Catalogue): OwnedGoods {
  const all: Owned[] = [];
  const byNeed = new Map<string, Owned[]>();
  const byFamily = new Map<string, Owned[]>();
  for (const purchase of purchases) {
    const bought = product(purchase.sku);
    if (!bought) continue;
    const group = catalogue.needGroup(bought.needGroup);
    const owned: Owned = { purchase, product: bought, group };
    all.push(owned);
    put(byNeed, bought.needGroup, owned);
    if (group.family !== undefined) put(byFamily, group.family, owned);
  }
  return { all, byNeed, byFamily };
}

function put(into: Map<string, Owned[]>, key: string, owned: Owned): void {
  const known = into.get(key);
  if (known) known.push(owned);
  else into.set(key, [owned]);
}
