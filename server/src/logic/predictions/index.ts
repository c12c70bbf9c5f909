// What is likely to happen with a person: orders, value, silence, what runs out, what comes next, what they like and where they answer.
import { affinities, type Catalogue, interests, type Models, stages, type ValueModel } from '@faden/engine';
import { may } from '../../data/consent/index.ts';
import type { ProfileRef } from '../../data/identity/index.ts';
import type { Profile, Profiles } from '../../data/profile/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { invalid } from '../../platform/http/index.ts';
import { personOf, purposesOf } from '../decisions/index.ts';
import { type KnownPast, knownPast, mayPredict, withProducts } from './known.ts';
import { channelsOf, sendTimeOf } from './reach.ts';
import { type Restock, restockOf } from './restock.ts';
import { priceSensitivityOf, sizesOf } from './taste.ts';
import { iso, priorValue, type ValueAnswer, valueAnswer, valueVersion } from './value.ts';

export { mountPredictions } from './routes.ts';

/** As asked: an id or customer number, or one way to say who is meant. */
export type Asked = string | ProfileRef;

export interface Refusal {
  code: 'unknown_profile' | 'purpose_missing' | 'no_purchases';
  detail: string;
  purpose?: string;
}
export type Prediction = { profile: Asked; id?: string } & (Partial<ValueAnswer> & { error?: Refusal });

export interface Batch {
  at?: string | undefined;
  horizonDays?: number | undefined;
  margin?: number | undefined;
  discount?: number | undefined;
  profiles: readonly Asked[];
}

export interface Predictions {
  /** Orders and value of many; who is unknown, did not buy or may not be predicted is told in place. */
  batch(asked: Batch): Promise<{ at: string; horizonDays: number; model: Record<string, unknown>; predictions: Prediction[] }>;
  /** Everything about one person at `at` (epoch ms); without the purpose only which one is missing. */
  of(profile: Profile, at: number, horizonDays?: number): Record<string, unknown>;
  /** A moment as asked: an instant with zone, or a day and then its end; now when nothing was asked. */
  moment(at: string | undefined): number;
}

interface Needs {
  clock: Clock;
  profiles: Pick<Profiles, 'read'>;
  catalogue: () => Catalogue;
  models: () => Models;
  /** What serves now; the prior until something was learned. */
  value: () => ValueModel | undefined;
  placeName?: (id: string) => string | undefined;
  /** Zone of hours for people; Europe/Berlin unless told. */
  timeZone?: string;
  /** Share of purchases made below the list price by everybody; .3 unless told. */
  promotedShare?: () => number;
}

const DEFAULT_HORIZON = 90;
const NEXT_NEEDS = 5;
/** Profiles read at the same time. */
const AT_ONCE = 100;
const dayMs = 86_400_000;
const PURPOSE = 'personalisation';

