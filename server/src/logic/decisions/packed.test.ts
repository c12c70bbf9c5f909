// What is packed comes out again, and is much smaller.
import { decide } from '@faden/engine';
import { schmidtWorld } from '@faden/engine/testing/schmidt';
import { expect, test } from 'vitest';
import { packTrace, unpackTrace } from './packed.ts';

const placements = [{ id: 'tablet.next_best' }, { id: 'web.home.row1' }, { id: 'web.product.row1' }];

test('a trace survives packing up to four decimals', () => {
  const { trace } = decide(
    { placements, channel: 'tablet', context: { storeId: 'st_hh', sku: 'AC-SW14' } },
    schmidtWorld('2026-11-21T09:05:00Z'),
  );
  const packed = JSON.stringify(packTrace(trace));
  const back = unpackTrace(JSON.parse(packed));
  const inShort = JSON.parse(JSON.stringify(trace), (_key, value) => (typeof value === 'number' ? Math.round(value * 1e4) / 1e4 : value));
  expect(back).toEqual(inShort);
  expect(packed.length).toBeLessThan(0.6 * JSON.stringify(trace).length);
});
