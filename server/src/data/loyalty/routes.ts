// Loyalty over HTTP.
import { adjustLoyalty, earnLoyalty, getLoyalty, type LoyaltyEntry, redeemLoyalty, reverseLoyalty } from '@faden/contract';
import { type Http, invalid } from '../../platform/http/index.ts';
import { parseInstant } from '../../platform/zone.ts';
import type { EntryRow, Loyalty, Posted } from './index.ts';

export function mountLoyalty(http: Http, loyalty: Loyalty): void {
  http.on(getLoyalty, async ({ params }) => {
    const { entries, ...account } = await loyalty.account({ id: params.profile });
    return { ...account, entries: entries.map(entryAnswer) };
  });
  http.create(adjustLoyalty, async (tx, { params, body }) => postedAnswer(await loyalty.adjust(tx, { id: params.profile }, body)));
  http.create(redeemLoyalty, async (tx, { params, body }) => postedAnswer(await loyalty.redeem(tx, { id: params.profile }, body)));
  http.create(earnLoyalty, async (tx, { params, body }) => {
    const availableAt = body.availableAt === undefined ? undefined : parseInstant(body.availableAt, 'Europe/Berlin');
    if (body.availableAt !== undefined && availableAt === undefined) throw invalid('availableAt', 'is not an ISO 8601 instant with zone');
    return postedAnswer(await loyalty.earn(tx, { id: params.profile }, body, availableAt));
  });
  http.create(reverseLoyalty, async (tx, { params, body }) =>
    postedAnswer(await loyalty.reverse(tx, { id: params.profile }, body.reference, body.reason)),
  );
}

const postedAnswer = ({ id, profile, points, pending, available }: Posted) => ({ id, profile, points, pending, available });

function entryAnswer(entry: EntryRow): LoyaltyEntry {
  return {
    id: entry.id,
    kind: entry.kind,
    points: entry.points,
    at: new Date(entry.at).toISOString(),
    availableAt: new Date(entry.availableAt).toISOString(),
    ...(entry.reference === null ? {} : { reference: entry.reference }),
    ...(entry.reason === null ? {} : { reason: entry.reason }),
  };
}
