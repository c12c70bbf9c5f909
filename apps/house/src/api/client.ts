// Talks to the server: same origin, cookie or secret key, problems turned into one kind of error.

/** A refused or failed call. `status` 0 means that the server was not reached. */
export class ApiError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const KEY = 'faden.secretKey';
const watchers = new Set<() => void>();
let needed = false;

const tell = () => {
  for (const watcher of watchers) watcher();
};

/** Whether the server asked for a key; the page then shows the form instead of data. */
export const access = {
  needed: () => needed,
  watch(watcher: () => void) {
    watchers.add(watcher);
    return () => void watchers.delete(watcher);
  },
  /** Keeps the key for this window only. */
  give(key: string) {
    sessionStorage.setItem(KEY, key);
    needed = false;
    tell();
  },
  refused() {
    if (needed) return;
    needed = true;
    tell();
  },
  hadKey: () => sessionStorage.getItem(KEY) !== null,
};

/** The headers that open the door: Bearer when a key was given, else the cookie alone. */
export function authHeaders(): Record<string, string> {
  const key = sessionStorage.getItem(KEY);
  return key ? { authorization: `Bearer ${key}` } : {};
}

/** One more header set for calls that a public visitor would make. */
export const asVisitor = (writeKey: string) => ({ authorization: `Basic ${btoa(`${writeKey}:`)}` });

async function problemOf(answer: Response): Promise<string> {
  const body: unknown = await answer.json().catch(() => null);
  if (body && typeof body === 'object') {
    const { detail, title } = body as { detail?: unknown; title?: unknown };
    if (typeof detail === 'string') return detail;
    if (typeof title === 'string') return title;
  }
  return `${answer.status} ${answer.statusText}`;
}

/** Calls the server and gives the answer as JSON. */
export async function call<T>(path: string, init: { method?: string; body?: unknown; headers?: Record<string, string> } = {}): Promise<T> {
  const headers = { accept: 'application/json', ...authHeaders(), ...init.headers };
  const send: RequestInit = { method: init.method ?? 'GET', credentials: 'same-origin', headers };
  if (init.body !== undefined) {
    send.body = JSON.stringify(init.body);
    send.headers = { ...headers, 'content-type': 'application/json' };
  }
  const answer = await fetch(path, send).catch((cause: unknown) => {
    throw new ApiError(0, cause instanceof Error ? cause.message : String(cause));
  });
  if (answer.status === 401 && path.startsWith('/api/')) access.refused();
  if (!answer.ok) throw new ApiError(answer.status, await problemOf(answer));
  if (answer.status === 204) return undefined as T;
  return (await answer.json()) as T;
}

/** POST with a JSON body. */
export const post = <T>(path: string, body: unknown, headers?: Record<string, string>) =>
  call<T>(path, { method: 'POST', body, ...(headers ? { headers } : {}) });
