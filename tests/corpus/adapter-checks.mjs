// The corpus' post-conditions by name: what each of them means when read back from Faden.
import { isDeepStrictEqual } from 'node:util';
import { countedWithoutId, essence, eventsBy, eventsOf, figures, get, post, profileBy } from './adapter-api.mjs';
import { attributionPaths, STAFF } from './adapter-paths.mjs';
import { PERSON_CHECKS } from './adapter-people.mjs';

/** The stored twin of the first event sent, found by messageId or else by its anonymousId. */
export async function storedEvent(ctx) {
  const [first] = ctx.sent;
  if (first?.messageId) return (await eventsOf(first.messageId, ctx.fixtures))[0];
  return first?.anonymousId ? (await eventsBy('anonymousId', first.anonymousId, ctx.fixtures))[0] : undefined;
}

/** The value at a JSON pointer. */
export function at(value, pointer) {
  return pointer
    .slice(1)
    .split('/')
    .reduce((inner, key) => inner?.[key], value);
}

async function storedOnce(messageId, ctx) {
  if (messageId !== '') return (await eventsOf(messageId, ctx.fixtures)).length === 1;
  for (const one of ctx.sent) {
    const found = one.messageId
      ? await eventsOf(one.messageId, ctx.fixtures)
      : await eventsBy('anonymousId', one.anonymousId, ctx.fixtures);
    if (found.length !== 1) return false;
  }
  return ctx.sent.length > 0;
}

/** Nothing under any messageId or fresh anonymousId sent; a literal anonymousId has no more events than before; no counts. */
async function notStored(_, ctx) {
  for (const one of ctx.sent) {
    if (typeof one?.messageId === 'string' && one.messageId !== '' && (await eventsOf(one.messageId, ctx.fixtures)).length > 0)
      return false;
    const anonymousId = one?.anonymousId;
    if (typeof anonymousId !== 'string' || anonymousId.trim() === '' || anonymousId === ctx.before.literal) continue;
    if ((await eventsBy('anonymousId', anonymousId, ctx.fixtures)).length > 0) return false;
  }
  if (ctx.before.literal && (await eventsBy('anonymousId', ctx.before.literal, ctx.fixtures)).length !== ctx.before.literalEvents)
    return false;
  return (await countedWithoutId(ctx.fixtures)) === ctx.before.counted;
}

/** The value read back: exactly as sent, or as the case says it must be stored. A refused alternative has none. */
async function readback(pointer, ctx) {
  const event = await storedEvent(ctx);
  if (event === undefined) return false;
  const wanted = ctx.want?.outcome === 'accept_as' ? ctx.want.value : at(ctx.sent[0], pointer);
  const inert = ctx.want?.outcome !== 'accept_inert' || (await inertAnswer(event, ctx));
  return inert && isDeepStrictEqual(at(event, pointer), wanted);
}

/** A browser that opens the read API's answer directly can never run what is in it. */
async function inertAnswer(event, ctx) {
  const { headers } = await get(`/api/v1/events?messageId=${encodeURIComponent(event.messageId)}`, ctx.fixtures);
  return /^application\/json\b/.test(headers.get('content-type') ?? '') && headers.get('x-content-type-options') === 'nosniff';
}

const NEAR = { now: 0, 'now-10s': -10_000 };

async function timeNear(which, ctx) {
  const event = await storedEvent(ctx);
  return Math.abs(Date.parse(event.timestamp) - (Date.parse(event.receivedAt) + NEAR[which])) < 3_000;
}

async function flagged(name, ctx) {
  return (await storedEvent(ctx))?.quality.includes(name) === true;
}

async function masked(pointer, ctx) {
  const [event, sent] = [at(await storedEvent(ctx), pointer), at(ctx.sent[0], pointer)];
  const digits = String(sent).replace(/\W/g, '');
  return (
    event !== sent &&
    !String(event ?? '')
      .replace(/\W/g, '')
      .includes(digits.slice(4))
  );
}

/** The stored event fulfils a condition. */
function stored(condition) {
  return async (parameter, ctx) => {
    const event = await storedEvent(ctx);
    return event !== undefined && condition(event, ctx, parameter) === true;
  };
}

function keyNames(value) {
  if (typeof value !== 'object' || value === null) return [];
  return [...Object.keys(value), ...Object.values(value).flatMap(keyNames)];
}

/** The same answer for a known and an unknown user, items aside. */
async function sameAsUnknown(_, ctx) {
  const stranger = { ...ctx.decision, subject: { userId: `nobody-${ctx.ctx.once}` } };
  const key = Buffer.from(`${ctx.fixtures.WK_WEB_A}:`).toString('base64');
  const other = await post('/v1/decisions', { authorization: `Basic ${key}`, origin: 'https://shop-a.example' }, stranger);
  const shape = (text) => [...new Set(keyNames(JSON.parse(text, (name, value) => (name === 'items' ? [] : value))))].sort();
  return other.status === ctx.response.status && isDeepStrictEqual(shape(other.text), shape(ctx.response.text));
}

