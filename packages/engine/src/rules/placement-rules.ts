// The rules that hold for one placement at one moment, and what they say about one candidate, step by step of the conflict order.
import type { Drop, DropCode } from '../decide/answer.ts';
import { availabilityIn, type Fulfilment } from '../decide/offer-price.ts';
import type { Candidate } from '../strategies/candidate.ts';
import type { Product, Text } from '../world.ts';
import { contentProduct } from './content-product.ts';
import type { Facts, Moment } from './facts.ts';
import { marginPercent, ratingOf } from './fields-goods.ts';
import type { CompiledEffect, Met } from './meeting.ts';
import { TRUE, UNKNOWN } from './truth.ts';

export interface Lift {
  rule: string;
  factor: number;
}

export interface PlacementRules {
  moment: Moment;
  pins: readonly CompiledEffect[];
  spreads: readonly CompiledEffect[];
  caps: readonly CompiledEffect[];
  requires: readonly CompiledEffect[];
  onlys: readonly CompiledEffect[];
  strategies: readonly CompiledEffect[];
  /** Whether anything is said about order beyond the score. */
  arranges: boolean;
  /** No boost lifts a score higher. */
  maxLift: number;
  facts(candidate: Candidate): Facts;
  /** 1: bans and ages. `proven` is the age in years, undefined without proof. */
  legal(candidate: Candidate, proven: number | undefined): Drop | undefined;
  /** 2: on screens others can see. */
  sensitive(candidate: Candidate): Drop | undefined;
  /** 3: stock floors. */
  stock(candidate: Candidate): Drop | undefined;
  /** 5: never, floors, price band, then only. */
  kept(candidate: Candidate): Drop | undefined;
  /** 7: boosts and buries. */
  lifts(candidate: Candidate): Lift[];
  labels(candidate: Candidate): Text[];
  /** Rules that have a say in a shown candidate. */
  touching(candidate: Candidate): string[];
  /** The same without the least important `only`; undefined when there is none. */
  withoutLeastOnly(): { rules: PlacementRules; dropped: CompiledEffect } | undefined;
}

interface Input {
  moment: Moment;
  /** In conflict order. */
  active: readonly CompiledEffect[];
  size: number;
  meet(product: Product, facts: Facts): Met;
}

const NONE: Met = { hits: [], unsure: [], open: [] };
const TOUCHING: ReadonlySet<string> = new Set(['only', 'boost', 'bury', 'label', 'require']);

export function createPlacementRules(input: Input): PlacementRules {
  const { moment, active } = input;
  const of = (action: CompiledEffect['action']): CompiledEffect[] => active.filter((effect) => effect.action === action);
  const [onlys, spreads, caps, requires, pins] = [of('only'), of('spread'), of('cap'), of('require'), of('pin')];
  const { met, facts } = matcher(input);
  const lift = of('boost').reduce((product, effect) => product * (effect.params['factor'] as number), 1);
  const drop = (code: DropCode, ...effects: CompiledEffect[]): Drop => ({
    code,
    rules: [...new Set(effects.map((effect) => effect.rule.id))],
  });
  const hits = (candidate: Candidate, action: CompiledEffect['action']): CompiledEffect[] =>
    met(candidate).hits.filter((effect) => effect.action === action);
  return {
    moment,
    pins,
    spreads,
    caps,
    requires,
    onlys,
    strategies: of('strategy'),
    arranges: pins.length + spreads.length + caps.length + requires.length > 0,
    maxLift: Math.min(10, lift),
    facts,
    legal(candidate, proven) {
      const { hits: sure, unsure } = met(candidate);
      if (sure.length + unsure.length === 0) return undefined;
      const bans = [...sure, ...unsure].filter((effect) => effect.action === 'ban');
      if (bans.length > 0) return drop('BAN', ...bans);
      const ages = [...sure, ...unsure].filter((effect) => effect.action === 'age' && (proven ?? -1) < (effect.params['years'] as number));
      return ages.length > 0 ? drop('AGE', ...ages) : undefined;
    },
    sensitive(candidate) {
      const { hits: sure, unsure } = met(candidate);
      const found = [...sure, ...unsure].filter((effect) => effect.action === 'sensitive');
      return found.length > 0 ? drop('SENSITIVE', ...found) : undefined;
    },
    stock(candidate) {
      const low = hits(candidate, 'stock').find((effect) => isShort(effect, candidate, moment));
      return low && drop('STOCK', low);
    },
    kept(candidate) {
      const never = hits(candidate, 'exclude');
      if (never.length > 0) return drop('EXCLUDED', ...never);
      const below = met(candidate).hits.find((effect) => isBelow(effect, facts(candidate)));
      if (below) return drop('EXCLUDED', below);
      const sure = onlys.length > 0 ? met(candidate).hits : [];
      const missed = onlys.find((effect) => !sure.includes(effect));
      return missed && drop('NOT_ONLY', missed);
    },
    lifts: (candidate) =>
      met(candidate)
        .hits.filter((effect) => effect.action === 'boost' || effect.action === 'bury')
        .map((effect) => ({ rule: effect.rule.id, factor: effect.params['factor'] as number })),
    labels: (candidate) => hits(candidate, 'label').map(({ params: { de, en } }) => ({ de: de as string, en: (en ?? de) as string })),
    touching(candidate) {
      const found = met(candidate).hits.filter((effect) => TOUCHING.has(effect.action));
      if (found.length === 0) return [];
      return [...new Set(found.sort((a, b) => a.rank - b.rank).map((effect) => effect.rule.id))];
    },
    withoutLeastOnly() {
      const dropped = onlys.at(-1);
      return dropped && { dropped, rules: createPlacementRules({ ...input, active: active.filter((effect) => effect !== dropped) }) };
    },
  };
}

