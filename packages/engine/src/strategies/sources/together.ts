// Item to item from behaviour: `co(a>b)` from seeds, and the next item of a session.
import type { Situation } from '../../situation.ts';
import type { SimpleStrategy } from '../ast.ts';
import { accumulate, best, type Candidate, hasScope, type ReasonCode, type Source } from '../candidate.ts';

const SEED_LIMIT = 10;
const PER_SEED = 100;
/** How fast older session items lose weight against the newest. */
const SESSION_DECAY = 0.7;
const HISTORY_DECAY = 0.85;

const isStoreChannel = (channel: string): boolean => channel === 'store' || channel === 'till' || channel === 'pos';

function newest(skus: Iterable<string>): string[] {
  return [...new Set(skus)].slice(0, SEED_LIMIT);
}

/** Seeds of the scope, most recent or first-named first. */
function seedsOf(node: SimpleStrategy, s: Situation): { skus: string[]; decay: number } {
  const scope = node.scopes[0];
  switch (scope?.name) {
    case 'cart':
      return { skus: s.cart.slice(0, 50), decay: 1 };
    case 'order':
      return { skus: s.orderSkus.slice(0, 50), decay: 1 };
    case 'hist': {
      const event = scope.path[0] ?? 'view';
      const { purchases, signals } = s.subject.history;
      if (event.endsWith('buy')) {
        const own = purchases.filter((p) => !p.returned && (event !== 'storebuy' || isStoreChannel(p.channel)));
        return { skus: newest(own.map((p) => p.sku).reverse()), decay: HISTORY_DECAY };
      }
      return {
        skus: newest(
          signals
            .filter((x) => x.kind === 'view' || x.kind === 'longview')
            .map((x) => x.sku)
            .reverse(),
        ),
        decay: HISTORY_DECAY,
      };
    }
    default:
      return { skus: s.seeds.slice(0, SEED_LIMIT), decay: 1 };
  }
}

function reasonOf(node: SimpleStrategy): ReasonCode {
  const [from = '', to = ''] = (node.args[0] ?? '').split('>');
  const personalView = node.scopes[0]?.name === 'hist' && node.scopes[0].path[0] === 'view';
  if (personalView) return 'BECAUSE_VIEWED';
  return /buy|cart/.test(from) || /buy|cart/.test(to) ? 'BOUGHT_TOGETHER' : 'VIEWED_TOGETHER';
}

/** Models keep one table per pair; `.basket` (same receipt) falls back to the plain pair. */
function together(s: Situation, pair: string, sku: string) {
  const exact = s.models.together(pair, sku, PER_SEED);
  return exact.length > 0 || !pair.includes('.') ? exact : s.models.together(pair.split('.')[0]!, sku, PER_SEED);
}

export const co: Source = {
  key: 'co',
  text: { de: 'Zusammen angesehen oder gekauft', en: 'Viewed or bought together' },
  personal: false,
  unready: (node) => node.scopes.find((scope) => scope.name === 'region' || scope.name === 'segment')?.name,
  retrieve(node, s) {
    const pair = node.args[0] ?? 'view>view';
    const code = reasonOf(node);
    const { skus, decay } = seedsOf(node, s);
    /** Outside measurement may repeat seeds, yet nobody puts into the basket what lies in it. */
    const known = new Set(s.evaluation && !hasScope(node, 'cart') ? [] : skus);
    const found = new Map<string, Candidate>();
    for (const [i, seed] of skus.entries()) {
      for (const { sku, score, llr, lift } of together(s, pair, seed)) {
        if (known.has(sku)) continue;
        accumulate(found, sku, score * decay ** i, { code, item: seed }, { llr, lift });
      }
    }
    return best(found.values());
  },
};

function addSession(found: Map<string, Candidate>, s: Situation): void {
  const seen = new Set<string>();
  let position = 0;
  for (const item of s.session) {
    if (seen.has(item.sku) || position >= SEED_LIMIT) continue;
    seen.add(item.sku);
    const weight = SESSION_DECAY ** position;
    const pairs = item.event === 'cart' || item.event === 'buy' ? ['view>view', 'cart>cart', 'buy>buy'] : ['view>view'];
    for (const pair of pairs) {
      for (const { sku, score, llr, lift } of s.models.together(pair, item.sku, PER_SEED)) {
        accumulate(found, sku, score * weight, { code: 'BECAUSE_VIEWED', item: item.sku }, { llr, lift });
      }
    }
    position += 1;
  }
  if (s.evaluation) addRepeats(found, s, seen);
  else for (const sku of seen) found.delete(sku);
}

/** Outside measurement allows repeats: people do come back to what they saw before the last item. */
function addRepeats(found: Map<string, Candidate>, s: Situation, seen: ReadonlySet<string>): void {
  let weight = 0.02;
  for (const sku of seen) {
    if (sku !== s.session[0]?.sku) accumulate(found, sku, weight, { code: 'BECAUSE_VIEWED', item: sku });
    weight *= SESSION_DECAY;
  }
}

export const seqmodel: Source = {
  key: 'seqmodel',
  text: { de: 'Nächster Artikel', en: 'Next item' },
  personal: false,
  unready: (node) => (node.args[0] === 'item' ? undefined : `seqmodel(${node.args[0]})`),
  retrieve(_node, s) {
    const found = new Map<string, Candidate>();
    addSession(found, s);
    return best(found.values());
  },
};
