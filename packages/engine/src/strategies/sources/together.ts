// Item to item from behaviour: what was viewed or bought with, after or instead of the seeds.
import { availabilityIn } from '../../decide/offer-price.ts';
import type { Situation } from '../../situation.ts';
import type { Neighbour } from '../../world.ts';
import type { SimpleStrategy } from '../ast.ts';
import { accumulate, best, type Candidate, hasScope, type ReasonCode, type Source, type Why } from '../candidate.ts';
import { blend, learned } from './learned.ts';
import { seedsOf } from './seeds.ts';

const PER_SEED = 100;

/** Neighbours of all seeds added up. */
function around(
  node: SimpleStrategy,
  s: Situation,
  read: (sku: string) => readonly Neighbour[],
  whyOf: (seed: string) => Why,
): Candidate[] {
  const { skus, decay } = seedsOf(node, s);
  /** Outside measurement may repeat seeds, yet nobody puts into the basket what lies in it. */
  const known = new Set(s.evaluation && !hasScope(node, 'cart') ? [] : skus);
  const found = new Map<string, Candidate>();
  for (const [i, seed] of skus.entries()) {
    for (const { sku, score, llr, lift } of read(seed)) {
      if (!known.has(sku)) accumulate(found, sku, score * decay ** i, whyOf(seed), { llr, lift });
    }
  }
  return best(found.values());
}

function togetherCode(node: SimpleStrategy): ReasonCode {
  const [from = '', to = ''] = (node.args[0] ?? '').split('>');
  const own = node.scopes[0]?.name === 'hist' ? node.scopes[0].path[0] : undefined;
  if (own === 'view') return 'BECAUSE_VIEWED';
  if (own?.endsWith('buy')) return 'BECAUSE_BOUGHT';
  return /buy|cart/.test(from) || /buy|cart/.test(to) ? 'BOUGHT_TOGETHER' : 'VIEWED_TOGETHER';
}

/** The narrower table a scope asks for. */
function tableScope(node: SimpleStrategy, s: Situation): { key: string; strict: boolean } | undefined {
  const region = hasScope(node, 'region') ? s.region() : undefined;
  if (region !== undefined) return { key: `region:${region}`, strict: true };
  const segment = hasScope(node, 'segment') ? s.segment() : undefined;
  if (segment !== undefined) return { key: `segment:${segment}`, strict: true };
  return hasScope(node, 'store') && s.storeId !== undefined ? { key: `store:${s.storeId}`, strict: false } : undefined;
}

/**
 * What "in your region" promises is never answered from the whole country; a store borrows, for its stock is checked anyway.
 * `.basket` (same receipt) falls back to the plain pair where models keep one table per pair.
 */
function together(node: SimpleStrategy, s: Situation): (sku: string) => readonly Neighbour[] {
  const pair = node.args[0] ?? 'view>view';
  const scope = tableScope(node, s);
  return (sku) => {
    const own = scope ? s.models.together(pair, sku, PER_SEED, scope.key) : [];
    if (own.length > 0 || scope?.strict) return own;
    const exact = s.models.together(pair, sku, PER_SEED);
    return exact.length > 0 || !pair.includes('.') ? exact : s.models.together(pair.split('.')[0]!, sku, PER_SEED);
  };
}

/** For a whole basket the model that learned to complete baskets speaks, pairs beside it; measured from outside it speaks first. */
function completed(pairs: Candidate[], s: Situation): Candidate[] {
  const inCart = new Set(s.cart);
  const list = s.models.completes(s.cart, 200).filter((one) => !inCart.has(one.sku));
  if (list.length === 0) return pairs;
  const completing = learned(
    list,
    (_sku, because) => (because === undefined ? { code: 'COMPLETES_CART' } : { code: 'BOUGHT_TOGETHER', item: because }),
    s.evaluation ? pairs : [],
  );
  return s.evaluation
    ? completing
    : best(
        blend([
          { weight: 0.6, list: completing },
          { weight: 0.4, list: pairs },
        ]),
      );
}

export const co: Source = {
  key: 'co',
  text: { de: 'Zusammen angesehen oder gekauft', en: 'Viewed or bought together' },
  personal: false,
  unready: () => undefined,
  retrieve(node, s) {
    const code = togetherCode(node);
    const pairs = around(node, s, together(node, s), (seed) => ({ code, item: seed }));
    return hasScope(node, 'cart') ? completed(pairs, s) : pairs;
  },
};

function followedCode(pair: string): ReasonCode {
  if (pair.startsWith('viewoos')) return 'INSTEAD_OF';
  if (pair.startsWith('return')) return 'SWAPPED';
  return pair.startsWith('view') ? 'VIEWED_NEXT' : 'BOUGHT_NEXT';
}

/** "Instead" is only said of what cannot be had. */
function isToBeHad(sku: string, s: Situation): boolean {
  return !s.evaluation && availabilityIn(sku, 'any', s) !== undefined;
}

export const seq: Source = {
  key: 'seq',
  text: { de: 'Danach angesehen oder gekauft', en: 'Viewed or bought next' },
  personal: false,
  unready: (node) => (node.args[0]?.includes('>') ? undefined : `seq(${node.args[0] ?? ''})`),
  retrieve(node, s) {
    const pair = node.args[0]!;
    const code = hasScope(node, 'owned') ? 'BECAUSE_BOUGHT' : followedCode(pair);
    return around(
      node,
      s,
      (sku) => (pair.startsWith('viewoos') && isToBeHad(sku, s) ? [] : s.models.followed(pair, sku, PER_SEED)),
      (seed) => ({ code, item: seed }),
    );
  },
};

function pairTable(
  key: string,
  de: string,
  en: string,
  code: ReasonCode,
  read: (s: Situation, sku: string) => readonly Neighbour[],
): Source {
  return {
    key,
    text: { de, en },
    personal: false,
    unready: () => undefined,
    retrieve: (node, s) =>
      around(
        node,
        s,
        (sku) => read(s, sku),
        (seed) => ({ code, item: seed }),
      ),
  };
}

export const subst: Source = pairTable('subst', 'Ersetzt einander', 'Replaces one another', 'SUBSTITUTE', (s, sku) =>
  s.models.substitutes(sku, PER_SEED),
);
export const compl: Source = pairTable('compl', 'Ergänzt einander', 'Completes one another', 'COMPLEMENT', (s, sku) =>
  s.models.complements(sku, PER_SEED),
);
