// Who leads a placement: an experiment may try what the placement does not list.
import { expect, test } from 'vitest';
import { createChooser } from '../choose/chooser.ts';
import { schmidtWorld } from '../testing/schmidt-world.ts';
import { decide } from './decide.ts';

const request = { placements: [{ id: 'web.product.row1' }], channel: 'web', context: { sku: 'AC-SW14' } };

test('a variant’s strategy leads although the placement does not list it', () => {
  const world = schmidtWorld('2026-11-21T09:05:00Z');
  const experiment = {
    id: 'x',
    placement: 'web.product.row1',
    traffic: 1,
    from: 0,
    variants: [{ id: 'all', share: 1, strategy: 'best_site' }],
  };
  const chooser = createChooser({ version: '1', placements: [], experiments: [experiment], now: world.now });
  const { answer } = decide(request, { ...world, chooser });
  expect(answer.placements[0]).toMatchObject({
    strategy: { id: 'best_site', by: 'experiment', propensity: 1 },
    experiment: { id: 'x', variant: 'all' },
  });
});

test('without anything learned the merchant’s order holds with propensity 1', () => {
  const world = schmidtWorld('2026-11-21T09:05:00Z');
  const chooser = createChooser({ version: '1', placements: [], now: world.now });
  const [plain, chosen] = [decide(request, world), decide(request, { ...world, chooser })];
  expect(chosen.answer.placements[0]!.items.map((item) => item.sku)).toEqual(plain.answer.placements[0]!.items.map((item) => item.sku));
  expect(chosen.answer.placements[0]!.strategy).toMatchObject({ by: 'priority', propensity: 1 });
});
