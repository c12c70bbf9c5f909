// What rules see of something to read or to do: the brand, categories and tags of the goods it is about.
import type { Situation } from '../situation.ts';
import type { ContentItem, Product } from '../world.ts';

const known = new WeakMap<ContentItem, { version: string; product: Product }>();
/** Articles looked at where content names a brand or a need only. */
const LOOKED_AT = 50;
/** About the house, not about goods. */
const NO_GOODS: ReadonlySet<ContentItem['kind']> = new Set([
  'login',
  'collect',
  'storereturn',
  'ticket',
  'points',
  'appointment',
  'review',
]);

/** A product that stands for the content; where nothing tells which goods are meant its category stays unknown. */
export function contentProduct(content: ContentItem, s: Situation): Product {
  const kept = known.get(content);
  if (kept && kept.version === s.catalogue.version) return kept.product;
  const product = build(content, s);
  known.set(content, { version: s.catalogue.version, product });
  return product;
}

function build(content: ContentItem, s: Situation): Product {
  const { id, kind, title, brand, category, needGroup, skus } = content;
  const meant = skus ?? (needGroup ? s.catalogue.skusOfNeed(needGroup) : brand ? s.catalogue.skusOfBrand(brand) : []).slice(0, LOOKED_AT);
  const goods = meant.flatMap((sku) => s.product(sku) ?? []);
  const categories = new Set([...(category?.split('/') ?? []), ...goods.flatMap((one) => one.category)]);
  if (categories.size === 0 && NO_GOODS.has(kind) && !brand && !needGroup) categories.add(`(${kind})`);
  return {
    sku: id,
    name: title,
    ...(brand ? { brand } : {}),
    category: [...categories],
    needGroup: needGroup ?? goods[0]?.needGroup ?? '',
    currency: '',
    attributes: {},
    tags: [...new Set(goods.flatMap((one) => one.tags))],
    images: [],
    relations: [],
    active: true,
    createdAt: s.now,
  };
}