async function noProfileData(_, ctx) {
  const person = await profileBy('userId', ctx.fixtures.USER_1, ctx.fixtures);
  const secrets = [
    person?.id,
    ctx.fixtures.CUST_1,
    ctx.fixtures.MAIL_CUST_1,
    ctx.fixtures.PHONE_CUST_1,
    ctx.fixtures.CARD_1,
    'segment',
    'traits',
  ];
  return person !== undefined && secrets.every((secret) => !ctx.response.text.includes(secret));
}

async function notPolluted(_, ctx) {
  const found = ctx.sent[0]?.messageId ? await eventsOf(ctx.sent[0].messageId, ctx.fixtures) : [];
  const probe = await get('/api/v1/profiles/by/userId/pollution-probe', ctx.fixtures);
  return !/polluted|isAdmin|__proto__/.test(JSON.stringify(found)) && !/polluted|isAdmin/.test(probe.text);
}

async function onlyCounted(_, ctx) {
  const after = await countedWithoutId(ctx.fixtures);
  return after > ctx.before.counted && (await eventsOf(ctx.sent[0].messageId, ctx.fixtures)).length === 0;
}

/** The event started nothing: no decision was made for the person and nothing was sent. */
async function noTriggers(_, ctx) {
  const event = await storedEvent(ctx);
  const { status, body } = await get(`/api/v1/profiles/${event.profileId}/decisions`, ctx.fixtures);
  if (status === 404) return event.quality.includes('late');
  return status === 200 && (body.items ?? []).length === 0;
}

export const CHECKS = {
  ...PERSON_CHECKS,
  'readback:': readback,
  stored_once: (_, ctx) => storedOnce('', ctx),
  'stored_once:': storedOnce,
  not_stored: notStored,
  'quality:': flagged,
  'timestamp≈': timeNear,
  clamped_to_received: stored((event) => event.timestamp === event.receivedAt),
  no_negative_age: stored((event) => Date.parse(event.timestamp) <= Date.parse(event.receivedAt)),
  'not_in_reports_of:': stored((event, _, year) => !event.timestamp.startsWith(year)),
  zone_policy_documented: stored((event) => event.quality.includes('timestamp_zone_assumed')),
  no_triggers_fired: noTriggers,
  parsed_as_json: stored((event, ctx) => isDeepStrictEqual(event.properties, ctx.sent[0].properties)),
  not_a_new_event_type_silently: stored((event) => event.event === 'Product Viewed' || event.quality.includes('event_renamed')),
  'item_reported:': async (index, ctx) =>
    JSON.parse(ctx.response.text).errors.some((error) => String(error.index) === index && error.path && error.message),
  message_id_assigned: stored((event) => typeof event.messageId === 'string' && event.messageId.length >= 16),
  ip_from_connection_or_none: stored((event) => event.context?.ip !== '8.8.8.8'),
  ip_from_trusted_proxy_only: stored((event, ctx) => !JSON.stringify(event).includes(ctx.headers['x-forwarded-for'])),
  keys_capped_and_flagged: stored((event) => Object.keys(event.properties).length <= 1_000 && event.quality.includes('properties_capped')),
  capped_and_flagged: stored((event) => event.traits.firstName.length < 5_000 && event.quality.includes('firstName_capped')),
  depth_capped_and_flagged: stored((event) => event.quality.includes('depth_capped')),
  key_dropped_and_flagged: stored((event) => event.quality.includes('key_dropped') && !/\\u0000|\\ud800/.test(JSON.stringify(event))),
  'query_secrets_masked:': stored((event, _, pointer) => !/a%40b\.de|a@b\.de|abc/.test(at(event, pointer))),
  'masked:': masked,
  'key_absent:': stored((event, _, key) => !keyNames({ p: event.properties, t: event.traits, c: event.context }).includes(key)),
  'digits:': stored((event, _, digits) => JSON.stringify(event.properties).includes(digits)),
  'same_value_in:': async (_, ctx) => (await storedEvent(ctx))?.userId === ctx.sent[0].userId,
  pollution_free: notPolluted,
  counted_only_in_aggregate: onlyCounted,
  response_has_no_profile_data: noProfileData,
  same_as_unknown_user: sameAsUnknown,
  attribution_unchanged: async (_, ctx) => same(await figures(attributionPaths(ctx.fixtures), ctx.fixtures), ctx.before.attribution),
  staff_stats_unchanged: async (_, ctx) => {
    return same(await figures(STAFF, ctx.fixtures), ctx.before.staff);
  },
  'unchanged:': async (who, ctx) => {
    if (who !== 'PROFILE_1' && who !== 'CUST_1') return undefined;
    return essence(await profileBy('userId', ctx.fixtures.USER_1, ctx.fixtures)) === (ctx.before.person ?? 'none');
  },
};

/** Undefined when the figure does not exist in this installation: then nothing was shown. */
function same(after, before) {
  return after === undefined ? undefined : after === before;
}
