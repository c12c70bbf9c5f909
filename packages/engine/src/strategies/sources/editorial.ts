// What people curate: editors' lists, campaigns, paid places, and what fits the weather, the hour or the occasion.
import type { Situation } from '../../situation.ts';
import type { CuratedList, SituationMap } from '../../world.ts';
import type { SimpleStrategy } from '../ast.ts';
import { accumulate, best, type Candidate, hasScope, MAX_CANDIDATES, type ReasonCode, type Source, type Why } from '../candidate.ts';
import { markedWith } from '../range-index.ts';
import { daypartOf } from '../surroundings.ts';

/** Whether something dated holds now. */
export function isValidNow({ from, until }: { from?: number; until?: number }, s: Situation): boolean {
  return (from === undefined || from <= s.now) && (until === undefined || s.now < until);
}

const LISTS: Readonly<Record<string, ReasonCode>> = { editor: 'EDITOR', campaign: 'CAMPAIGN', sponsor: 'SPONSORED' };

function isAsked(list: CuratedList, node: SimpleStrategy, s: Situation): boolean {
  if (list.kind !== node.args[0] || !isValidNow(list, s)) return false;
  if (list.kind === 'campaign') return s.campaign !== undefined && (list.campaign ?? list.id) === s.campaign;
  if (list.category === undefined) return true;
  return list.category === s.category || list.category === s.parentCategory;
}

/** The lists that hold here, one after the other; within each the editor's order. */
export const list: Source = {
  key: 'list',
  text: { de: 'Kuratierte Liste', en: 'Curated list' },
  personal: false,
  unready: (node) => (LISTS[node.args[0] ?? ''] ? undefined : `list(${node.args[0]})`),
  retrieve(node, s) {
    const code = LISTS[node.args[0]!]!;
    const skus = (s.editorial?.lists ?? []).filter((one) => isAsked(one, node, s)).flatMap((one) => one.skus);
    const picked = [...new Set(skus)].slice(0, MAX_CANDIDATES);
    return picked.map((sku, i): Candidate => ({ sku, score: picked.length - i, why: [{ code }] }));
  },
};

function mapOf(kind: string, s: Situation): { map: SituationMap | undefined; why: Why } | undefined {
  const find = (key: string): SituationMap | undefined => s.editorial?.situations.find((one) => one.kind === kind && one.key === key);
  switch (kind) {
    case 'weather':
      return s.weather === undefined ? undefined : { map: find(s.weather), why: { code: 'FOR_WEATHER' } };
    case 'daypart':
      return { map: find(daypartOf(s.now, s.timeZone)), why: { code: 'FOR_DAYPART' } };
    default: {
      const occasion = s.occasion();
      return occasion && { map: occasion.map, why: { code: 'FOR_OCCASION', occasion: occasion.key } };
    }
  }
}

const PER_NEED = 50;

/** Popular articles of what the map names; of the store or region first where the strategy is about one. */
function fitting(map: SituationMap, why: Why, node: SimpleStrategy, s: Situation): Candidate[] {
  const found = new Map<string, Candidate>();
  const marked = map.tags.length > 0 ? markedWith(s.catalogue, map.tags) : [];
  const tagged = new Set(marked);
  const belongs = (sku: string): boolean => {
    const product = s.product(sku);
    if (!product) return false;
    return map.needGroups.includes(product.needGroup) || product.category.some((name) => map.categories.includes(name)) || tagged.has(sku);
  };
  const add = (skus: readonly string[], weight: number): void => {
    for (const [i, sku] of skus.entries()) accumulate(found, sku, weight / (1 + i), why);
  };
  const local = hasScope(node, 'store') && s.storeId !== undefined ? `store:${s.storeId}` : `region:${s.region() ?? ''}`;
  const wide = s.models.popular('buy', hasScope(node, 'site') ? 'site' : local, MAX_CANDIDATES);
  add(
    wide.map((one) => one.sku).filter((sku) => belongs(sku)),
    2,
  );
  for (const need of map.needGroups) {
    const list = s.models.popular('buy', `need:${need}`, PER_NEED);
    add(list.length > 0 ? list.map((one) => one.sku) : s.catalogue.skusOfNeed(need).slice(0, PER_NEED), 1);
  }
  for (const category of map.categories)
    add(
      s.models.popular('buy', `cat:${category}`, PER_NEED).map((one) => one.sku),
      1,
    );
  add(marked.slice(0, PER_NEED), 0.5);
  return best(found.values());
}

export const situ: Source = {
  key: 'situ',
  text: { de: 'Zur Situation', en: 'For the moment' },
  personal: false,
  // The weather a page names is that of its region, whichever it is.
  brings: (scope, s) => scope === 'region' && s.weather !== undefined,
  unready: (node) => (['weather', 'daypart', 'occasion'].includes(node.args[0] ?? '') ? undefined : `situ(${node.args[0]})`),
  retrieve(node, s) {
    const asked = mapOf(node.args[0]!, s);
    return asked?.map ? fitting(asked.map, asked.why, node, s) : [];
  },
};
