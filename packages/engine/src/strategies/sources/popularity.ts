// What the crowd does: decayed counts per scope, with back-off to the wider scope when a cell is empty.
import type { Situation } from '../../situation.ts';
import type { SimpleStrategy } from '../ast.ts';
import { type Candidate, hasScope, MAX_CANDIDATES, type Source, type Why } from '../candidate.ts';

const EVENTS: ReadonlySet<string> = new Set(['buy', 'view', 'cart', 'wish', 'scan']);

/** The need a page, a session or the person is about. */
export function needInFocus(situation: Situation): string | undefined {
  if (situation.need !== undefined) return situation.need;
  const last = situation.session.map((item) => situation.product(item.sku)?.needGroup).find((need) => need !== undefined);
  return last ?? situation.activeNeeds().keys().next().value;
}

/** Scope keys to try, narrowest first. */
function scopeKeys(node: SimpleStrategy, s: Situation): string[] {
  const keys: string[] = [];
  const need = needInFocus(s);
  if (hasScope(node, 'store') && s.storeId) keys.push(`store:${s.storeId}`);
  if ((hasScope(node, 'region') || hasScope(node, 'store')) && s.place?.region) keys.push(`region:${s.place.region}`);
  if (hasScope(node, 'channel')) keys.push(`channel:${s.channel}`);
  if (hasScope(node, 'need') && need) keys.push(`need:${need}`);
  if (hasScope(node, 'cat') && s.category) keys.push(`cat:${s.category}`);
  if (hasScope(node, 'brand') && s.brand) keys.push(`brand:${s.brand}`);
  if (hasScope(node, 'parent') && s.parentCategory) keys.push(`cat:${s.parentCategory}`);
  keys.push('site');
  return keys;
}

function whyPopular(node: SimpleStrategy, key: string, s: Situation): Why {
  const event = node.args[0];
  if (key.startsWith('store:')) return { code: 'POPULAR_STORE' };
  if (key.startsWith('need:')) return { code: 'POPULAR_CAT', category: s.catalogue.needGroup(key.slice(5)).name.de, need: key.slice(5) };
  if (hasScope(node, 'cat') && s.category) return { code: 'POPULAR_CAT', category: s.category };
  if (hasScope(node, 'parent') && s.parentCategory) return { code: 'POPULAR_CAT', category: s.parentCategory };
  if (event === 'view' || event === 'scan') return { code: 'MUCH_VIEWED' };
  return { code: 'POPULAR_SITE' };
}

/** A need is never served from the whole site: its list stays its own. */
function mayBackOff(node: SimpleStrategy): boolean {
  return !hasScope(node, 'need');
}

export const pop: Source = {
  key: 'pop',
  text: { de: 'Beliebt', en: 'Popular' },
  personal: false,
  unready: (node) => (EVENTS.has(node.args[0] ?? '') ? (node.decay?.kind === 'season' ? 'season' : undefined) : `pop(${node.args[0]})`),
  retrieve(node, s) {
    for (const key of scopeKeys(node, s)) {
      if (key === 'site' && !mayBackOff(node)) return [];
      const list = s.models.popular(node.args[0]!, key, MAX_CANDIDATES);
      if (list.length === 0) continue;
      const why = whyPopular(node, key, s);
      return list.slice(0, MAX_CANDIDATES).map(({ sku, score }): Candidate => ({ sku, score, why: [why] }));
    }
    return [];
  },
};
