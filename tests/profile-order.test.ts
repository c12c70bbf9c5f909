// Property: any order of arrival, any duplication and any order of linking give the same people and the same profiles; merge then split equals never merged.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Trust } from '../server/src/platform/access/index.ts';
import { openStorey, type Storey } from './data-storey.ts';

let storey: Storey;
beforeAll(async () => {
  storey = await openStorey();
});
afterAll(() => storey.close());

interface Said {
  event: Record<string, unknown>;
  trust: Trust;
}

const devices = ['d1', 'd2', 'd3'];
const users = ['u1', 'u2'];
const skus = ['A', 'B', 'C'];
const names = ['Product Viewed', 'Product Added', 'Product Removed', 'Product Added to Wishlist', 'Order Completed', 'Products Searched'];

const said = fc.record({
  minute: fc.integer({ min: 0, max: 20_000 }),
  kind: fc.constantFrom('track', 'track', 'track', 'identify'),
  name: fc.constantFrom(...names),
  sku: fc.constantFrom(...skus),
  device: fc.option(fc.constantFrom(...devices), { nil: undefined }),
  user: fc.option(fc.constantFrom(...users), { nil: undefined }),
  trust: fc.constantFrom<Trust>('public', 'public', 'attested', 'server'),
  firstName: fc.constantFrom('Ada', 'Ben', 'Cem'),
});

let runs = 0;
/** Of fixed length: the length of an id stands in the name of a claim. */
const prefixOf = (side: 'x' | 'y') => `${String(++runs).padStart(6, '0')}${side}`;
function script(raw: readonly (typeof said extends fc.Arbitrary<infer T> ? T : never)[], prefix: string): Said[] {
  return raw.map((r, i) => ({
    trust: r.trust === 'attested' && !r.user ? 'public' : r.trust,
    event: {
      type: r.kind,
      messageId: `${prefix}m${i}`,
      timestamp: new Date(Date.parse('2026-11-01T00:00:00Z') + r.minute * 60_000).toISOString(),
      ...(r.device || !r.user ? { anonymousId: `${prefix}${r.device ?? 'd1'}` } : {}),
      ...(r.user ? { userId: `${prefix}${r.user}` } : {}),
      ...(r.kind === 'identify'
        ? { traits: { firstName: r.firstName } }
        : { event: r.name, properties: { product_id: r.sku, query: r.sku, price: 10, quantity: 1, order_id: `${prefix}o${i}` } }),
    },
  }));
}

/** Everybody as seen from outside, without Faden's own ids and without the prefix that keeps runs apart. */
async function picture(prefix: string): Promise<string> {
  const people = new Map<string, unknown>();
  for (const [type, values] of [
    ['anonymousId', devices],
    ['userId', users],
  ] as const) {
    for (const value of values) {
      const profile = await storey.profiles.read({ [type]: `${prefix}${value}` });
      if (!profile) continue;
      const members = profile.person.nodes.map((n) => `${n.type} ${n.value}`).sort();
      const { signals, shopping, purchases, traits, presence } = profile.folded;
      people.set(members.join(), {
        members,
        attested: profile.person.attested,
        shopping,
        presence,
        traits: Object.entries(traits).sort(),
        signals: signals.map(({ device: _device, ...s }) => s),
        purchases: purchases.map(({ acceptedAt: _accepted, ...p }) => p),
      });
    }
  }
  return JSON.stringify([...people].sort()).replaceAll(prefix, '');
}

async function send(list: readonly Said[], cuts: readonly number[]): Promise<void> {
  let from = 0;
  for (const cut of [...cuts, list.length].sort((a, b) => a - b)) {
    if (cut > from) await storey.accept([...list.slice(from, cut)]);
    from = Math.max(from, cut);
  }
}

describe('profiles do not depend on the order of arrival', () => {
  test('any order, any batches, any duplicates', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(said, { minLength: 1, maxLength: 14 }).chain((list) =>
          fc.tuple(
            fc.constant(list),
            fc.shuffledSubarray(
              list.map((_, i) => i),
              { minLength: list.length },
            ),
            fc.array(fc.nat(list.length - 1), { maxLength: 5 }),
            fc.array(fc.nat(list.length), { maxLength: 4 }),
          ),
        ),
        async ([raw, order, again, cuts]) => {
          const [p, q] = [prefixOf('x'), prefixOf('y')];
          const straight = script(raw, p);
          const other = script(raw, q);
          await send(straight, [straight.length]);
          await send([...order.map((i) => other[i] as Said), ...again.map((i) => other[i] as Said)], cuts);
          expect(await picture(q)).toBe(await picture(p));
        },
      ),
      { numRuns: Number(process.env['FC_RUNS'] ?? 120) },
    );
  }, 300_000);

  test('reading in between changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 2, maxLength: 10 }), async (raw) => {
        const [p, q] = [prefixOf('x'), prefixOf('y')];
        await send(script(raw, p), []);
        for (const one of script(raw, q)) {
          await storey.accept([one]);
          await picture(q);
        }
        expect(await picture(q)).toBe(await picture(p));
      }),
      { numRuns: 40 },
    );
  }, 300_000);

  test('merge then split equals never merged', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 2, maxLength: 10 }), async (raw) => {
        const p = prefixOf('x');
        await send(
          script(
            raw.map((r, i) => ({ ...r, device: devices[i % 2], user: undefined })),
            p,
          ),
          [],
        );
        const [a, b] = [await storey.identity.find({ anonymousId: `${p}d1` }), await storey.identity.find({ anonymousId: `${p}d2` })];
        if (!a || !b) throw new Error('both devices must be known');
        const before = await picture(p);
        await storey.database.transaction((tx) => storey.identity.merge(tx, a, b, 'test'));
        const merged = await storey.identity.find({ anonymousId: `${p}d1` });
        expect(merged?.nodes.length).toBe(2);
        expect(await picture(p)).not.toBe(before);
        const edge = (await storey.identity.edges(merged as NonNullable<typeof merged>)).find((e) => e.cause === 'staff');
        await storey.database.transaction((tx) => storey.identity.split(tx, (edge as NonNullable<typeof edge>).id, 'test'));
        expect(await picture(p)).toBe(before);
      }),
      { numRuns: 40 },
    );
  }, 300_000);
});
