// Prices, quantities and products of an event: what counts is exact, what does not is flagged and never counted.

import type { Json } from '../../platform/json/index.ts';
import { isObject } from '../../platform/json/index.ts';
import type { Cleaning } from './clean.ts';
import { flag } from './clean.ts';

export interface WireProduct {
  sku: string;
  quantity: number;
  /** Minor units; absent when the price sent cannot be trusted. */
  priceCents?: number;
  currency?: string;
  name?: string;
  brand?: string;
  category?: string;
  variant?: string;
}

export interface Commerce {
  /** The properties, numeric texts turned into numbers. */
  properties: Json;
  sku?: string;
  storeId?: string;
  priceCents?: number;
  totalCents?: number;
  currency?: string;
  quantity?: number;
  products?: WireProduct[];
}

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));
const PLAIN_NUMBER = /^-?\d{1,15}(?:\.\d{1,15})?$/;
const MONEY_LIMIT = 1e9;
const MAX_PRODUCTS = 500;
const SCRIPT_URL = /^(?:javascript|vbscript|data(?!:image\/(?:png|jpe?g|gif|webp|avif);)|file):?/i;

/** Reads the commerce fields of cleaned properties; a forbidden address sets the problem. */
export function readCommerce(sent: Json, context: Json, cleaning: Cleaning): Commerce {
  let properties = sent;
  for (const field of NUMERIC) {
    const value = sent[field];
    if (typeof value !== 'string' || !PLAIN_NUMBER.test(value.trim())) continue;
    if (properties === sent) properties = { ...sent };
    properties[field] = Number(value);
  }
  checkAddresses(properties, '', cleaning);
  const currency = readCurrency(properties['currency'], cleaning);
  const commerce: Commerce = { properties };
  put(commerce, 'currency', currency);
  put(commerce, 'priceCents', readMoney(properties['price'], currency, 'price', cleaning));
  put(commerce, 'totalCents', readTotal(properties, currency, cleaning));
  put(commerce, 'quantity', readQuantity(properties['quantity'], cleaning));
  put(commerce, 'sku', text(properties['product_id']) ?? text(properties['productId']) ?? text(properties['sku']));
  put(commerce, 'storeId', readStore(properties, context));
  put(commerce, 'products', readProducts(properties['products'], currency, cleaning));
  return commerce;
}

const NUMERIC = ['price', 'quantity', 'total', 'revenue'];

function put<K extends keyof Commerce>(commerce: Commerce, key: K, value: Commerce[K] | undefined): void {
  if (value !== undefined) commerce[key] = value;
}

/** A short text or whole number as text. */
function text(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
  if (typeof value !== 'string') return undefined;
  const trimmed = value.trim();
  return trimmed === '' || trimmed.length > 200 ? undefined : trimmed;
}

function readStore(properties: Json, context: Json): string | undefined {
  const store = context['store'];
  const own = text(properties['store_id']) ?? text(properties['storeId']) ?? text(context['store_id']) ?? text(context['storeId']);
  return own ?? (isObject(store) ? text(store['id']) : undefined);
}

/** Upper case ISO 4217 code; undefined when missing or unknown (flagged). */
function readCurrency(value: unknown, cleaning: Cleaning): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const code = typeof value === 'string' ? value.trim().toUpperCase() : '';
  if (CURRENCIES.has(code)) return code;
  flag(cleaning, 'currency_unknown');
  return undefined;
}

function readTotal(properties: Json, currency: string | undefined, cleaning: Cleaning): number | undefined {
  const field = ['total', 'revenue'].find((name) => properties[name] !== undefined && properties[name] !== null);
  return field === undefined ? undefined : readMoney(properties[field], currency, field, cleaning);
}

/** Minor units of a decimal amount, rounded when it has too many digits (flagged); undefined when it is no amount. */
export function readMoney(value: unknown, currency: string | undefined, field: string, cleaning: Cleaning): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) return reject(cleaning, `${field}_not_numeric`);
  if (value < 0) return reject(cleaning, `${field}_negative`);
  if (value > MONEY_LIMIT) return reject(cleaning, `${field}_implausible`);
  if (cleaning.quality.includes('currency_unknown')) return undefined;
  const scaled = value * 10 ** minorDigits(currency ?? 'EUR');
  const cents = Math.round(scaled);
  if (Math.abs(scaled - cents) > 1e-6 * Math.max(1, Math.abs(scaled) * 1e-6)) flag(cleaning, `${field}_precision`);
  return cents;
}

function reject(cleaning: Cleaning, name: string): undefined {
  flag(cleaning, name);
  return undefined;
}

const digits = new Map<string, number>([['EUR', 2]]);

function minorDigits(currency: string): number {
  const known = digits.get(currency);
  if (known !== undefined) return known;
  const found = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  digits.set(currency, found);
  return found;
}

/** A positive quantity; a fraction is kept but flagged, since piece articles have none. */
function readQuantity(value: unknown, cleaning: Cleaning): number | undefined {
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'string' && PLAIN_NUMBER.test(value.trim()) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return reject(cleaning, 'quantity_not_numeric');
  if (number < 0) return reject(cleaning, 'quantity_negative');
  if (number > 1e6) return reject(cleaning, 'quantity_implausible');
  if (!Number.isInteger(number)) flag(cleaning, 'quantity_fraction');
  return number;
}

function readProducts(value: unknown, currency: string | undefined, cleaning: Cleaning): WireProduct[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) return reject(cleaning, 'products_not_a_list');
  if (value.length > MAX_PRODUCTS) flag(cleaning, 'products_capped');
  const products: WireProduct[] = [];
  for (const [index, item] of value.slice(0, MAX_PRODUCTS).entries()) {
    const product = isObject(item) ? readProduct(item, index, currency, cleaning) : undefined;
    if (product === undefined) flag(cleaning, 'product_without_sku');
    else products.push(product);
  }
  return products;
}

function readProduct(item: Json, index: number, currency: string | undefined, cleaning: Cleaning): WireProduct | undefined {
  checkAddresses(item, `products[${index}].`, cleaning);
  const sku = text(item['product_id']) ?? text(item['productId']) ?? text(item['sku']);
  if (sku === undefined) return undefined;
  const own = item['currency'] === undefined ? currency : readCurrency(item['currency'], cleaning);
  const sent = item['price'];
  const price = typeof sent === 'string' && PLAIN_NUMBER.test(sent.trim()) ? Number(sent) : sent;
  const product: WireProduct = { sku, quantity: readQuantity(item['quantity'], cleaning) ?? 1 };
  const priceCents = readMoney(price, own, 'price', cleaning);
  if (priceCents !== undefined) product.priceCents = priceCents;
  if (own !== undefined) product.currency = own;
  for (const field of ['name', 'brand', 'category', 'variant'] as const) {
    const value = text(item[field]);
    if (value !== undefined) product[field] = value;
  }
  return product;
}

/** Addresses that could run script where a picture or a link is shown are refused, whoever shows them. */
function checkAddresses(record: Json, prefix: string, cleaning: Cleaning): void {
  for (const field of ['image_url', 'imageUrl', 'image', 'url']) {
    const value = record[field];
    if (typeof value !== 'string' || value.startsWith('https://') || !SCRIPT_URL.test(value.replace(/[\s\p{Cc}\p{Cf}]/gu, ''))) continue;
    const path = `properties.${prefix}${field}`;
    cleaning.problem ??= { path, message: `${path} must be an http or https address.` };
  }
}
