// Need groups: the defaults by kind (LOGIC §0) and the group of a product that names none.
import type { NeedGroupInput, ProductInput } from '@faden/contract';
import type { NeedGroup, NeedKind } from '@faden/engine';

interface Defaults {
  lifetimeDays: number;
  interestHalfLifeDays: number;
  vtcWindowDays: number;
}

const byKind: Record<NeedKind, Defaults> = {
  durable: { lifetimeDays: 1460, interestHalfLifeDays: 14, vtcWindowDays: 30 },
  variety: { lifetimeDays: 90, interestHalfLifeDays: 7, vtcWindowDays: 14 },
  consumable: { lifetimeDays: 30, interestHalfLifeDays: 5, vtcWindowDays: 7 },
  perishable: { lifetimeDays: 7, interestHalfLifeDays: 5, vtcWindowDays: 7 },
  service: { lifetimeDays: 365, interestHalfLifeDays: 14, vtcWindowDays: 30 },
};
/** Durables that live at least this long count as large: a longer window and a steeper hazard. */
const largeLifetimeDays = 2920;
const largeVtcWindowDays = 60;

/** Fills in what the merchant left out; a durable without hazard gets Weibull k 3 (large: 4) with λ = lifetime. */
export function needGroupOf(input: NeedGroupInput): NeedGroup {
  const kind = input.kind ?? 'variety';
  const defaults = byKind[kind];
  const lifetimeDays = input.lifetimeDays ?? defaults.lifetimeDays;
  const large = kind === 'durable' && lifetimeDays >= largeLifetimeDays;
  const hazard = input.hazard ?? (kind === 'durable' ? { k: large ? 4 : 3, lambdaDays: lifetimeDays } : undefined);
  const name = input.name ?? input.id;
  return {
    id: input.id,
    name: typeof name === 'string' ? { de: name, en: name } : { de: name.de, en: name.en },
    kind,
    lifetimeDays,
    interestHalfLifeDays: input.interestHalfLifeDays ?? defaults.interestHalfLifeDays,
    vtcWindowDays: input.vtcWindowDays ?? (large ? largeVtcWindowDays : defaults.vtcWindowDays),
    ...(hazard ? { hazard: { k: hazard.k, lambdaDays: hazard.lambdaDays } } : {}),
    ...(input.family === undefined ? {} : { family: input.family }),
    ...(input.priors === undefined ? {} : { priors: input.priors }),
  };
}

/** Declared groups by id, and by id and names in lower case for products that only have a category. */
export interface NeedGroups {
  byId: ReadonlyMap<string, NeedGroup>;
  byName: ReadonlyMap<string, string>;
  byFamily: ReadonlyMap<string, readonly string[]>;
}

export function needGroupsOf(inputs: readonly NeedGroupInput[]): NeedGroups {
  const byId = new Map<string, NeedGroup>();
  const byName = new Map<string, string>();
  for (const input of inputs) byId.set(input.id, needGroupOf(input));
  for (const group of byId.values()) for (const name of [group.name.de, group.name.en]) byName.set(name.toLowerCase(), group.id);
  for (const id of byId.keys()) byName.set(id.toLowerCase(), id);
  const byFamily = new Map<string, string[]>();
  for (const { id, family } of byId.values()) {
    const members = family === undefined ? undefined : byFamily.get(family);
    if (members) members.push(id);
    else if (family !== undefined) byFamily.set(family, [id]);
  }
  return { byId, byName, byFamily };
}

/**
 * Id of a product's need group: as named, else the declared group called like its last category, else that category itself.
 * A product with neither is a group of its own, so that nothing unrelated is suppressed with it.
 */
export function groupIdOf(product: Pick<ProductInput, 'sku' | 'needGroup' | 'category'>, groups: NeedGroups): string {
  if (product.needGroup !== undefined) return product.needGroup;
  const last = product.category?.at(-1);
  return last === undefined ? `sku:${product.sku}` : (groups.byName.get(last.toLowerCase()) ?? last);
}
