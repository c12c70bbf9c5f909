// Look-ups that remember their answers: within one decision, and for products as long as the catalogue says they are the same.
import { isSensitive } from './decide/subject.ts';
import type { Availability, Catalogue, Instant, Product, Stock } from './world.ts';

/** A product as looked up once; sensitive or not holds as long as the product is the same. */
export interface KnownProduct {
  product: Product | undefined;
  sensitive: boolean;
  /** Whether it is another article's warranty, and as of which version of the catalogue. */
  warranty?: { version: string; is: boolean };
}

export interface Memory {
  /** More is sensitive than products themselves say. */
  guarded?: boolean;
  isWarranty(sku: string): boolean;
  known(sku: string): KnownProduct;
  product(sku: string): Product | undefined;
  search(term: string, limit: number): readonly string[];
  inStore(sku: string, placeId: string): Availability;
  online(sku: string): Availability;
}

interface Products {
  version: string;
  known: Map<string, KnownProduct>;
}

const shared = new WeakMap<object, Products>();

/** Products known of a catalogue; shared by all its versions where it tells what changed between them. */
function productsOf(catalogue: Catalogue): Map<string, KnownProduct> {
  const { lineage, version } = catalogue;
  if (lineage === undefined) return new Map();
  const kept = shared.get(lineage);
  if (kept?.version === version) return kept.known;
  const changed = kept && catalogue.changedSince?.(kept.version);
  if (!kept || !changed) {
    const known = new Map<string, KnownProduct>();
    shared.set(lineage, { version, known });
    return known;
  }
  for (const sku of changed) kept.known.delete(sku);
  kept.version = version;
  return kept.known;
}

export function memoryOf(catalogue: Catalogue, stock: Stock, now: Instant): Memory {
  const products = productsOf(catalogue);
  const known = (sku: string): KnownProduct => {
    let found = products.get(sku);
    if (found === undefined) {
      const product = catalogue.product(sku);
      found = { product, sensitive: product !== undefined && isSensitive(product) };
      // Skus nobody sells come from outside: they must not fill the memory.
      if (product) products.set(sku, found);
    }
    return found;
  };
  return {
    known,
    isWarranty(sku) {
      const one = known(sku);
      if (one.warranty?.version !== catalogue.version)
        one.warranty = { version: catalogue.version, is: catalogue.relatedFrom(sku, 'warranty').length > 0 };
      return one.warranty.is;
    },
    product: (sku) => known(sku).product,
    search: remembered((term, limit) => catalogue.search(term, limit)),
    inStore: remembered((sku, placeId: string) => stock.inStore(sku, placeId, now)),
    online: rememberedAlone((sku) => stock.online(sku, now)),
  };
}

/** `look(key, more)` once per pair. */
function remembered<M, V>(look: (key: string, more: M) => V): (key: string, more: M) => V {
  const answers = new Map<string, { more: M; value: V }>();
  return (key, more) => {
    let answer = answers.get(key);
    if (answer === undefined || answer.more !== more) {
      answer = { more, value: look(key, more) };
      answers.set(key, answer);
    }
    return answer.value;
  };
}

function rememberedAlone<V>(look: (key: string) => V): (key: string) => V {
  const one = remembered<undefined, V>((key) => look(key));
  return (key) => one(key, undefined);
}
