// The one permission question: may we use this person's data for this purpose on this channel, now, and on what ground?

export const purposes = [
  'service',
  'analytics',
  'personalisation',
  'instore',
  'location',
  'marketing.email',
  'marketing.push',
  'marketing.sms',
  'marketing.phone',
  'marketing.post',
  'health',
] as const;
export type PurposeName = (typeof purposes)[number];
export const isPurpose = (name: string): name is PurposeName => (purposes as readonly string[]).includes(name);

/** One act of saying yes or no, as evidence. Times are epoch ms. */
export interface ConsentAct {
  id: string;
  nodeId: string;
  purpose: PurposeName;
  /** E-mail address, phone number or push token the act is about; '' when the purpose has none. */
  contactPoint: string;
  action: 'grant' | 'withdraw';
  at: number;
  recordedAt: number;
  source: string;
}

export interface Permission {
  yes: boolean;
  because: 'contract' | 'granted' | 'withdrawn' | 'never_asked' | 'too_young' | 'expired';
  /** The act it rests on. */
  proofId?: string;
}

/** What is known of the person beside the acts. */
export interface PermissionSubject {
  acts: readonly ConsentAct[];
  /** YYYY-MM-DD, where known. */
  birthday?: string | undefined;
}

const yearMs = 365.25 * 86_400_000;
/** German law: no own consent to online services below this age. */
const ageOfConsent = 16;
/** Presence in the store is asked again every year. */
const locationValidMs = yearMs;

/**
 * The newest act per contact point decides; at the same time a withdrawal beats a grant. `service` rests on the contract
 * and needs no consent; every other purpose is off until granted. Marketing purposes ask for the contact point that will be used.
 */
export function may(subject: PermissionSubject, contactPoint: string, purpose: PurposeName, now: number): Permission {
  if (purpose === 'service') return { yes: true, because: 'contract' };
  const acts = subject.acts.filter((a) => a.purpose === purpose && a.at <= now && applies(a, purpose, contactPoint));
  const last = acts.reduce<ConsentAct | undefined>((best, act) => (best === undefined || beats(act, best) ? act : best), undefined);
  if (!last) return { yes: false, because: 'never_asked' };
  if (last.action === 'withdraw') return { yes: false, because: 'withdrawn', proofId: last.id };
  if (subject.birthday && ageAt(subject.birthday, now) < ageOfConsent) return { yes: false, because: 'too_young', proofId: last.id };
  if (purpose === 'location' && now - last.at > locationValidMs) return { yes: false, because: 'expired', proofId: last.id };
  return { yes: true, because: 'granted', proofId: last.id };
}

/** An act without contact point covers all of them; a question without one is about the purpose as such. */
function applies(act: ConsentAct, purpose: PurposeName, contactPoint: string): boolean {
  if (!purpose.startsWith('marketing.') || contactPoint === '' || act.contactPoint === '') return true;
  return act.contactPoint === contactPoint;
}

function beats(act: ConsentAct, best: ConsentAct): boolean {
  if (act.at !== best.at) return act.at > best.at;
  if (act.action !== best.action) return act.action === 'withdraw';
  return act.id > best.id;
}

/** Whole years between a YYYY-MM-DD birthday and an instant (UTC day). */
export function ageAt(birthday: string, now: number): number {
  const born = new Date(`${birthday.slice(0, 10)}T00:00:00Z`);
  const today = new Date(now);
  const before =
    today.getUTCMonth() < born.getUTCMonth() || (today.getUTCMonth() === born.getUTCMonth() && today.getUTCDate() < born.getUTCDate());
  return today.getUTCFullYear() - born.getUTCFullYear() - (before ? 1 : 0);
}

/** The purposes a person may be served with now. */
export function allowedPurposes(subject: PermissionSubject, now: number): Set<PurposeName> {
  return new Set(purposes.filter((purpose) => may(subject, '', purpose, now).yes));
}
