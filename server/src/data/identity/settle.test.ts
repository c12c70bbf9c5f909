// Who belongs together, from nodes and edges alone.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type SettleEdge, type SettleNode, settle } from './settle.ts';

const node = (id: string, type: SettleNode['type'], value: string): SettleNode => ({ id, type, value, attested: true });
const edge = (id: string, a: string, b: string, cause: SettleEdge['cause'], at: number): SettleEdge => ({
  id,
  a,
  b,
  cause,
  trust: 'server',
  at,
  cut: false,
});
const nodes = [node('1', 'externalId', 'e_2'), node('2', 'card', 'KE-2'), node('3', 'externalId', 'e_3'), node('4', 'card', 'KE-3')];

test('two customers joined by staff keep both their cards, in whatever order it was told', () => {
  const edges = [edge('a', '1', '2', 'import', 10), edge('b', '3', '4', 'import', 30), edge('c', '1', '3', 'staff', 20)];
  fc.assert(
    fc.property(fc.shuffledSubarray(edges, { minLength: 3 }), (order) => {
      const { roots, states } = settle(nodes, order);
      expect(new Set(roots.values())).toEqual(new Set(['1']));
      expect([...states.values()]).toEqual(['active', 'active', 'active']);
    }),
  );
});

test('without staff two cards are two people', () => {
  const { roots, states } = settle(nodes, [edge('a', '1', '2', 'import', 10), edge('b', '1', '4', 'import', 20)]);
  expect(roots.get('2')).toBe('1');
  expect(roots.get('4')).toBe('4');
  expect(states.get('b')).toBe('blocked');
});
