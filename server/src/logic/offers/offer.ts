// One offer: what must be said for its type, and how the engine reads it.
import type { OfferInput } from '@faden/contract';
import type { Offer } from '@faden/engine';
import { invalid } from '../../platform/http/index.ts';
import { isZone, parseEnd, parseInstant } from '../../platform/zone.ts';
import type { OfferRow } from './store.ts';

const defaultZone = 'Europe/Berlin';
const needed: Partial<Record<OfferInput['type'], 'price' | 'percent' | 'amount'>> = {
  price: 'price',
  percent: 'percent',
  amount: 'amount',
};

/** Validity in epoch ms, half-open; refuses (422) what is unreadable, empty or lacks the figure of its type. */
export function judgedOffer(input: OfferInput, index: number): OfferRow {
  const zone = input.timeZone ?? defaultZone;
  if (!isZone(zone)) throw invalid(`${index}.timeZone`, 'is not an IANA time zone');
  const fromAt = parseInstant(input.from, zone);
  const untilAt = parseEnd(input.until, zone);
  if (fromAt === undefined) throw invalid(`${index}.from`, 'is neither a day nor an ISO 8601 instant with zone');
  if (untilAt === undefined) throw invalid(`${index}.until`, 'is neither a day nor an ISO 8601 instant with zone');
  if (untilAt <= fromAt) throw invalid(`${index}.until`, 'lies before the beginning');
  const field = needed[input.type];
  if (field && input[field] === undefined) throw invalid(`${index}.${field}`, `is needed for an offer of type ${input.type}`);
  return { body: input, fromAt, untilAt };
}

export function offerOf({ body, fromAt, untilAt }: OfferRow): Offer {
  const offer: Offer = {
    id: body.id,
    type: body.type,
    skus: body.skus ?? [],
    stores: body.stores ?? [],
    channels: body.channels ?? [],
    segments: body.segments ?? [],
    from: fromAt,
    until: untilAt,
    text: { de: body.text.de, en: body.text.en },
  };
  if (body.needGroup !== undefined) offer.needGroup = body.needGroup;
  if (body.price !== undefined) offer.priceCents = body.price.amount;
  if (body.percent !== undefined) offer.percent = body.percent;
  if (body.amount !== undefined) offer.amountCents = body.amount.amount;
  if (body.budget !== undefined) offer.budgetCents = body.budget.amount;
  if (body.perPersonCap !== undefined) offer.perPersonCap = body.perPersonCap;
  if (body.lever !== undefined) offer.lever = body.lever;
  if (body.ageGate !== undefined) offer.ageGate = body.ageGate;
  if (body.memberOnly !== undefined) offer.memberOnly = body.memberOnly;
  return offer;
}
