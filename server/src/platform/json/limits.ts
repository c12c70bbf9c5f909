// The published size limits of the event intake and the fixed refusals it shares.

export interface IngestLimits {
  /** Bytes of a body, on the wire and inflated. */
  bodyBytes: number;
  /** Bytes of one event as JSON. */
  eventBytes: number;
  /** Levels of nesting inside a body. */
  depth: number;
  /** Events in one batch. */
  batchItems: number;
}

export const LIMITS: IngestLimits = { bodyBytes: 512_000, eventBytes: 32_768, depth: 64, batchItems: 5_000 };

/** An item of a batch that was refused while the others were kept. `path` starts with `batch[index]`. */
export interface ItemRefusal {
  index: number;
  path: string;
  message: string;
}

export interface BodyRefusal {
  ok: false;
  status: 400 | 413 | 415 | 422;
  code: string;
  detail: string;
  path?: string;
}

export type Json = Record<string, unknown>;

/** True for a JSON object: not null, not an array. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A refusal of the whole call. */
export function refuseBody(status: BodyRefusal['status'], code: string, detail: string, path?: string): BodyRefusal {
  return path === undefined ? { ok: false, status, code, detail } : { ok: false, status, code, detail, path };
}

/** A refusal of one item; `field` is the path inside the item, empty for the item itself. */
export function refuseItem(index: number, field: string, message: string): ItemRefusal {
  const dot = field === '' || field.startsWith('[') ? '' : '.';
  return { index, path: `batch[${index}]${dot}${field}`, message };
}
