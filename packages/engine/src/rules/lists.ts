// Curated lists by article, looked up once per edition of what editors wrote and day.
import { DAY_MS } from '../maths/decay.ts';
import type { CuratedList, Editorial } from '../world.ts';

export interface Lists {
  of(sku: string): readonly string[];
  skus(id: string): readonly string[];
}

const NONE: readonly string[] = [];
const known = new WeakMap<Editorial, { version: string; from: number; until: number; lists: Lists }>();

const isOpen = (list: CuratedList, now: number): boolean => (list.from ?? 0) <= now && now < (list.until ?? Number.POSITIVE_INFINITY);

/** The lists that hold now. */
export function listsIn(editorial: Editorial, now: number): Lists {
  const kept = known.get(editorial);
  if (kept && kept.version === editorial.version && kept.from <= now && now < kept.until) return kept.lists;
  const edges = editorial.lists.flatMap((list) => [list.from ?? 0, list.until ?? Number.POSITIVE_INFINITY]);
  const from = Math.max(Number.NEGATIVE_INFINITY, ...edges.filter((edge) => edge <= now));
  const until = Math.min(now + DAY_MS, ...edges.filter((edge) => edge > now));
  const lists = build(editorial.lists.filter((list) => isOpen(list, now)));
  known.set(editorial, { version: editorial.version, from, until, lists });
  return lists;
}

function build(open: readonly CuratedList[]): Lists {
  const bySku = new Map<string, string[]>();
  const byId = new Map<string, readonly string[]>();
  for (const list of open) {
    const key = list.id.toLowerCase();
    byId.set(key, [...(byId.get(key) ?? []), ...list.skus]);
    for (const sku of list.skus) {
      const ids = bySku.get(sku);
      if (ids) ids.push(list.id);
      else bySku.set(sku, [list.id]);
    }
  }
  return { of: (sku) => bySku.get(sku) ?? NONE, skus: (id) => byId.get(id.toLowerCase()) ?? NONE };
}
