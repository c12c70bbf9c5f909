// All offers by article, open or not; it follows the catalogue by looking at the offered articles only.
import type { Catalogue, Offer, Product } from './world.ts';

/** Offers on a whole need group reach its first 50 articles. */
const EXPANDED = 50;

interface Article {
  sku: string;
  product: Product | undefined;
  offers: readonly Offer[];
}

export interface OfferIndex {
  /** Takes over what changed in the catalogue; the answer changes when an offered article did. */
  follow(catalogue: Catalogue): number;
  /** Offers on one article, in their order. */
  of(sku: string): readonly Offer[];
  articles(): Iterable<Article>;
}

const NONE: readonly Offer[] = [];

export function createOfferIndex(offers: readonly Offer[]): OfferIndex {
  const wide = offers.filter((offer) => offer.skus.length === 0 && offer.needGroup !== undefined);
  let articles = new Map<string, Article>();
  /** What each offer on a whole need group reaches. */
  let groups: (readonly string[])[] = [];
  let followed: { catalogue: Catalogue; version: string } | undefined;
  let stamp = 0;
  const rebuild = (catalogue: Catalogue): void => {
    const lists = new Map<string, Offer[]>();
    for (const offer of offers) {
      const all = offer.skus.length === 0 && offer.needGroup !== undefined;
      for (const sku of all ? catalogue.skusOfNeed(offer.needGroup!).slice(0, EXPANDED) : offer.skus) {
        const list = lists.get(sku);
        if (list) list.push(offer);
        else lists.set(sku, [offer]);
      }
    }
    articles = new Map();
    for (const [sku, own] of lists) articles.set(sku, { sku, product: catalogue.product(sku), offers: own });
  };
  const renewProducts = (catalogue: Catalogue, skus: Iterable<string>): boolean => {
    let changed = false;
    for (const sku of skus) {
      const article = articles.get(sku);
      if (!article) continue;
      const product = catalogue.product(article.sku);
      if (product === article.product) continue;
      article.product = product;
      changed = true;
    }
    return changed;
  };
  /** The articles that may be different now; all offered ones where the catalogue cannot tell. */
  const changedIn = (catalogue: Catalogue): Iterable<string> => {
    const told = followed?.catalogue.lineage !== undefined && followed.catalogue.lineage === catalogue.lineage;
    return (told ? catalogue.changedSince?.(followed!.version) : undefined) ?? articles.keys();
  };
  return {
    follow(catalogue) {
      if (followed?.catalogue === catalogue && followed.version === catalogue.version) return stamp;
      const reach = wide.map((offer) => catalogue.skusOfNeed(offer.needGroup!));
      const same = followed !== undefined && reach.every((skus, i) => isSame(skus, groups[i]!));
      if (!same) rebuild(catalogue);
      if (!same || renewProducts(catalogue, changedIn(catalogue))) stamp += 1;
      groups = reach;
      followed = { catalogue, version: catalogue.version };
      return stamp;
    },
    of: (sku) => articles.get(sku)?.offers ?? NONE,
    articles: () => articles.values(),
  };
}

/** Whether two lists begin with the same articles. */
function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a === b) return true;
  const length = Math.min(EXPANDED, a.length);
  if (length !== Math.min(EXPANDED, b.length)) return false;
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return false;
  return true;
}
