// The scalar fields of an event: size, type, ids, names and times.

import type { Json } from '../../platform/json/index.ts';
import { LIMITS } from '../../platform/json/index.ts';
import type { Cleaning } from './clean.ts';
import { flag } from './clean.ts';
import { readId } from './identity.ts';
import { tidyEventName } from './names.ts';
import { readInstant, settleTime } from './time.ts';
import type { EventContext, EventType, WireEvent } from './wire-event.ts';
import { EVENT_TYPES } from './wire-event.ts';

/** Keeps the first problem: one clear error an event. */
export function problem(cleaning: Cleaning, path: string, message: string): void {
  cleaning.problem ??= { path, message };
}

/** Refuses an event above the size limit, naming its largest field. */
export function checkSize(item: Json, ctx: EventContext, cleaning: Cleaning): void {
  if (ctx.bodyBytes !== undefined && ctx.bodyBytes <= LIMITS.eventBytes) return;
  if (Buffer.byteLength(JSON.stringify(item)) <= LIMITS.eventBytes) return;
  const sizes = Object.entries(item).map(([key, value]) => ({ key, size: JSON.stringify(value)?.length ?? 0 }));
  const largest = sizes.sort((a, b) => b.size - a.size)[0]?.key ?? '';
  const path = largest.slice(0, 80);
  cleaning.problem ??= { path, message: `The event is larger than ${LIMITS.eventBytes} bytes; most of it is ${path}.`, status: 413 };
}

/** The type, by the event or by the path; a contradiction is refused. */
export function readType(value: unknown, fromPath: EventType | undefined, cleaning: Cleaning): EventType | undefined {
  if (value === undefined || value === null || value === '') {
    if (fromPath === undefined) problem(cleaning, 'type', 'type is missing.');
    return fromPath;
  }
  const type = EVENT_TYPES.find((known) => known === (typeof value === 'string' ? value.trim().toLowerCase() : ''));
  if (type === undefined) problem(cleaning, 'type', `type must be one of ${EVENT_TYPES.join(', ')}.`);
  else if (fromPath !== undefined && type !== fromPath) problem(cleaning, 'type', `type contradicts the path, which says ${fromPath}.`);
  return type;
}

/** Ids and names. */
export function readHead(item: Json, type: EventType, ctx: EventContext, cleaning: Cleaning): WireEvent {
  const messageId = readMessageId(item['messageId'], ctx, cleaning);
  const event: WireEvent = {
    type,
    messageId,
    timestamp: ctx.receivedAt,
    receivedAt: ctx.receivedAt,
    channel: '',
    properties: {},
    traits: {},
    context: {},
    quality: cleaning.quality,
    consent: {},
  };
  for (const field of ['userId', 'anonymousId', 'previousId', 'groupId'] as const) {
    const read = readId(item[field], field);
    if (read.message !== undefined) problem(cleaning, field, read.message);
    else if (read.value !== undefined) event[field] = read.value;
    else if (read.flag !== undefined) flag(cleaning, `${field}_${read.flag}`);
  }
  requireIds(item, event, cleaning);
  if (type === 'track') readEventName(item['event'], event, cleaning);
  else readPageName(item['name'], event, cleaning);
  return event;
}

function readMessageId(value: unknown, ctx: EventContext, cleaning: Cleaning): string {
  if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '')) {
    flag(cleaning, 'message_id_assigned');
    return ctx.ids();
  }
  const id = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof id !== 'string' || /[\p{Cc}\p{Cs}]/u.test(id)) problem(cleaning, 'messageId', 'messageId must be a plain string.');
  else if (id.length > 200) problem(cleaning, 'messageId', 'messageId is longer than 200 characters.');
  return typeof id === 'string' ? id.trim() : '';
}

function requireIds(item: Json, event: WireEvent, cleaning: Cleaning): void {
  const needs = event.type === 'alias' ? (['userId', 'previousId'] as const) : event.type === 'group' ? (['groupId'] as const) : [];
  for (const field of needs) if (event[field] === undefined) problem(cleaning, field, `${field} is missing or not an id.`);
  if (event.userId !== undefined || event.anonymousId !== undefined) return;
  const field = item['anonymousId'] === undefined && item['userId'] !== undefined ? 'userId' : 'anonymousId';
  problem(cleaning, field, `${field} is missing or not an id: an event needs an anonymousId or a userId.`);
}

function readEventName(value: unknown, event: WireEvent, cleaning: Cleaning): void {
  const read = tidyEventName(value);
  if (read === undefined) {
    problem(cleaning, 'event', 'event must be a name of 1 to 200 characters.');
    return;
  }
  event.event = read.name;
  if (read.raw !== undefined) {
    event.rawEvent = read.raw;
    flag(cleaning, 'event_renamed');
  }
}

function readPageName(value: unknown, event: WireEvent, cleaning: Cleaning): void {
  if (value === undefined || value === null || value === '') return;
  const read =
    typeof value === 'string'
      ? value
          .replace(/[\s\0]+/g, ' ')
          .trim()
          .toWellFormed()
      : undefined;
  if (read === undefined) problem(cleaning, 'name', 'name must be a string.');
  else event.name = read.slice(0, 200).toWellFormed();
}

/** Sets the times of the event. */
export function readTimes(item: Json, event: WireEvent, ctx: EventContext, cleaning: Cleaning): void {
  const field = item['originalTimestamp'] === undefined || item['originalTimestamp'] === null ? 'timestamp' : 'originalTimestamp';
  const sent = item[field];
  const claimed = sent === undefined || sent === null ? undefined : readInstant(sent);
  if (sent !== undefined && sent !== null) {
    if (claimed === undefined) problem(cleaning, field, `${field} must be an ISO 8601 instant with a zone, such as 2026-11-20T10:00:00Z.`);
    event.originalTimestamp = String(sent).trim();
  }
  const own = item['sentAt'];
  const sentAt = own === undefined || own === null ? ctx.sentAt : readInstant(own);
  if (own !== undefined && own !== null && sentAt === undefined) flag(cleaning, 'sent_at_invalid');
  if (sentAt !== undefined) event.sentAt = sentAt;
  const settled = settleTime(claimed, sentAt, ctx.receivedAt);
  event.timestamp = settled.timestamp;
  if (settled.quality !== undefined) flag(cleaning, settled.quality);
}
