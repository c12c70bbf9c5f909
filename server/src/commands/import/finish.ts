// The last step from the columns of a file to the shape of the contract, kind by kind.
import type { Row } from './kind.ts';
import { BadCell, type Reading } from './values.ts';

interface Money {
  amount: number;
  currency: string;
}
const asMoney = (value: unknown) => value as Money | undefined;
const without = (row: Row, ...names: string[]): Row => Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));

/** A sale price makes the normal price the list price; costs make the margin; the first category wins. */
export function finishProduct(row: Row): Row {
  const { salePrice, moreImages, adult, googleCategory, cost, ...product } = row;
  const google = (googleCategory as string[] | undefined)?.filter((level) => !/^\d+$/.test(level));
  if (product['category'] === undefined && google?.length) product['category'] = google;
  if (salePrice !== undefined) {
    product['listPrice'] ??= product['price'];
    product['price'] = salePrice;
  }
  const [price, paid] = [asMoney(product['price']), asMoney(cost)];
  if (price && paid && price.currency === paid.currency)
    product['margin'] ??= { amount: price.amount - paid.amount, currency: price.currency };
  if (moreImages !== undefined) product['images'] = [...((product['images'] as string[] | undefined) ?? []), ...(moreImages as string[])];
  if (adult === true) product['ageGate'] ??= 18;
  return product;
}

export function finishPlace(row: Row, { zone }: Reading): Row {
  const { geo, ...place } = row;
  const both = geo !== undefined && (geo as Row)['lat'] !== undefined && (geo as Row)['lon'] !== undefined;
  return { kind: 'store', timeZone: zone, ...place, name: place['name'] ?? place['id'], ...(both ? { geo } : {}) };
}

export function finishNeedGroup(row: Row): Row {
  const { nameDe, nameEn, hazard, ...group } = row;
  const whole = hazard !== undefined && (hazard as Row)['k'] !== undefined && (hazard as Row)['lambdaDays'] !== undefined;
  return {
    ...group,
    ...((nameDe ?? nameEn) ? { name: { de: nameDe ?? nameEn, en: nameEn ?? nameDe } } : {}),
    ...(whole ? { hazard } : {}),
  };
}

export function finishOffer(row: Row): Row {
  const { textDe, textEn, ...offer } = row;
  const type = offer['type'] ?? ['price', 'percent', 'amount'].find((name) => offer[name] !== undefined);
  return { ...offer, ...(type ? { type } : {}), text: { de: textDe ?? textEn ?? offer['id'], en: textEn ?? textDe ?? offer['id'] } };
}

/** The amount of a line is what was paid for all of it: the unit price is rounded up and the rest is the line's discount. */
export function finishLine(line: Row): Row {
  const { amount, discount: named, ...rest } = line;
  const quantity = (rest['quantity'] as number | undefined) ?? 1;
  if (quantity < 0) throw new BadCell('quantity is below zero: what came back belongs into returns');
  if (quantity === 0) throw new BadCell('quantity is zero');
  const total = asMoney(amount);
  if (total === undefined) return { ...rest, quantity, ...(named === undefined ? {} : { discount: named }) };
  if (total.amount < 0) throw new BadCell('amount is below zero: what came back belongs into returns');
  const unit = asMoney(rest['unitPrice'])?.amount ?? Math.ceil(total.amount / quantity);
  const discount = unit * quantity - total.amount;
  if (discount < 0) throw new BadCell('amount is more than quantity times unit price');
  return { ...rest, quantity, unitPrice: { amount: unit, currency: total.currency }, ...(discount > 0 ? { discount } : {}) };
}

/** A line on which nothing was sold: neither units nor money. */
export const isEmptyLine = (line: Row): boolean =>
  line['quantity'] === 0 && (asMoney(line['amount'])?.amount ?? asMoney(line['unitPrice'])?.amount ?? 0) === 0;

/** What the lines sum to, for a payment named without an amount. */
function totalOf(sale: Row): number {
  const lines = sale['lines'] as { quantity: number; unitPrice?: Money; discount?: number | Money }[];
  const goods = lines.reduce(
    (sum, line) =>
      sum +
      (line.unitPrice?.amount ?? 0) * line.quantity -
      (typeof line.discount === 'object' ? line.discount.amount : (line.discount ?? 0)),
    0,
  );
  return goods + (asMoney(sale['shipping'])?.amount ?? 0);
}
const paid = (sale: Row): Row => (sale['payment'] === undefined ? {} : { payments: [{ type: sale['payment'], amount: totalOf(sale) }] });

export function finishReceipt(sale: Row): Row {
  return { ...without(sale, 'payment'), ...paid(sale) };
}

export function finishOrder(sale: Row): Row {
  const userId = sale['userId'];
  return { channel: 'web', ...without(sale, 'payment', 'userId'), ...(userId === undefined ? {} : { profile: { userId } }), ...paid(sale) };
}

export function finishCustomer(row: Row): Row {
  const { address, traits, ...customer } = row;
  return { ...customer, ...(traits || address ? { traits: { ...(traits as Row | undefined), ...(address ? { address } : {}) } } : {}) };
}

export function finishConsent(row: Row): Row {
  const profile = (row['profile'] ?? {}) as Row;
  const purpose = String(row['purpose'] ?? '');
  const contactPoint = row['contactPoint'] ?? (purpose === 'marketing.email' ? profile['email'] : undefined);
  const { text, ...act } = row;
  const proof = text as Row | undefined;
  const whole = proof?.['version'] !== undefined && proof['body'] !== undefined;
  return {
    source: 'import',
    ...act,
    ...(contactPoint === undefined ? {} : { contactPoint }),
    ...(whole ? { text: { language: 'de', ...proof } } : {}),
  };
}
