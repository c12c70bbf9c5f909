// What is likely to happen with a person: orders, value, silence, what runs out, what comes next, what they like and where they answer.
import type { Catalogue, Models, ValueModel } from '@faden/engine';
import type { ProfileRef } from '../../data/identity/index.ts';
import type { Profile, Profiles } from '../../data/profile/index.ts';
import type { Clock } from '../../platform/clock.ts';
import { invalid } from '../../platform/http/index.ts';
import { everythingAbout } from './about.ts';
import { currencyOf, knownPast } from './known.ts';
import { type Refusal, refusalOf } from './permission.ts';
import { iso, modelText, priorValue, type ValueAnswer, type ValueTerms, valueAnswer } from './value.ts';

export { mountPredictions } from './routes.ts';

/** As asked: an id or customer number, or one way to say who is meant. */
export type Asked = string | ProfileRef;

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
const PROMOTED_SHARE = 0.3;
/** Profiles read at the same time. */
const AT_ONCE = 100;
const dayMs = 86_400_000;

export function createPredictions(needs: Needs): Predictions {
  const { clock, profiles, catalogue, models, timeZone = 'Europe/Berlin' } = needs;
  const value = (): ValueModel => needs.value() ?? priorValue;

  const predictOne = async (asked: Asked, terms: ValueTerms): Promise<Prediction> => {
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
      const terms: ValueTerms = { at: momentOf(at, clock), horizonDays, margin, discount };
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
      const known = { catalogue: catalogue(), models: models(), value: value(), placeName: needs.placeName, timeZone, now: clock.now() };
      const promotedShare = needs.promotedShare?.() ?? PROMOTED_SHARE;
      return { ...head, horizonDays, ...everythingAbout(profile, past, horizonDays, { ...known, promotedShare }) };
    },
    moment: (at) => momentOf(at, clock),
  };
}

function momentOf(at: string | undefined, clock: Clock): number {
  if (at === undefined) return clock.now();
  const day = /^\d{4}-\d{2}-\d{2}$/.test(at);
  const instant = day || /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(at) ? Date.parse(at) : Number.NaN;
  if (Number.isNaN(instant)) throw invalid('at', 'must be a day or an ISO 8601 instant with zone');
  return day ? instant + dayMs : instant;
}