export function createPredictions(needs: Needs): Predictions {
  const { clock, profiles, catalogue, models } = needs;
  const value = (): ValueModel => needs.value() ?? priorValue;

  const predictOne = async (
    asked: Asked,
    terms: { at: number; horizonDays: number; margin?: number; discount?: number },
  ): Promise<Prediction> => {
    const profile = await profiles.read(typeof asked === 'string' ? { id: asked } : asked);
    if (!profile) return { profile: asked, error: { code: 'unknown_profile', detail: 'Nobody is known by this' } };
    const { id } = profile.person;
    const refused = refusalOf(profile, clock.now(), true);
    if (refused) return { profile: asked, id, error: refused };
    const past = knownPast(profile, catalogue(), terms.at);
    const found = valueAnswer(value(), past.purchases, terms, currencyOf(past));
    if (!found) return { profile: asked, id, error: { code: 'no_purchases', detail: 'No purchase is known at this time' } };
    return { profile: asked, id, ...found };
  };

  return {
    async batch({ at, horizonDays = DEFAULT_HORIZON, margin, discount, profiles: asked }) {
      const terms = {
        at: momentOf(at, clock),
        horizonDays,
        ...(margin === undefined ? {} : { margin }),
        ...(discount === undefined ? {} : { discount }),
      };
      const predictions: Prediction[] = [];
      for (let i = 0; i < asked.length; i += AT_ONCE)
        predictions.push(...(await Promise.all(asked.slice(i, i + AT_ONCE).map((one) => predictOne(one, terms)))));
      return { at: iso(terms.at), horizonDays, model: modelText(value()), predictions };
    },
    of(profile, at, horizonDays = DEFAULT_HORIZON) {
      const refused = refusalOf(profile, clock.now(), false);
      const head = { id: profile.person.id, at: iso(at), asOf: iso(at) };
      if (refused) return { ...head, missingPurpose: refused.purpose, detail: refused.detail };
      const past = knownPast(profile, catalogue(), at);
      return { ...head, horizonDays, ...everythingAbout(profile, past, horizonDays) };
    },
    moment: (at) => momentOf(at, clock),
  };

  function everythingAbout(profile: Profile, past: KnownPast, horizonDays: number): Record<string, unknown> {
    const { version } = models();
    const world = past.catalogue;
    const person = { ...personOf(profile, 'profile', clock.now()), signals: past.signals, purchases: past.purchases };
    const taste = {
      signals: past.signals,
      purchases: past.purchases,
      catalogue: world,
      models: models(),
      now: past.at,
      placeName: needs.placeName,
    };
    const asOf = iso(past.at);
    const affinity = {
      brand: affinities(taste, 'brand'),
      size: sizesOf(past, (needGroup) => models().marketShare('size', needGroup)),
      colour: affinities(taste, 'colour'),
    };
    return {
      model: version,
      models: { crowd: version, value: valueVersion(value()) },
      value: valueAnswer(value(), past.purchases, { at: past.at, horizonDays }, currencyOf(past)) ?? null,
      valueCheck: modelText(value()),
      interests: interests(past.signals, world, past.at).map((one) => ({ ...one, name: world.needGroup(one.needGroup).name })),
      stages: stages(person, world, past.at).map((one) => ({ ...one, since: iso(one.since) })),
      affinity,
      affinities: affinity,
      replenishment: restockOf(past).map((one: Restock) => ({
        ...one,
        name: world.product(one.sku)?.name ?? null,
        model: 'replenishment-1',
        asOf,
      })),
      nextNeeds: nextNeedsOf(past),
      priceSensitivity: { ...priceSensitivityOf(past, needs.promotedShare?.() ?? 0.3), model: 'price-1', asOf },
      channels: channelsOf(past.signals).map((one) => ({ ...one, model: 'contact-1', asOf })),
      sendTime: { ...sendTimeOf(past.signals, needs.timeZone ?? 'Europe/Berlin'), model: 'contact-1', asOf },
    };
  }

  function nextNeedsOf(past: KnownPast): Record<string, unknown>[] {
    const bought = withProducts(past.kept, past.catalogue).map(({ product }) => product.needGroup);
    const newestFirst = [...new Set(bought.reverse())];
    if (newestFirst.length === 0) return [];
    const { version } = models();
    return models()
      .nextNeeds(newestFirst, NEXT_NEEDS * 2)
      .filter(({ need }) => mayPredict(past.catalogue, need))
      .slice(0, NEXT_NEEDS)
      .map(({ need, p }) => ({ needGroup: need, name: past.catalogue.needGroup(need).name, p, model: version, asOf: iso(past.at) }));
  }
}

/**
 * Prediction about a person needs the purpose `personalisation` at the moment of use; `analytics` is not enough. For counting many at
 * once, those who were never asked anything count as well: nothing is done to them with it. Whoever was asked and did not agree does not.
 */
function refusalOf(profile: Profile, now: number, counting: boolean): Refusal | undefined {
  if (purposesOf(profile, now).has(PURPOSE)) return undefined;
  const { because } = may({ acts: profile.consents }, '', PURPOSE, now);
  if (counting && because === 'never_asked' && profile.consents.length === 0) return undefined;
  const detail = `The purpose ${PURPOSE} is missing (${because === 'granted' ? 'too_young' : because}); nothing personal is predicted`;
  return { code: 'purpose_missing', purpose: PURPOSE, detail };
}

function momentOf(at: string | undefined, clock: Clock): number {
  if (at === undefined) return clock.now();
  const day = /^\d{4}-\d{2}-\d{2}$/.test(at);
  const instant = day || /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(at) ? Date.parse(at) : Number.NaN;
  if (Number.isNaN(instant)) throw invalid('at', 'must be a day or an ISO 8601 instant with zone');
  return day ? instant + dayMs : instant;
}

/** Of the newest purchase whose article is known. */
function currencyOf({ purchases, catalogue }: KnownPast): string {
  return withProducts(purchases.slice(-20), catalogue).at(-1)?.product.currency ?? 'EUR';
}

/** What the value model is and how far it goes. */
function modelText(model: ValueModel): Record<string, unknown> {
  const { prior, check, customers, repeaters, rows, weeks } = model;
  const { fits, reasons, chosen, mae, totalRatio, auc, aucRepeaters } = check;
  return {
    version: valueVersion(model),
    prior,
    customers,
    repeaters,
    rows,
    weeks,
    fits,
    reasons,
    chosen,
    mae,
    totalRatio,
    auc,
    aucRepeaters,
  };
}
