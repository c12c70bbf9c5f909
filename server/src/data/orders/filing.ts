// Filing sales: buyer to node, rows in, goods out, the person's log, the facts; for one sale or hundreds alike.
import type { Sql } from '../../platform/database/index.ts';
import type { Identifier, Link } from '../identity/index.ts';
import { buyerOf, type Named } from './buyer.ts';
import { completedEntry, homeOf, refOf } from './log-entries.ts';
import type { OrdersNeeds } from './needs.ts';
import type { PricedSale } from './sale.ts';
import { insertLines, insertSales, type LineRow, type SaleRow } from './store.ts';

/** A sale that is judged and priced but not yet in the database. */
export interface Draft {
  sale: SaleRow;
  lines: LineRow[];
  named: Named;
  link?: Link | undefined;
}

/** Everything a sale's fact says; instants in epoch ms. */
export function factOf(sale: SaleRow, lines: readonly LineRow[]): Record<string, unknown> {
  return {
    id: sale.id,
    kind: sale.kind,
    ref: refOf(sale),
    store: sale.store,
    channel: sale.channel,
    nodeId: sale.nodeId,
    at: sale.at,
    acceptedAt: sale.acceptedAt,
    currency: sale.currency,
    totalCents: sale.totalCents,
    skus: [...new Set(lines.map((line) => line.sku))],
    offers: [...new Set(lines.flatMap((line) => line.offer ?? []))],
    lines: lines.map((line) => ({
      sku: line.sku,
      quantity: line.quantity,
      netCents: line.netCents,
      ...(line.offer === null ? {} : { offer: line.offer }),
    })),
  };
}

export function lineRowsOf(saleId: string, priced: PricedSale): LineRow[] {
  return priced.lines.map((line, index) => ({
    saleId,
    line: index,
    sku: line.sku,
    quantity: line.quantity,
    unitCents: line.unitCents,
    discountCents: line.discountCents,
    netCents: line.netCents,
    offer: line.offer ?? null,
    gift: line.gift,
    returned: 0,
    picked: null,
    allocated: 0,
  }));
}

/** The identifier a sale is filed under; asks for it where only a profile id was given. */
export async function homeFor(tx: Sql, needs: OrdersNeeds, named: Named): Promise<Identifier | undefined> {
  const buyer = buyerOf(named);
  const home = buyer && 'id' in buyer ? await needs.identifierOf(tx, buyer.id) : buyer;
  return home && needs.isErased?.(home) ? undefined : home;
}

/** Sets home and node of the drafts. Ties come first: they must be locked before nodes are touched. */
async function nameBuyers(tx: Sql, needs: OrdersNeeds, drafts: readonly Draft[]): Promise<void> {
  const links = drafts.flatMap((draft) => draft.link ?? []).filter((link) => !needs.isErased?.(link.a) && !needs.isErased?.(link.b));
  if (links.length) await needs.link(tx, links);
  const wanted = new Map<string, Identifier>();
  const homes: (Identifier | undefined)[] = [];
  for (const draft of drafts) {
    const home = await homeFor(tx, needs, draft.named);
    homes.push(home);
    if (home) wanted.set(`${home.type} ${home.value}`, home);
  }
  const identifiers = [...wanted.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const nodes = new Map<string, string>();
  if (needs.nodesFor && identifiers.length > 1) {
    const found = await needs.nodesFor(
      tx,
      identifiers.map(([, identifier]) => identifier),
    );
    for (const [index, [key]] of identifiers.entries()) nodes.set(key, found[index] as string);
  } else for (const [key, identifier] of identifiers) nodes.set(key, await needs.nodeOf(tx, identifier));
  for (const [index, { sale }] of drafts.entries()) {
    const home = homes[index];
    if (!home) continue;
    sale.nodeId = nodes.get(`${home.type} ${home.value}`) ?? null;
    sale.given = { ...sale.given, home };
  }
}

/**
 * Files the drafts whose number is new, with their lines and log entries.
 * @returns the drafts that were filed; the others lost a race for their number
 */
export async function fileSales(tx: Sql, needs: OrdersNeeds, drafts: readonly Draft[]): Promise<Draft[]> {
  if (drafts.length === 0) return [];
  await nameBuyers(tx, needs, drafts);
  const fresh = await insertSales(
    tx,
    drafts.map((draft) => draft.sale),
  );
  const filed = drafts.filter((draft) => fresh.has(draft.sale.id));
  if (filed.length === 0) return [];
  await insertLines(
    tx,
    filed.flatMap((draft) => draft.lines),
  );
  const entries = filed.flatMap(({ sale, lines }) => {
    const home = homeOf(sale);
    return home ? [completedEntry(sale, lines, home)] : [];
  });
  if (entries.length) await needs.record(tx, entries);
  return filed;
}
