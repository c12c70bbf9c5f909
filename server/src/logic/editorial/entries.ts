// One list, content or situation: what must hold of it, and how the engine reads it. Pure.
import type { ContentInput, ListInput, SituationInput } from '@faden/contract';
import type { ContentItem, CuratedList, SituationMap } from '@faden/engine';
import { invalid } from '../../platform/http/index.ts';
import { isZone, parseEnd, parseInstant } from '../../platform/zone.ts';

const defaultZone = 'Europe/Berlin';
interface Dated {
  from?: string | undefined;
  until?: string | undefined;
  timeZone?: string | undefined;
}

/** Refuses (422) unreadable or empty validities. */
export function judgeDates(input: Dated, index: number): void {
  if (input.timeZone !== undefined && !isZone(input.timeZone)) throw invalid(`${index}.timeZone`, 'is not an IANA time zone');
  const { from, until } = datesOf(input);
  if (input.from !== undefined && from === undefined) throw invalid(`${index}.from`, 'is neither a day nor an ISO 8601 instant with zone');
  if (input.until !== undefined && until === undefined)
    throw invalid(`${index}.until`, 'is neither a day nor an ISO 8601 instant with zone');
  if (from !== undefined && until !== undefined && until <= from) throw invalid(`${index}.until`, 'lies before the beginning');
}

/** Validity in epoch ms, half-open. */
function datesOf({ from, until, timeZone = defaultZone }: Dated): { from?: number; until?: number } {
  const start = from === undefined ? undefined : parseInstant(from, timeZone);
  const end = until === undefined ? undefined : parseEnd(until, timeZone);
  return { ...(start === undefined ? {} : { from: start }), ...(end === undefined ? {} : { until: end }) };
}

export function listOf(input: ListInput): CuratedList {
  const { id, kind, skus, category, campaign } = input;
  return {
    id,
    kind,
    skus: [...new Set(skus)],
    ...(category === undefined ? {} : { category }),
    ...(campaign === undefined ? {} : { campaign }),
    ...datesOf(input),
  };
}

export function contentOf(input: ContentInput): ContentItem {
  const { timeZone: _zone, from: _from, until: _until, ...rest } = input;
  return { ...rest, ...datesOf(input) };
}

export function situationFrom({ kind, key, needGroups = [], categories = [], tags = [], months }: SituationInput): SituationMap {
  return { kind, key, needGroups, categories, tags, ...(months?.length ? { months: [...new Set(months)].sort((x, y) => x - y) } : {}) };
}

export const situationId = ({ kind, key }: { kind: string; key: string }): string => `${kind}:${key}`;
