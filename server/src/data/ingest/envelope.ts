// Which kind of call a path is, and the events inside its body.

import type { BodyRefusal, IngestLimits, ItemRefusal } from '../../platform/json/index.ts';
import { isObject, LIMITS, refuseBody, refuseItem } from '../../platform/json/index.ts';
import { readInstant } from './time.ts';
import type { EventType } from './wire-event.ts';

export type CallKind = { kind: 'single'; type: EventType } | { kind: 'batch' };

// biome-ignore format: a table
const TYPES: Readonly<Record<string, EventType>> = {
  identify: 'identify', i: 'identify', track: 'track', t: 'track', page: 'page', p: 'page', screen: 'screen', s: 'screen',
  group: 'group', g: 'group', alias: 'alias', a: 'alias',
};
const BATCHES = new Set(['batch', 'b', 'import']);
const PATH = /^\/(?:v1|beacon\/v1|api\/s\/s2s|api\/s)\/([a-z]+)\/?$/;

/** The kind of call behind an ingest path, or undefined when the path is none. */
export function callKind(path: string): CallKind | undefined {
  const query = path.indexOf('?');
  const name = PATH.exec(query === -1 ? path : path.slice(0, query))?.[1];
  if (name === undefined) return undefined;
  if (BATCHES.has(name)) return { kind: 'batch' };
  const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
  return type === undefined ? undefined : { kind: 'single', type };
}

export interface Envelope {
  ok: true;
  single: boolean;
  typeFromPath?: EventType;
  /** When the client says it sent the batch. */
  sentAt?: number;
  /** The usable items with their place in the batch (0 for a single call). */
  items: { index: number; item: unknown }[];
  refused: ItemRefusal[];
}

/** Takes the events out of a parsed body. `refused` are the items the body reader already refused. */
export function normaliseBody(
  value: unknown,
  path: string,
  refused: readonly ItemRefusal[] = [],
  limits: IngestLimits = LIMITS,
): Envelope | BodyRefusal {
  const call = callKind(path);
  if (call === undefined) return refuseBody(400, 'unknown_call', 'This path takes no events.');
  if (!isObject(value)) return refuseBody(400, 'not_an_object', 'The body must be a JSON object.');
  if (call.kind === 'single') return { ok: true, single: true, typeFromPath: call.type, items: [{ index: 0, item: value }], refused: [] };
  const batch = value['batch'];
  if (!Array.isArray(batch)) return refuseBody(422, 'batch_missing', 'batch is missing or not a list of events.', 'batch');
  if (batch.length > limits.batchItems)
    return refuseBody(413, 'batch_too_long', `batch holds more than ${limits.batchItems} events.`, 'batch');
  const envelope: Envelope = { ok: true, single: false, items: [], refused: [...refused] };
  const sentAt = readInstant(value['sentAt']);
  if (sentAt !== undefined) envelope.sentAt = sentAt;
  const skip = new Set(refused.map((refusal) => refusal.index));
  for (const [index, item] of batch.entries()) {
    if (skip.has(index)) continue;
    if (isObject(item)) envelope.items.push({ index, item });
    else envelope.refused.push(refuseItem(index, '', `batch[${index}] must be a JSON object.`));
  }
  return envelope;
}
