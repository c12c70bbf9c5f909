// Everything predicted about one person, in the words of the API.
import { affinities, type Catalogue, interests, type Models, stages, type ValueModel } from '@faden/engine';
import type { Profile } from '../../data/profile/index.ts';
import { personOf } from '../decisions/index.ts';
import { currencyOf, type KnownPast, mayPredict, withProducts } from './known.ts';
import { channelsOf, sendTimeOf } from './reach.ts';
import { restockOf } from './restock.ts';
import { priceSensitivityOf, sizesOf } from './taste.ts';
import { iso, modelText, valueAnswer, valueVersion } from './value.ts';

export interface AboutNeeds {
  catalogue: Catalogue;
  models: Models;
  value: ValueModel;
  placeName?: ((id: string) => string | undefined) | undefined;
  timeZone: string;
  promotedShare: number;
  /** The real moment of use, epoch ms. */
  now: number;
}

const NEXT_NEEDS = 5;

/** Every part with its uncertainty, model and "as of"; `interests`, `stages` and `affinities` as the profile tells them. */
export function everythingAbout(profile: Profile, past: KnownPast, horizonDays: number, needs: AboutNeeds): Record<string, unknown> {
  const { catalogue, models, value, placeName } = needs;
  const { signals, purchases, at } = past;
  const person = { ...personOf(profile, 'profile', needs.now), signals: past.signals, purchases: past.purchases };
  const taste = { signals, purchases, catalogue, models, now: at, placeName };
  const asOf = iso(at);
  const affinity = {
    brand: affinities(taste, 'brand'),
    size: sizesOf(past, (needGroup) => models.marketShare('size', needGroup)),
    colour: affinities(taste, 'colour'),
  };
  const named = (sku: string) => catalogue.product(sku)?.name ?? null;
  return {
    model: models.version,
    models: { crowd: models.version, value: valueVersion(value) },
    value: valueAnswer(value, purchases, { at, horizonDays }, currencyOf(past)) ?? null,
    valueCheck: modelText(value),
    interests: interests(signals, catalogue, at).map((one) => ({ ...one, name: catalogue.needGroup(one.needGroup).name })),
    stages: stages(person, catalogue, at).map((one) => ({ ...one, since: iso(one.since) })),
    affinity,
    affinities: affinity,
    replenishment: restockOf(past).map((one) => ({ ...one, name: named(one.sku), model: 'replenishment-1', asOf })),
    nextNeeds: nextNeedsOf(past, models).map((one) => ({ ...one, model: models.version, asOf })),
    priceSensitivity: { ...priceSensitivityOf(past, needs.promotedShare), model: 'price-1', asOf },
    channels: channelsOf(signals).map((one) => ({ ...one, model: 'contact-1', asOf })),
    sendTime: { ...sendTimeOf(signals, needs.timeZone), model: 'contact-1', asOf },
  };
}

function nextNeedsOf({ kept, catalogue }: KnownPast, models: Models) {
  const bought = withProducts(kept, catalogue).map(({ product }) => product.needGroup);
  const newestFirst = [...new Set(bought.reverse())];
  if (newestFirst.length === 0) return [];
  return models
    .nextNeeds(newestFirst, NEXT_NEEDS * 2)
    .filter(({ need }) => mayPredict(catalogue, need))
    .slice(0, NEXT_NEEDS)
    .map(({ need, p }) => ({ needGroup: need, name: catalogue.needGroup(need).name, p }));
}
