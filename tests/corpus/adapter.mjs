// Adapter of the bad-input corpus for Faden: remembers what was sent and checks every post-condition through the read API.
import crypto from 'node:crypto';
import { countedWithoutId, essence, eventsBy, figures, get, profileBy } from './adapter-api.mjs';
import { CHECKS } from './adapter-checks.mjs';
import { attributionPaths, STAFF } from './adapter-paths.mjs';

/** What the last case sent and what was true before it. One case runs at a time. */
export const memory = { sent: [], anonymousId: undefined, headers: {}, before: {} };

/** Takes the state a case may not change. */
export async function before(one, fixtures) {
  const raw = one.body ?? (one.bodyBase64 ? Buffer.from(one.bodyBase64, 'base64').toString('latin1') : (one.bodyGen?.prefix ?? ''));
  const literal = /"anonymousId":"([^"{]+)"/.exec(raw)?.[1];
  const tokens = [one.expect, ...(one.expect.anyOf ?? [])].flatMap((want) => want.then ?? []).join(' ');
  const state = { literal, counted: await countedWithoutId(fixtures) };
  if (literal) state.literalEvents = (await eventsBy('anonymousId', literal, fixtures)).length;
  if (/unchanged|merge|no_send/.test(tokens)) {
    const person = await profileBy('userId', fixtures.USER_1, fixtures);
    state.person = essence(person);
    state.loyalty = JSON.stringify(person?.loyalty ?? null);
    state.second = essence(await profileBy('userId', fixtures.USER_2, fixtures));
    state.consents = await figures([`/api/v1/consents?profile=${fixtures.CUST_1}`], fixtures);
    state.timeline = await figures(
      [`/api/v1/profiles/${fixtures.CUST_1}/timeline`, `/api/v1/profiles/${fixtures.CUST_1}/decisions`],
      fixtures,
    );
  }
  if (tokens.includes('attribution')) state.attribution = await figures(attributionPaths(fixtures), fixtures);
  if (tokens.includes('staff')) state.staff = await figures(STAFF, fixtures);
  memory.before = state;
}

/** Fixes the fresh ids and times of a case so that they can be looked up later, and translates logical paths. */
export function request(one, fixtures) {
  const fix = (text) => text?.replace(/\{\{(uuid|rand_ip|now(?:[+-]\d+[smhd])*)\}\}/g, (_, name) => fresh(name));
  const fixed = {
    ...one,
    body: fix(one.body),
    headers: Object.fromEntries(Object.entries(one.headers ?? {}).map(([k, v]) => [k, fix(v)])),
  };
  if (one.bodyGen) fixed.bodyGen = { ...one.bodyGen, prefix: fix(one.bodyGen.prefix) };
  memory.headers = fixed.headers;
  memory.text = fixed.body ?? fixed.bodyGen?.prefix ?? '';
  memory.at = Date.now();
  return one.path.startsWith('/v1/decide') ? asDecision(fixed, fixtures) : fixed;
}

function fresh(name) {
  if (name === 'uuid') return crypto.randomUUID();
  if (name === 'rand_ip') return Array.from({ length: 4 }, () => crypto.randomInt(1, 251)).join('.');
  let at = Date.now();
  const units = { s: 1e3, m: 6e4, h: 36e5, d: 864e5 };
  for (const [, count, unit] of name.matchAll(/([+-]\d+)([smhd])/g)) at += Number(count) * units[unit];
  return new Date(at).toISOString();
}

/** The corpus' logical `GET /v1/decide?slot=&userId=` is a POST here. */
function asDecision(one, fixtures) {
  const userId = new URL(one.path, 'http://x').searchParams.get('userId')?.replace('{{USER_1}}', fixtures.USER_1);
  const body = { placements: [{ id: 'web.home.row1', limit: 3 }], subject: { userId }, channel: 'web' };
  memory.decision = body;
  return {
    ...one,
    method: 'POST',
    path: '/v1/decisions',
    headers: { ...one.headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

/** The events of the last request as sent, placeholders of the case and the fixtures filled in. */
export function sentEvents(ctx) {
  const text = memory.text
    .replace(/\{\{(?:case|uuid_once)\}\}/g, ctx.ctx.once)
    .replace(/\{\{([A-Z][A-Z0-9_]*)\}\}/g, (whole, name) => ctx.fixtures[name] ?? whole);
  try {
    const value = JSON.parse(text.replace(/^\ufeff/, ''));
    return Array.isArray(value?.batch) ? value.batch : [value];
  } catch {
    const messageId = /"messageId":"([^"]+)"/.exec(text)?.[1];
    const anonymousId = /"anonymousId":"([^"]+)"/.exec(text)?.[1];
    return messageId || anonymousId ? [{ messageId, anonymousId }] : [];
  }
}

/** Checks one post-condition: true, false, or undefined when this product cannot tell. */
export async function check(token, ctx) {
  const name = Object.keys(CHECKS).find((known) => token === known || (/[:≈]$/.test(known) && token.startsWith(known)));
  if (name === undefined) return undefined;
  const alive = await get('/healthz', ctx.fixtures);
  if (alive.status !== 200) return false;
  const parameter = token.slice(name.length).replace(/\{\{(?:case|uuid_once)\}\}/g, ctx.ctx.once);
  return CHECKS[name](parameter, {
    ...ctx,
    sent: sentEvents(ctx),
    before: memory.before,
    headers: memory.headers,
    decision: memory.decision,
  });
}
