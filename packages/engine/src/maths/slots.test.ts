// Slots under constraints against every possible placing of small cases: lists and grids, distances 1–3, caps, pins, requirements.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillSlots, type SlotProblem, slotDistance } from './slots.ts';

interface Item {
  id: number;
  brand: string;
  score: number;
}

interface Case {
  items: Item[];
  pins: (Item | undefined)[];
  columns: number;
  distance: number;
  same: boolean;
  cap: number;
  least: number;
}

function problemOf({ items, pins, columns, distance, same, cap, least }: Case): SlotProblem<Item> {
  const apart = (a: Item, b: Item): number => {
    const pair = [a.brand, b.brand].sort().join('');
    return (same ? pair === 'XX' : pair === 'XY') ? distance : 0;
  };
  return {
    fixed: pins,
    items,
    score: (item) => item.score,
    trait: ({ brand }) => ({ kind: brand, caps: [{ key: brand, max: cap }], meets: brand === 'Z' ? [0] : [] }),
    apart,
    least: [least],
    columns,
  };
}

/** Whether nothing that was newly placed breaks a rule. */
function isLegal(slots: readonly (Item | undefined)[], one: Case): boolean {
  const { apart } = problemOf(one);
  for (const [i, a] of slots.entries()) {
    if (!a || one.pins[i]) continue;
    if (slots.filter((other) => other?.brand === a.brand).length > one.cap) return false;
    for (const [j, b] of slots.entries()) if (b && i !== j && slotDistance(i, j, one.columns) <= apart(a, b)) return false;
  }
  return true;
}

/** The best of all placings: fullest, then least short, then by gain. */
function bruteForce(one: Case): { filled: number; short: number; dcg: number } {
  let best = { filled: -1, short: 0, dcg: 0 };
  const free = one.pins.flatMap((pin, i) => (pin ? [] : [i]));
  const walk = (slots: (Item | undefined)[], left: readonly Item[], depth: number, dcg: number): void => {
    const z = slots.filter((item) => item?.brand === 'Z').length;
    const here = { filled: depth, short: Math.max(0, one.least - z), dcg };
    if (
      here.filled > best.filled ||
      (here.filled === best.filled && (here.short < best.short || (here.short === best.short && here.dcg > best.dcg)))
    )
      best = here;
    if (depth === free.length) return;
    for (const item of left) {
      const next = [...slots];
      next[free[depth]!] = item;
      if (isLegal(next, one))
        walk(
          next,
          left.filter((other) => other !== item),
          depth + 1,
          dcg + item.score / Math.log2(free[depth]! + 2),
        );
    }
  };
  walk([...one.pins], one.items, 0, 0);
  return best;
}

const item = fc.record({ brand: fc.constantFrom('X', 'Y', 'Z'), score: fc.integer({ min: 1, max: 99 }) });
const small = fc
  .record({
    items: fc.array(item, { maxLength: 6 }),
    pins: fc.array(fc.option(item, { nil: undefined, freq: 4 }), { minLength: 1, maxLength: 6 }),
    columns: fc.integer({ min: 1, max: 5 }),
    distance: fc.integer({ min: 1, max: 3 }),
    same: fc.boolean(),
    cap: fc.integer({ min: 1, max: 4 }),
    least: fc.integer({ min: 0, max: 2 }),
  })
  .map(
    (one): Case => ({
      ...one,
      items: one.items.map((rest, id) => ({ id, ...rest })),
      pins: one.pins.map((rest, i) => rest && { id: 100 + i, ...rest }),
    }),
  );

describe('slots', () => {
  it('are filled as well as by trying every placing', () => {
    fc.assert(
      fc.property(small, (one) => {
        const found = fillSlots(problemOf(one));
        const best = bruteForce(one);
        expect(isLegal(found.slots, one)).toBe(true);
        expect(found.filled).toBe(best.filled);
        expect(found.short).toBe(best.short);
        expect(found.dcg).toBeCloseTo(best.dcg, 9);
        for (const [slot, pin] of one.pins.entries()) if (pin) expect(found.slots[slot]).toBe(pin);
      }),
      { numRuns: 1500 },
    );
  });

  it('never break a rule in large cases, and fill from the first slot on', () => {
    const large = fc.record({
      brands: fc.array(fc.constantFrom('X', 'Y', 'Z', 'W'), { minLength: 5, maxLength: 60 }),
      slots: fc.integer({ min: 1, max: 30 }),
      columns: fc.integer({ min: 1, max: 5 }),
      distance: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(large, ({ brands, slots, columns, distance }) => {
        const items = brands.map((brand, id) => ({ id, brand, score: 100 - id }));
        const one: Case = { items, pins: new Array(slots).fill(undefined), columns, distance, same: false, cap: 99, least: 0 };
        const found = fillSlots(problemOf(one));
        expect(isLegal(found.slots, one)).toBe(true);
        expect(found.slots.slice(0, found.filled).every((entry) => entry !== undefined)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('measure distances along lists and around in grids', () => {
    expect([slotDistance(0, 3, 1), slotDistance(0, 5, 4), slotDistance(3, 4, 4), slotDistance(0, 4, 2)]).toEqual([3, 1, 3, 2]);
  });
});
