// The product's own read API as the corpus adapter uses it: events, profiles, consents, counts, all with the secret key.

const argument = process.argv.indexOf('--base');
const BASE = (argument > 0 ? process.argv[argument + 1] : undefined) ?? process.env.FADEN_URL ?? 'http://127.0.0.1:4200';

/** GET with the secret key: `{status, body, headers}`; body is undefined when it is no JSON. */
export async function get(path, fixtures) {
  const key = process.env.FADEN_SECRET_KEY ?? fixtures.SK_SERVER_A;
  const response = await fetch(BASE + path, { headers: { authorization: `Bearer ${key}` } });
  const text = await response.text();
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  return { status: response.status, body, headers: response.headers, text };
}

/** POST without any key but the given headers, for comparing answers. */
export async function post(path, headers, body) {
  const response = await fetch(BASE + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

/** Events stored under a messageId, whichever source they came from. */
export async function eventsOf(messageId, fixtures) {
  const { status, body } = await get(`/api/v1/events?messageId=${encodeURIComponent(messageId)}`, fixtures);
  if (status !== 200 || !Array.isArray(body?.items)) throw new Error(`GET /api/v1/events answers ${status}`);
  return body.items;
}

/** The profile an identifier leads to, undefined when nobody has it. */
export async function profileBy(type, value, fixtures) {
  const { status, body } = await get(`/api/v1/profiles/by/${type}/${encodeURIComponent(value)}`, fixtures);
  if (status === 404 || status === 400 || status === 422) return undefined;
  if (status !== 200) throw new Error(`GET /api/v1/profiles/by/${type} answers ${status}`);
  return body;
}

/** Raw events of the profile behind an identifier, newest first; none when there is no profile. */
export async function eventsBy(type, value, fixtures) {
  const { status, body } = await get(`/api/v1/profiles/by/${type}/${encodeURIComponent(value)}/events?limit=1000`, fixtures);
  return status === 200 && Array.isArray(body?.items) ? body.items : [];
}

/** How many events were counted without an id so far. */
export async function countedWithoutId(fixtures) {
  const { status, body } = await get('/api/v1/ingest/counts', fixtures);
  if (status !== 200) return undefined;
  return (body.items ?? []).reduce((sum, row) => sum + row.count, 0);
}

/** Answers of several paths as one comparable text; undefined when none of them exists. */
export async function figures(paths, fixtures) {
  const answers = [];
  for (const path of paths) {
    const { status, text } = await get(path, fixtures);
    if (status === 200) answers.push([path, text]);
  }
  return answers.length === 0 ? undefined : JSON.stringify(answers);
}

/** The parts of a profile a forged call must not change. */
export function essence(profile) {
  if (profile === undefined) return 'none';
  const { id, externalId, identifiers, traits, purchases, consents, loyalty } = profile;
  return JSON.stringify({ id, externalId, identifiers: sorted(identifiers), traits, purchases, consents: sorted(consents), loyalty });
}

function sorted(list) {
  return Array.isArray(list) ? list.map((item) => JSON.stringify(item)).sort() : list;
}