const APART: ReadonlySet<string> = new Set(['pin', 'spread', 'strategy']);

/** What each candidate meets, asked once. */
function matcher({ moment, active, size, meet }: Input): { met(candidate: Candidate): Met; facts(candidate: Candidate): Facts } {
  const isActive = new Uint8Array(size);
  for (const effect of active) isActive[effect.index] = 1;
  const asked = active.filter((effect) => !APART.has(effect.action));
  const moving = asked.filter((effect) => !effect.fixed && !effect.gate);
  const remembered = moving.length < asked.length;
  const known = new Map<Candidate, Met>();
  const { situation: s } = moment;
  const facts = (candidate: Candidate): Facts => ({
    moment,
    candidate,
    product: candidate.content ? contentProduct(candidate.content, s) : s.product(candidate.sku),
  });
  const judge = (candidate: Candidate): Met => {
    const about = facts(candidate);
    const fixed = remembered && about.product ? meet(about.product, about) : NONE;
    if (moving.length === 0 && fixed === NONE) return NONE;
    const hits = fixed.hits.filter((effect) => isActive[effect.index]);
    const unsure = fixed.unsure.filter((effect) => isActive[effect.index]);
    const ask = (effect: CompiledEffect): void => {
      const truth = effect.judge(about);
      if (truth === TRUE) hits.push(effect);
      else if (truth === UNKNOWN && effect.protective) unsure.push(effect);
    };
    for (const effect of fixed.open) if (isActive[effect.index] && !APART.has(effect.action)) ask(effect);
    for (const effect of moving) ask(effect);
    return { hits, unsure, open: NONE.open };
  };
  return {
    facts,
    met(candidate) {
      let found = known.get(candidate);
      if (!found) {
        found = judge(candidate);
        known.set(candidate, found);
      }
      return found;
    },
  };
}

/** Goods nobody counts are never short. */
function isShort({ params }: CompiledEffect, candidate: Candidate, { situation: s }: Moment): boolean {
  const scope = (params['scope'] as Fulfilment | undefined) ?? s.placement.fulfilment;
  if (scope === 'store' && s.storeId === undefined) return false;
  const here =
    scope === 'online'
      ? s.online(candidate.sku)
      : scope === 'store'
        ? s.inStore(candidate.sku, s.storeId!)
        : availabilityIn(candidate.sku, scope, s);
  if (here?.state === 'untracked') return false;
  const least = params['min'] as number;
  if (scope === 'any') return Math.max(here?.atp ?? 0, s.online(candidate.sku).atp) < least;
  return (here?.atp ?? 0) < least;
}

/** Below a floor or outside a band; what is unknown is not. */
function isBelow({ action, params }: CompiledEffect, { product, moment }: Facts): boolean {
  if (!product) return false;
  const least = params['min'];
  if (action === 'margin') {
    const margin = typeof least === 'string' ? marginPercent(product) : product.marginCents;
    return margin !== undefined && margin < Number.parseFloat(String(least));
  }
  if (action === 'rating') {
    const rating = ratingOf(product, moment);
    return rating !== undefined && rating < (least as number);
  }
  if (action !== 'priceband') return false;
  const { seeds, product: look } = moment.situation;
  const seed = seeds[0] === undefined ? undefined : look(seeds[0])?.priceCents;
  if (!seed || product.priceCents === undefined) return false;
  const ratio = product.priceCents / seed;
  return ratio < (params['low'] as number) || ratio > (params['high'] as number);
}
