// All fields rules may ask for, found by key; attributes of articles are made up on demand.
import type { Product } from '../world.ts';
import type { Field, Read } from './field.ts';
import { GOODS_FIELDS } from './fields-goods.ts';
import { MOMENT_FIELDS } from './fields-moment.ts';

export type { Field, FieldScope, FieldType } from './field.ts';

const declared: ReadonlyMap<string, Field> = new Map([...GOODS_FIELDS, ...MOMENT_FIELDS].map((one) => [one.key, one]));

const ALIASES: Readonly<Record<string, string>> = {
  'ctx.store': 'ctx.storeId',
  'ctx.device': 'ctx.channel',
  'item.need': 'item.needGroup',
};
const byFolded = new Map([...declared.values()].map((field) => [field.key.toLowerCase(), field]));
for (const [alias, key] of Object.entries(ALIASES)) byFolded.set(alias.toLowerCase(), declared.get(key)!);

/** All declared fields, for forms; attributes are asked for as `item.attributes.<name>`. */
export const FIELDS: ReadonlyMap<string, Field> = declared;

const ATTRIBUTE = /^(item|seed)\.attributes\.([\p{L}\p{N}_-]{1,80})$/iu;
const attributes = new Map<string, Field>();

/** A field by its key, whatever its case; attributes are made up on demand. */
export function fieldOf(key: string): Field | undefined {
  const found = byFolded.get(key.toLowerCase()) ?? attributes.get(key);
  if (found) return found;
  const match = ATTRIBUTE.exec(key);
  if (!match) return undefined;
  const field = attributeField(match[1]!.toLowerCase() as 'item' | 'seed', match[2]!);
  if (attributes.size < 5_000) attributes.set(key, field);
  return field;
}

function attributeField(scope: 'item' | 'seed', name: string): Field {
  const text = { de: `Eigenschaft ${name}`, en: `attribute ${name}` };
  const of = (product: Product | undefined): unknown =>
    product?.attributes && Object.hasOwn(product.attributes, name) ? product.attributes[name] : undefined;
  const seed: Read = ({ moment: { situation: s, seeds } }) => {
    if (seeds.length === 0) return null;
    const values = seeds.map((sku) => of(s.product(sku))).filter((value) => value !== undefined);
    return values.length > 0 ? values : undefined;
  };
  const item: Read = ({ product }) => of(product);
  return {
    key: `${scope}.attributes.${name}`,
    scope,
    type: 'any',
    text,
    many: scope === 'seed',
    fixed: scope === 'item',
    read: scope === 'seed' ? seed : item,
  };
}
