// From what happened to rows that can be learned from. Pure.
import type { AnonymousLine } from '../../data/orders/index.ts';
import type { ReadBeat } from '../../data/profile/index.ts';
import type { Row } from './columns.ts';
import { flags, type Kind, kindOfBeat } from './kinds.ts';
import { normalisedTerm } from './term.ts';

/** A line sold to nobody known, with what the ledger may say beside the goods. */
export interface SoldLine extends AnonymousLine {
  /** Paid per unit. */
  cents?: number | null;
  gift?: boolean;
  /** Store the goods were ordered to. */
  collectAt?: string | null;
}

/** The rows of one event; none when nothing is learned from it, or of a search whose words are not told. */
export function rowsOf(beat: ReadBeat): Row[] {
  const kind = kindOfBeat(beat.event, beat.trust);
  if (kind === undefined) return [];
  const base = {
    kind,
    node: beat.node,
    at: Date.parse(beat.at),
    channel: beat.channel,
    session: beat.session,
    basket: kind === 'buy' && beat.ref !== undefined ? basketOf(beat.ref) : undefined,
  };
  if (kind === 'search') {
    const word = normalisedTerm(beat.term ?? '');
    return word === '' ? [] : [{ ...base, place: undefined, units: 1, word }];
  }
  const { place, marks } = whereAndHow(kind, beat);
  return (beat.skus ?? []).map((sku, i) => ({
    ...base,
    sku,
    place,
    units: beat.quantities?.[i] ?? 1,
    cents: beat.prices?.[i],
    word: beat.reasons?.[i] ?? undefined,
    stars: beat.stars,
    flags: marks | (beat.gifts?.includes(i) ? flags.gift : 0),
  }));
}

/** The order's own number, however the sender wrote it. */
const basketOf = (ref: string) => (ref.startsWith('order:') ? ref.slice(6) : ref);

function whereAndHow(kind: Kind, beat: ReadBeat): { place: string | undefined; marks: number } {
  if (kind === 'buy' && beat.collect !== undefined) return { place: beat.collect === '' ? undefined : beat.collect, marks: flags.collect };
  const there = beat.trust === 'till' || beat.channel === 'store' || kind === 'scan';
  return { place: there ? beat.place : undefined, marks: beat.oos ? flags.outOfStock : 0 };
}

/** A sale without a customer still counts for what is popular and what is bought together. */
export function rowOfSold(line: SoldLine): Row {
  const collected = line.collectAt != null;
  return {
    kind: 'buy',
    sku: line.sku,
    node: `sale ${line.sale}`,
    at: line.at,
    place: line.collectAt ?? line.store ?? undefined,
    channel: line.channel,
    basket: line.sale,
    units: line.quantity,
    cents: line.cents ?? undefined,
    flags: flags.anonymous | (line.gift ? flags.gift : 0) | (collected ? flags.collect : 0),
  };
}
