// Herr Schmidt (LOGIC 6.1): a Miele bought in Hamburg 13 months ago, and laptops looked at this week; times relative to the start.
import { product } from './products.ts';
import { daysBefore } from './world.ts';

/** His profile, with exactly the purposes of the script. */
export const schmidtProfile = {
  externalId: 'c_schmidt',
  identifiers: { userId: 'u_schmidt', card: 'KK-100234', email: 'thomas.schmidt@example.org' },
  traits: { firstName: 'Thomas', lastName: 'Schmidt', city: 'Hamburg' },
  consents: ['service', 'personalisation', 'instore', 'marketing.email'],
};

/** The receipt of the washing machine: 403 days ago. */
export function schmidtReceipt(now: number) {
  const { price } = product('WM-MIELE');
  const lines = [{ sku: 'WM-MIELE', quantity: 1, unitPrice: price }];
  return {
    store: 'st_hh',
    number: 'HH-2025-88017',
    at: daysBefore(now, 403),
    card: 'KK-100234',
    lines,
    payments: [{ type: 'card', amount: price.amount }],
  };
}

const NOTEBOOK = 'd1_schmidt_notebook';
const PHONE = 'd2_schmidt_phone';

/** Days before the start, device, article. */
const views: [number, string, string][] = [
  [8, NOTEBOOK, 'SA-GB4'],
  [4, NOTEBOOK, 'SA-GB4'],
  [3, NOTEBOOK, 'AC-SW14'],
  [2.99, NOTEBOOK, 'AC-SW14'],
  [2, NOTEBOOK, 'SA-GB4'],
  [1.99, NOTEBOOK, 'AC-AS15'],
  [0.52, PHONE, 'AC-SW14'],
  [0.51, PHONE, 'AC-SW14'],
];

/** What his devices sent, as a browser sends it: without a name. */
export function schmidtViews(now: number) {
  return views.map(([days, device, sku], i) => {
    const { name, brand, price } = product(sku);
    const properties = { sku, name: name.de, brand, category: 'Laptops', price: price.amount / 100, currency: 'EUR' };
    const context = { channel: device === PHONE ? 'app' : 'web' };
    return {
      type: 'track',
      event: 'Product Viewed',
      anonymousId: device,
      properties,
      context,
      timestamp: daysBefore(now, days),
      messageId: `schmidt-view-${i}`,
    };
  });
}

/** His two logins, told by the shop's server: first on the notebook, then in the app. */
export function schmidtLogins(now: number) {
  const login = (device: string, days: number, channel: string) => {
    return {
      type: 'identify',
      anonymousId: device,
      userId: 'u_schmidt',
      traits: {},
      context: { channel },
      timestamp: daysBefore(now, days),
      messageId: `schmidt-login-${channel}`,
    };
  };
  return [login(NOTEBOOK, 0.55, 'web'), login(PHONE, 0.53, 'app')];
}
