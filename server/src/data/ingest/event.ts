// One event of any SDK, checked and brought into the one form everything behind the intake reads.

import type { Json } from '../../platform/json/index.ts';
import { isObject } from '../../platform/json/index.ts';
import type { Cleaning } from './clean.ts';
import { cleanRecord } from './clean.ts';
import { readCommerce } from './commerce.ts';
import { isSharedDevice, readChannel, readConsent, splitContext } from './context.ts';
import { checkSize, problem, readHead, readTimes, readType } from './event-head.ts';
import { readIdentities, readTraits } from './traits.ts';
import type { EventContext, Normalised, WireEvent } from './wire-event.ts';

export type { Trust } from './context.ts';
export type { EventContext, EventType, Normalised, WireEvent } from './wire-event.ts';
export { EVENT_TYPES } from './wire-event.ts';

/** Checks one event; what can be kept without guessing is kept and flagged, the rest is refused naming the field. */
export function normaliseEvent(item: unknown, ctx: EventContext): Normalised {
  if (!isObject(item)) return { ok: false, path: '', message: 'An event must be a JSON object.' };
  const cleaning: Cleaning = { quality: [] };
  checkSize(item, ctx, cleaning);
  const type = readType(item['type'], ctx.typeFromPath, cleaning);
  if (type === undefined || cleaning.problem !== undefined) return failed(cleaning);
  const event = readHead(item, type, ctx, cleaning);
  readTimes(item, event, ctx, cleaning);
  if (cleaning.problem === undefined) readObjects(item, event, ctx, cleaning);
  return cleaning.problem === undefined ? { ok: true, event } : failed(cleaning);
}

function failed(cleaning: Cleaning): Normalised {
  return { ok: false, ...(cleaning.problem ?? { path: '', message: 'The event cannot be read.' }) };
}

/** Properties, traits and context with all that is derived from them. */
function readObjects(item: Json, event: WireEvent, ctx: EventContext, cleaning: Cleaning): void {
  const split = splitContext(record(item, 'context', cleaning), ctx.trust);
  event.context = cleanRecord(split.context, 'context', cleaning);
  if (split.identityToken !== undefined) event.identityToken = split.identityToken;
  const aside = event.type === 'identify' && isObject(event.context['traits']) ? event.context['traits'] : undefined;
  const traits = cleanRecord(record(item, 'traits', cleaning), 'traits', cleaning);
  event.traits = readTraits(aside === undefined ? traits : { ...aside, ...traits }, cleaning);
  const { properties, ...commerce } = readCommerce(
    cleanRecord(record(item, 'properties', cleaning), 'properties', cleaning),
    event.context,
    cleaning,
  );
  event.properties = properties;
  Object.assign(event, commerce, readIdentities(event.traits, event.context, properties, cleaning, ctx.country));
  event.consent = readConsent(event.context);
  const fallback = ctx.channel ?? (ctx.trust === 'server' ? 'server' : ctx.trust === 'till' ? 'till' : 'web');
  event.channel = readChannel(item, event.context, event.type, event.storeId, fallback);
  if (isSharedDevice(event.context, event.channel)) event.shared = true;
  if (isObject(item['integrations'])) event.integrations = cleanRecord(item['integrations'], 'integrations', cleaning);
}

function record(item: Json, field: string, cleaning: Cleaning): Json {
  const value = item[field];
  if (value === undefined || value === null) return {};
  if (isObject(value)) return value;
  problem(cleaning, field, `${field} must be a JSON object.`);
  return {};
}
