// What rules are tried out on when nobody in particular is meant: the shop as it is now, without a person.
import type { Catalogue, DecisionWorld, Editorial, Models, Offer, Person, Stock } from '@faden/engine';

export interface Ground {
  catalogue(): Catalogue;
  stock(): Stock;
  offers(): readonly Offer[];
  models(): Models;
  editorial?: (() => Editorial | undefined) | undefined;
  knowsStrategy?: ((id: string) => boolean) | undefined;
}

const NOBODY: Person = {
  id: '',
  basis: 'none',
  purposes: new Set(),
  signals: [],
  purchases: [],
  cart: [],
  wishlist: [],
  searches: [],
  dismissed: [],
  openComplaints: [],
};

export function worldOn(ground: Ground, now: number): DecisionWorld {
  const editorial = ground.editorial?.();
  return {
    person: NOBODY,
    catalogue: ground.catalogue(),
    stock: ground.stock(),
    offers: ground.offers(),
    models: ground.models(),
    ...(editorial ? { editorial } : {}),
    now,
    decisionId: '',
    seed: '',
    token: () => '',
  };
}
