// Where an accepted event is stored and which identifiers it ties: a pure rule of trust.
import type { Trust } from '../../platform/access/index.ts';
import { claimValue, type Identifier, type Link } from '../identity/index.ts';
import type { LogEntry } from '../profile/index.ts';
import type { WireEvent } from './wire-event.ts';

export interface Placed {
  entry: LogEntry;
  links: Link[];
}

/**
 * A browser's word about a login proves nothing: such events rest on a node of their own, the claim "this device says it is u",
 * tied to the device at once and to the customer only while nobody trustworthy has ever named that customer. A token, a server
 * or a till is believed: its events rest on the login itself and tie the device to it.
 */
export function place(event: WireEvent, source: number, trust: Trust): Placed {
  const device: Identifier | undefined = event.anonymousId === undefined ? undefined : { type: 'anonymousId', value: event.anonymousId };
  const user: Identifier | undefined = event.userId === undefined ? undefined : { type: 'userId', value: event.userId };
  const tie = (a: Identifier, b: Identifier, cause: Link['cause'], by: Trust = trust): Link => ({
    a,
    b,
    cause,
    trust: by,
    at: event.timestamp,
    evidence: `${source}:${event.messageId}`,
  });
  const links: Link[] = [];
  let home = user ?? device;
  if (trust === 'public' && user) {
    const claim: Identifier = { type: 'claim', value: claimValue(event.anonymousId ?? '', user.value) };
    home = claim;
    links.push(tie(claim, user, 'claim'));
    if (device && !event.shared) links.push(tie(device, claim, 'device'));
  } else if (user && device && !event.shared) {
    links.push(tie(device, user, trust === 'attested' ? 'token' : 'login'));
  }
  if (trust === 'server' || trust === 'till') {
    for (const known of knownIdentifiers(event)) {
      if (home && (home !== device || !event.shared)) links.push(tie(home, known, 'server'));
      else home ??= known;
    }
    if (event.type === 'alias' && event.previousId && user)
      links.push(tie({ type: 'anonymousId', value: event.previousId }, user, 'server'));
  }
  if (!home) throw new Error('an event without any identifier passed the check');
  return { entry: entryOf(event, home, source, trust), links };
}

/** E-mail, phone and card a trustworthy source named beside the login. */
function knownIdentifiers(event: WireEvent): Identifier[] {
  const found: Identifier[] = [];
  if (event.email) found.push({ type: 'email', value: event.email });
  if (event.phone) found.push({ type: 'phone', value: event.phone });
  if (event.card) found.push({ type: 'card', value: event.card });
  return found;
}

function entryOf(event: WireEvent, home: Identifier, source: number, trust: Trust): LogEntry {
  const read = pruned({
    sku: event.sku,
    priceCents: event.priceCents,
    quantity: event.quantity,
    totalCents: event.totalCents,
    currency: event.currency,
    storeId: event.storeId,
    products: event.products,
  });
  const body = pruned({
    userId: event.userId,
    anonymousId: event.anonymousId,
    previousId: event.previousId,
    groupId: event.groupId,
    name: event.name,
    rawEvent: event.rawEvent,
    originalTimestamp: event.originalTimestamp,
    sentAt: event.sentAt === undefined ? undefined : new Date(event.sentAt).toISOString(),
    properties: filled(event.properties),
    traits: filled(event.traits),
    context: filled(event.context),
    integrations: event.integrations,
    quality: event.quality.length > 0 ? event.quality : undefined,
    read: filled(read),
  });
  return {
    home,
    source,
    messageId: event.messageId,
    type: event.type,
    event: event.event ?? '',
    at: event.timestamp,
    receivedAt: event.receivedAt,
    channel: event.channel,
    trust,
    body,
  };
}

function pruned(record: Record<string, unknown>): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const key in record) if (record[key] !== undefined) out[key] = record[key];
  return out;
}

function filled(record: Record<string, unknown>): Record<string, unknown> | undefined {
  for (const _ in record) return record;
  return undefined;
}
