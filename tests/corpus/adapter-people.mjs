// The corpus' post-conditions about people: who was joined with whom, which identities, consents and points exist.
import { eventsOf, figures, get, profileBy } from './adapter-api.mjs';

/** The profile the sent anonymousId leads to. */
async function newcomer(ctx) {
  const anonymousId = ctx.sent[0]?.anonymousId;
  return anonymousId ? profileBy('anonymousId', anonymousId, ctx.fixtures) : undefined;
}

const person = (ctx, number = 1) => profileBy('userId', ctx.fixtures[`USER_${number}`], ctx.fixtures);

async function noMerge(parameter, ctx) {
  const known = await person(ctx);
  if (known === undefined) return false;
  if (parameter === 'PROFILE_1,PROFILE_2') return known.id !== (await person(ctx, 2))?.id;
  const fresh = await newcomer(ctx);
  const own = [ctx.sent[0]?.anonymousId, ctx.sent[0]?.traits?.email].filter(Boolean);
  return fresh?.id !== known.id && !known.identifiers.some((one) => own.includes(one.value));
}

async function merged(_, ctx) {
  const known = await person(ctx);
  return known !== undefined && (await newcomer(ctx))?.id === known.id;
}

/** Every claimed userId leads to a person of its own. */
async function notGlued(count, ctx) {
  const ids = new Set();
  for (const one of ctx.sent) ids.add((await profileBy('userId', one.userId, ctx.fixtures))?.id ?? one.userId);
  return ids.size === Number(count);
}

async function consentUnchanged(_, ctx) {
  const after = await figures([`/api/v1/consents?profile=${ctx.fixtures.CUST_1}`], ctx.fixtures);
  return after === undefined ? undefined : after === ctx.before.consents;
}

/** Nothing new was sent to or decided for the customer beyond the sent event itself. */
async function noSend(_, ctx) {
  const paths = [`/api/v1/profiles/${ctx.fixtures.CUST_1}/timeline`, `/api/v1/profiles/${ctx.fixtures.CUST_1}/decisions`];
  const after = await figures(paths, ctx.fixtures);
  return after === undefined ? undefined : after === ctx.before.timeline;
}

async function pointsUnchanged(_, ctx) {
  return JSON.stringify((await person(ctx))?.loyalty ?? null) === ctx.before.loyalty;
}

/** A forged order is neither an order nor a purchase of anybody. */
async function noRevenue(_, ctx) {
  const number = ctx.sent[0]?.properties?.order_id;
  if (number !== undefined && (await get(`/api/v1/orders/${encodeURIComponent(number)}`, ctx.fixtures)).status !== 404) return false;
  return ((await newcomer(ctx))?.purchases ?? []).length === 0;
}

async function nothingFor(name, ctx) {
  const found = await eventsOf(ctx.sent[0].messageId, ctx.fixtures);
  return found.length === 0 && (await profileBy('anonymousId', ctx.fixtures[name], ctx.fixtures)) === undefined;
}

/** Off: there is nobody to personalise for, or the permission function says no. */
async function purposeOff(parameter, ctx) {
  const anonymousId = parameter.slice(parameter.indexOf(':') + 1);
  const profile = await profileBy('anonymousId', anonymousId, ctx.fixtures);
  if (profile === undefined) return true;
  const { status, body } = await get(`/api/v1/consents/check?profile=${profile.id}&purpose=personalisation`, ctx.fixtures);
  if (status !== 200) return undefined;
  return (body.allowed ?? body.may ?? body.yes) === false;
}

async function identityMatches(parameter, ctx) {
  const [type, value] = split(parameter);
  const [stored] = await eventsOf(ctx.sent[0].messageId, ctx.fixtures);
  const found = await profileBy(type, value, ctx.fixtures);
  return found !== undefined && found.id === stored?.profileId;
}

async function identityDiffers(parameter, ctx) {
  const [type, value] = split(parameter);
  const [stored] = await eventsOf(ctx.sent[0].messageId, ctx.fixtures);
  return stored !== undefined && (await profileBy(type, value, ctx.fixtures))?.id !== stored.profileId;
}

function split(parameter) {
  const colon = parameter.indexOf(':');
  return [parameter.slice(0, colon), parameter.slice(colon + 1)];
}

/** The identifiers of one kind of the person the event belongs to. */
async function identifiersOfEvent(type, ctx) {
  const [stored] = await eventsOf(ctx.sent[0].messageId, ctx.fixtures);
  if (stored === undefined) return undefined;
  const { status, body } = await get(`/api/v1/profiles/${stored.profileId}`, ctx.fixtures);
  return status === 200 ? body.identifiers.filter((one) => one.type === type).map((one) => one.value) : undefined;
}

async function noEmail(_, ctx) {
  const emails = await identifiersOfEvent('email', ctx);
  return emails !== undefined && emails.length === 0 && (await profileBy('email', ctx.sent[0].traits.email, ctx.fixtures)) === undefined;
}

async function plainPhones(_, ctx) {
  const phones = await identifiersOfEvent('phone', ctx);
  return phones?.every((phone) => /^\+[1-9]\d{9,14}$/.test(phone) && !phone.startsWith('+9999')) === true;
}

/** Nobody is found by the placeholder and the event's own person does not carry it. */
async function noIdentity(value, ctx) {
  if (value !== '' && (await profileBy('userId', value, ctx.fixtures)) !== undefined) return false;
  const ids = await identifiersOfEvent('userId', ctx);
  return ids?.includes(value) !== true;
}

export const PERSON_CHECKS = {
  'no_merge:': noMerge,
  'merged:': merged,
  'profiles_not_glued:': notGlued,
  'consent_unchanged:': consentUnchanged,
  no_send: noSend,
  revenue_unchanged: noRevenue,
  not_counted_as_revenue: noRevenue,
  'points_unchanged:': pointsUnchanged,
  'nothing_stored_for:': nothingFor,
  'no_profile_for:': async (anonymousId, ctx) => (await profileBy('anonymousId', anonymousId, ctx.fixtures)) === undefined,
  'purpose_off:': purposeOff,
  'matches_identity:': identityMatches,
  'no_match:': identityDiffers,
  email_not_an_identity: noEmail,
  'not_contactable:': noEmail,
  phone_normalised_or_not_identity: plainPhones,
  'no_identity_created:': noIdentity,
};
