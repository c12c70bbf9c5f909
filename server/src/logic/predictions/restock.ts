// When a person's consumables run out, article by article (LOGIC §2.6).
import {
  DAY_MS,
  DUE_FROM,
  dueDay,
  dueWithin,
  type NeedGroup,
  newProductDueWithin,
  type Purchase,
  packIntervals,
  type Replenishment,
  replenishment,
} from '@faden/engine';
import { type KnownPast, mayPredict, withProducts } from './known.ts';
import { iso } from './value.ts';

export interface Restock {
  sku: string;
  needGroup: string;
  lastBought: string;
  /** Half of all supplies have ended by then. */
  dueAt: string;
  /** The middle 60 %. */
  window: { from: string; until: string };
  /** Probability that it is needed within seven days. */
  p7: number;
  due: boolean;
  /** Own intervals it rests on. */
  intervals: number;
  basis: 'own article' | 'own need group' | 'need group';
  /** Fewer than two own intervals of the article. */
  prior: boolean;
}

const USUAL_DAYS = 30;
const FEWEST_INTERVALS = 2;
/** Longer ago it is no longer a habit. */
const FORGOTTEN = 6;
const MOST = 50;

/** Articles of consumable need groups, soonest due first. */
export function restockOf(past: KnownPast): Restock[] {
  const bySku = new Map<string, { group: NeedGroup; purchases: Purchase[] }>();
  const byNeed = new Map<string, Purchase[]>();
  for (const { purchase, product } of withProducts(past.kept, past.catalogue)) {
    const group = past.catalogue.needGroup(product.needGroup);
    if (purchase.gift || (group.kind !== 'consumable' && group.kind !== 'perishable')) continue;
    const mine = bySku.get(purchase.sku);
    if (mine) mine.purchases.push(purchase);
    else bySku.set(purchase.sku, { group, purchases: [purchase] });
    byNeed.set(group.id, [...(byNeed.get(group.id) ?? []), purchase]);
  }
  return [...bySku]
    .filter(([, { group }]) => mayPredict(past.catalogue, group.id))
    .flatMap(([sku, { group, purchases }]) => restockOne(sku, group, purchases, byNeed.get(group.id)!, past.at))
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : a.sku < b.sku ? -1 : 1))
    .slice(0, MOST);
}

function restockOne(sku: string, group: NeedGroup, purchases: readonly Purchase[], ofNeed: readonly Purchase[], at: number): Restock[] {
  const own = packIntervals(purchases);
  const within = packIntervals(ofNeed);
  const usual = group.lifetimeDays > 0 ? group.lifetimeDays : USUAL_DAYS;
  const ownRhythm = own.days.length >= FEWEST_INTERVALS;
  const days = ownRhythm ? own.days : within.days;
  const perPack = replenishment(days, usual);
  // Several packs last so many times as long.
  const supply: Replenishment = { mu: perPack.mu + Math.log(own.lastQuantity), sigma: perPack.sigma };
  const since = (at - own.lastAt) / DAY_MS;
  if (since > FORGOTTEN * dueDay(supply, 0.8)) return [];
  const byHazard = days.length === 0 && group.hazard !== undefined;
  const p7 = byHazard ? newProductDueWithin(group.hazard!, since) : dueWithin(supply, since);
  const on = (q: number): string => iso(own.lastAt + dueDay(supply, q) * DAY_MS);
  return [
    {
      sku,
      needGroup: group.id,
      lastBought: iso(own.lastAt),
      dueAt: on(0.5),
      window: { from: on(0.2), until: on(0.8) },
      p7,
      due: p7 >= DUE_FROM,
      intervals: days.length,
      basis: ownRhythm ? 'own article' : days.length > 0 ? 'own need group' : 'need group',
      prior: !ownRhythm,
    },
  ];
}
