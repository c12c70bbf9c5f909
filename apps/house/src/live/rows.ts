// Turns a message of the stream into a row that can be shown: who, where, what, how fast.
import type { Words } from '../api/types.ts';
import type { Texts } from '../texts/index.tsx';
import { wordFor } from '../texts/index.tsx';
import type { SseMessage } from './sse.ts';

/** One row of the live stream. */
export interface LiveRow {
  key: number;
  kind: 'accepted' | 'fact' | 'decision';
  /** Event name, event type, topic of the fact or placement ids. */
  name: string;
  channel: string;
  at: string;
  shownAt: number;
  /** Measured ms from acceptance to screen; null when the server's clock is elsewhere. */
  ms: number | null;
  /** Everyone the row is about (two for a merge). */
  people: string[];
  sku?: string;
  productName?: string | Words;
  detail?: string;
  /** Of a decision: its id. */
  decisionId?: string;
  /** The message as it came, for matching. */
  raw: string;
}

type Fields = Record<string, unknown>;
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const fields = (value: unknown): Fields => (value && typeof value === 'object' ? (value as Fields) : {});

/** A name comes as text or in both languages. */
function nameFrom(value: unknown): string | Words | undefined {
  const { de, en } = fields(value);
  return typeof de === 'string' && typeof en === 'string' ? { de, en } : text(value);
}

/** Facts about people; changes of stock and catalogue are no events of a customer. */
const shownFacts = /^(receipt|order|return|consent|identity)\./;

function reach(acceptedAt: string | undefined, shownAt: number): number | null {
  const ms = acceptedAt ? shownAt - Date.parse(acceptedAt) : Number.NaN;
  return ms >= 0 && ms < 60_000 ? ms : null;
}

function acceptedRow(data: Fields): Partial<LiveRow> {
  const event = text(data['event']);
  const type = text(data['type']) ?? 'track';
  return {
    name: type === 'track' ? (event ?? type) : type,
    channel: text(data['channel']) ?? 'web',
    productName: nameFrom(data['productName']),
  };
}

function factRow(data: Fields): Partial<LiveRow> {
  const topic = text(data['topic']) ?? 'fact';
  const payload = fields(data['payload']);
  const channel = text(payload['channel']) ?? (topic.startsWith('receipt') || topic.startsWith('return') ? 'till' : 'system');
  const lines = Array.isArray(payload['lines']) ? payload['lines'] : [];
  const people = [payload['profileId'], payload['into'], payload['from']].flatMap((id) => text(id) ?? []);
  const detail = text(payload['cause']) ?? text(payload['purpose']);
  const sku = text(payload['sku']) ?? text(fields(lines[0])['sku']);
  return { name: topic, channel, people, detail, sku };
}

function decisionRow(data: Fields): Partial<LiveRow> {
  const placements = (Array.isArray(data['placements']) ? data['placements'] : []).map(fields);
  const skus = placements[0]?.['skus'];
  const sku = Array.isArray(skus) ? text(skus[0]) : undefined;
  const first = text(fields(placements[0]?.['strategy'])['id']) ?? text(placements[0]?.['strategy']);
  return {
    name: placements.flatMap((p) => text(p['id']) ?? []).join(', '),
    channel: text(data['channel']) ?? 'system',
    detail: first,
    decisionId: text(data['decisionId']),
    sku,
  };
}

const kinds = { accepted: acceptedRow, fact: factRow, decision: decisionRow };

/** The row of a message, or null when it is none that people should see. */
export function rowOf(message: SseMessage, key: number, shownAt: number): LiveRow | null {
  if (!Object.hasOwn(kinds, message.event)) return null;
  const kind = message.event as LiveRow['kind'];
  let data: Fields;
  try {
    data = fields(JSON.parse(message.data));
  } catch {
    return null;
  }
  if (kind === 'fact' && !shownFacts.test(text(data['topic']) ?? '')) return null;
  const own = kinds[kind](data);
  const acceptedAt = text(data['acceptedAt']);
  const ms = reach(acceptedAt, shownAt);
  const at = acceptedAt ?? new Date(shownAt).toISOString();
  const people = own.people ?? [text(data['profileId'])].flatMap((id) => id ?? []);
  const sku = own.sku ?? text(data['sku']);
  return { key, kind, name: '', channel: 'system', at, shownAt, ms, raw: message.data, ...own, people, sku };
}

/** What happened, in plain words. */
export function rowWords(row: LiveRow, t: Texts): string {
  if (row.kind === 'decision')
    return t.fact.decision(
      row.name
        .split(', ')
        .map((id) => wordFor(t.placement, id))
        .join(', '),
    );
  if (row.kind === 'accepted') return wordFor(t.event, row.name);
  if (Object.hasOwn(t.fact, row.name)) return wordFor(t.fact, row.name);
  const [area = '', state = ''] = row.name.split('.', 2);
  if (area === 'order') return t.fact.order(state);
  if (area === 'consent') return t.fact.consent([row.detail, state].filter(Boolean).join(' '));
  return row.name || t.fact.other;
}
