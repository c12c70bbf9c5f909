// What runs out: the person's own rhythm per article (LOGIC §2.6), the usual basket, and what the owned devices use up.
import { localDay } from '../../maths/calendar.ts';
import { DAY_MS } from '../../maths/decay.ts';
import { dueWithin, type Replenishment, replenishment, usedUpBy } from '../../maths/replenishment.ts';
import type { Situation } from '../../situation.ts';
import type { NeedGroup, Purchase } from '../../world.ts';
import type { SimpleStrategy } from '../ast.ts';
import { accumulate, best, type Candidate, hasScope, type Source, type Why } from '../candidate.ts';
import { isCompatible } from '../filters.ts';
import { learned } from './learned.ts';

const DUE_FROM = 0.35;
const REGULAR_FROM = 3;
const USUAL_DAYS = 30;

/** Kept purchases of one article, oldest first. */
function boughtBySku(s: Situation): Map<string, Purchase[]> {
  return Map.groupBy(
    s.subject.history.purchases.filter((one) => !one.returned),
    (one) => one.sku,
  );
}

function rhythmOf(own: readonly Purchase[], group: NeedGroup): Replenishment {
  const gaps = own
    .slice(1)
    .map((one, i) => (one.at - own[i]!.at) / DAY_MS)
    .filter((gap) => gap >= 1);
  return replenishment(gaps, group.lifetimeDays > 0 ? group.lifetimeDays : USUAL_DAYS);
}

const isUsedUp = (group: NeedGroup | undefined): group is NeedGroup => group?.kind === 'consumable' || group?.kind === 'perishable';

/** P(needed within 7 days), or for `7d` P(within 14) of what is not due already. */
function chanceOf(rhythm: Replenishment, age: number, nextWeek: boolean): number {
  const now = dueWithin(rhythm, age);
  if (!nextWeek) return now;
  return now >= DUE_FROM ? 0 : dueWithin(rhythm, age, 14);
}

function whyDue(sku: string, rhythm: Replenishment, last: number, p: number, s: Situation): Why {
  const until = Math.max(last + Math.exp(rhythm.mu) * DAY_MS, s.now);
  return { code: 'DUE', item: sku, date: localDay(until, s.timeZone), value: p };
}

function runningOut(s: Situation, nextWeek: boolean): Candidate[] {
  const found: Candidate[] = [];
  for (const [sku, own] of boughtBySku(s)) {
    const product = s.product(sku);
    const group = product && s.catalogue.needGroup(product.needGroup);
    if (!isUsedUp(group)) continue;
    const rhythm = rhythmOf(own, group);
    const last = own.at(-1)!.at;
    const p = chanceOf(rhythm, (s.now - last) / DAY_MS, nextWeek);
    if (p >= DUE_FROM) found.push({ sku, score: p, why: [whyDue(sku, rhythm, last, p, s)] });
  }
  return found;
}

/** Bought three times and more; for a store only what is usually ordered from home. */
function regular(node: SimpleStrategy, s: Situation): Candidate[] {
  const found: Candidate[] = [];
  for (const [sku, own] of boughtBySku(s)) {
    if (own.length < REGULAR_FROM) continue;
    const fromHome = own.filter((one) => one.channel !== 'store').length;
    if (hasScope(node, 'store') && fromHome * 2 <= own.length) continue;
    const group = s.catalogue.needGroup(s.product(sku)?.needGroup ?? '');
    const rhythm = rhythmOf(own, group);
    const p = dueWithin(rhythm, (s.now - own.at(-1)!.at) / DAY_MS);
    found.push({ sku, score: p + own.length / 1000, count: own.length, why: [{ code: 'REGULAR', item: sku, value: p }] });
  }
  return found;
}

/** Frequency with recency by basket: each receipt counts .9 of the one after it, so no calendar is assumed. */
function usualBasket(s: Situation): Candidate[] {
  const purchases = s.subject.history.purchases.filter((p) => !p.returned);
  const age = new Map([...new Set(purchases.map((p) => p.ref))].reverse().map((ref, i) => [ref, i]));
  const found = new Map<string, Candidate>();
  const counted = new Set<string>();
  for (const purchase of purchases) {
    const once = `${purchase.ref}\u0000${purchase.sku}`;
    if (counted.has(once)) continue;
    counted.add(once);
    accumulate(found, purchase.sku, 0.9 ** age.get(purchase.ref)!, { code: 'BOUGHT_BEFORE', item: purchase.sku }, { at: purchase.at });
  }
  return best(found.values());
}

/** The person's baskets, oldest first. */
export function basketsOf(s: Situation, purchases: readonly Purchase[] = s.subject.history.purchases): string[][] {
  const kept = Map.groupBy(
    purchases.filter((one) => !one.returned),
    (one) => one.ref,
  );
  return [...kept.values()].map((basket) => [...new Set(basket.map((one) => one.sku))]);
}

/** What the model expects next, the usual basket behind it where the model says little. */
function nextBasket(s: Situation): Candidate[] {
  const bought = new Set(s.subject.history.purchases.map((one) => one.sku));
  const list = s.models.nextBasket(basketsOf(s), 200);
  if (list.length === 0) return usualBasket(s);
  const why = (sku: string, because: string | undefined): Why =>
    bought.has(sku)
      ? { code: 'BOUGHT_BEFORE', item: sku }
      : because === undefined
        ? { code: 'FOR_YOU' }
        : { code: 'BECAUSE_BOUGHT', item: because };
  return learned(list, why, usualBasket(s));
}

/** Supplies of owned devices: by the person's own rhythm, and before the first re-order by the usual one since the device was bought. */
function forDevices(node: SimpleStrategy, s: Situation): Candidate[] {
  const bought = boughtBySku(s);
  const found = new Map<string, Candidate>();
  for (const { purchase, product: device } of s.owned().all) {
    if (purchase.returned || purchase.gift) continue;
    for (const { type, sku } of device.relations) {
      const supply = type === node.args[0] && !found.has(sku) ? s.product(sku) : undefined;
      if (!supply || !isCompatible(supply, device)) continue;
      const own = bought.get(sku) ?? [];
      const rhythm = rhythmOf(own, s.catalogue.needGroup(supply.needGroup));
      const last = own.at(-1)?.at ?? purchase.at;
      const age = (s.now - last) / DAY_MS;
      const p = dueWithin(rhythm, age);
      // In a rhythm of months no single week reaches the threshold: then it is due once it is more likely used up than not.
      if (p < DUE_FROM && usedUpBy(rhythm, age + 7) < 0.5) continue;
      // A re-order is judged by its own rhythm, not as something that comes with the device.
      const follow = own.length > 0 ? {} : { ownedSku: purchase.sku, ownedAt: purchase.at };
      found.set(sku, { sku, score: p, why: [{ ...whyDue(sku, rhythm, last, p, s), owned: purchase.sku }], ...follow });
    }
  }
  return [...found.values()];
}

const KINDS: ReadonlySet<string> = new Set(['now', '7d', 'basket', 'regular', 'consumable']);

export const due: Source = {
  key: 'due',
  text: { de: 'Geht zur Neige', en: 'Running low' },
  personal: true,
  unready: (node) => (KINDS.has(node.args[0] ?? '') ? undefined : `due(${node.args[0]})`),
  retrieve(node, s) {
    switch (node.args[0]) {
      case 'basket':
        return nextBasket(s);
      case 'regular':
        return best(regular(node, s));
      case 'consumable':
        return best(forDevices(node, s));
      default:
        return best(runningOut(s, node.args[0] === '7d'));
    }
  },
};
