// Whether anything may be predicted about a person, and what to say when it may not.
import { may } from '../../data/consent/index.ts';
import type { Profile } from '../../data/profile/index.ts';
import { purposesOf } from '../decisions/index.ts';

export interface Refusal {
  code: 'unknown_profile' | 'purpose_missing' | 'no_purchases';
  detail: string;
  purpose?: string;
}

const PURPOSE = 'personalisation';

/**
 * Prediction about a person needs the purpose `personalisation` at the moment of use; `analytics` is not enough. For counting many at
 * once, those who were never asked anything count as well: nothing is done to them with it. Whoever was asked and did not agree does not.
 */
export function refusalOf(profile: Profile, now: number, counting: boolean): Refusal | undefined {
  if (purposesOf(profile, now).has(PURPOSE)) return undefined;
  const { because } = may({ acts: profile.consents }, '', PURPOSE, now);
  if (counting && because === 'never_asked' && profile.consents.length === 0) return undefined;
  const detail = `The purpose ${PURPOSE} is missing (${because === 'granted' ? 'too_young' : because}); nothing personal is predicted`;
  return { code: 'purpose_missing', purpose: PURPOSE, detail };
}
