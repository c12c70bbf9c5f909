// What rules are tried out on when nobody in particular is meant: the shop as it is now, without a person.
import {
  type Catalogue,
  type DecisionWorld,
  type Editorial,
  type Models,
  type Offer,
  type Person,
  PLACEMENTS,
  type Placement,
  type Stock,
} from '@faden/engine';

export interface Ground {
  catalogue(): Catalogue;
  stock(): Stock;
  offers(): readonly Offer[];
  models(): Models;
  editorial?: (() => Editorial | undefined) | undefined;
  knowsStrategy?: ((id: string) => boolean) | undefined;
  /** The merchant's own placements beside the built-in ones. */
  placements?: (() => ReadonlyMap<string, Placement>) | undefined;
}

/** A placement by its id, the merchant's own before the built-in one. */
export const placementIn = (ground: Ground, id: string): Placement | undefined => ground.placements?.().get(id) ?? PLACEMENTS.get(id);

export const placementIds = (ground: Ground): string[] => [...new Set([...PLACEMENTS.keys(), ...(ground.placements?.().keys() ?? [])])];

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
