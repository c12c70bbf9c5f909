// Which need groups changed when, so that what is derived from one group survives changes of the others and of prices.
import type { Product } from '@faden/engine';
import type { Revisions } from './view.ts';

export interface KeptRevisions extends Revisions {
  /** The article is about to change from `before` to `after` with version `version`. */
  note(before: Product | undefined, after: Product, version: number): void;
  /** Everything may be different from `version` on. */
  reset(version: number): void;
}

export function createRevisions(): KeptRevisions {
  const changed = new Map<string, number>();
  let floor = 0;
  return {
    of: (needGroup) => changed.get(needGroup) ?? floor,
    note(before, after, version) {
      if (before && onlyPrices(before, after)) return;
      if (before) changed.set(before.needGroup, version);
      changed.set(after.needGroup, version);
    },
    reset(version) {
      changed.clear();
      floor = version;
    },
  };
}

function onlyPrices(a: Product, b: Product): boolean {
  return textOf(a) === textOf(b);
}

const textOf = (p: Product): string => JSON.stringify([p.needGroup, p.brand, p.model, p.active, p.category, p.attributes, p.tags, p.name, p.relations]);
