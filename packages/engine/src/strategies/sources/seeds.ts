// The articles an item-to-item strategy starts from: the page's, the basket's, the order's or the person's own.
import type { Situation } from '../../situation.ts';
import type { SimpleStrategy } from '../ast.ts';
import { isBuyAt } from '../scopes.ts';

const SEED_LIMIT = 10;
const HISTORY_DECAY = 0.85;

function newest(skus: Iterable<string>): string[] {
  return [...new Set(skus)].slice(0, SEED_LIMIT);
}

interface Seeds {
  skus: readonly string[];
  /** How fast later ones lose weight against the first. */
  decay: number;
}

function ownSeeds(event: string, s: Situation): Seeds {
  const { purchases, signals } = s.subject.history;
  const own = event.endsWith('buy')
    ? purchases.filter((one) => isBuyAt(event, one))
    : signals.filter((one) => (event === 'view' ? one.kind === 'view' || one.kind === 'longview' : event === 'any' || one.kind === event));
  return { skus: newest(own.map((one) => one.sku).reverse()), decay: HISTORY_DECAY };
}

/** Seeds of the scope, most recent or first-named first. */
export function seedsOf(node: SimpleStrategy, s: Situation): Seeds {
  const scope = node.scopes[0];
  switch (scope?.name) {
    case 'cart':
      return { skus: s.cart.slice(0, 50), decay: 1 };
    case 'order':
      return { skus: s.orderSkus.slice(0, 50), decay: 1 };
    case 'owned':
      return ownSeeds('buy', s);
    case 'wish':
      return { skus: newest(s.subject.history.wishlist.map((one) => one.sku)), decay: HISTORY_DECAY };
    case 'hist':
      return ownSeeds(scope.path[0] ?? 'view', s);
    default:
      return { skus: s.seeds.slice(0, SEED_LIMIT), decay: 1 };
  }
}
