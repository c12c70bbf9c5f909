// The HTTP calls of the demo: like any outside system, with a secret or a public key.

/** Where to send and how to be let in: by a secret key, or by the session of the installation's owner. */
export interface WayIn {
  baseUrl: string;
  writeKey: string;
  secretKey?: string;
  cookie?: string;
}
/** The way in, and what ends a call early. */
export interface SenderOptions extends WayIn {
  signal?: AbortSignal;
}
/** The calls. */
export interface Sender {
  /** Whether the server has something at this address. */
  knows(path: string): Promise<boolean>;
  put(path: string, body: unknown): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
  /** As a visitor's browser would: with the write key. */
  postPublic(path: string, body: unknown): Promise<unknown>;
}

const BUSY = new Set([429, 503]);
const TRIES = 5;

/** Sends; waits when the server is busy, takes "already there" (409) as done, and says what was refused. */
export function createSender({ baseUrl, secretKey, cookie, writeKey, signal }: SenderOptions): Sender {
  const secret: Record<string, string> = secretKey ? { authorization: `Bearer ${secretKey}` } : { cookie: cookie ?? '' };
  const visitor = { authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}` };
  async function send(method: string, path: string, body: unknown, way: Record<string, string>): Promise<unknown> {
    const init = {
      method,
      headers: { 'content-type': 'application/json', ...way },
      body: JSON.stringify(body),
      ...(signal ? { signal } : {}),
    };
    for (let n = 1; ; n++) {
      const answer = await fetch(new URL(path, baseUrl), init);
      const text = await answer.text();
      if (answer.ok || answer.status === 409) return text === '' ? null : (JSON.parse(text) as unknown);
      if (!BUSY.has(answer.status) || n === TRIES) throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 400)}`);
      await new Promise((done) => setTimeout(done, Number(answer.headers.get('retry-after') ?? 1) * 1000));
    }
  }
  return {
    knows: async (path) => (await fetch(new URL(path, baseUrl), { headers: secret })).ok,
    put: (path, body) => send('PUT', path, body, secret),
    post: (path, body) => send('POST', path, body, secret),
    postPublic: (path, body) => send('POST', path, body, visitor),
  };
}
