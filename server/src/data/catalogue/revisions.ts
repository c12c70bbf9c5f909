// Which need groups changed when, so that what is derived from one group survives changes of the others and of prices.
import type { Product } from '@faden/engine';
import type { Revisions } from './view.ts';

const journalLength = 20_000;

export interface KeptRevisions extends Revisions {
  /** The article is about to change from `before` to `after` with version `version`. */
  note(before: Product | undefined, after: Product, version: number): void;
  /** Everything may be different from `version` on. */
  reset(version: number): void;
}

export function createRevisions(): KeptRevisions {
  const changed = new Map<string, number>();
  let floor = 0;
  /** The latest changes, oldest first. */
  let journal: { sku: string; version: number }[] = [];
  /** Changes up to this version are no longer in the journal. */
  let forgotten = 0;
  return {
    of: (needGroup) => changed.get(needGroup) ?? floor,
    since(version) {
      if (version < forgotten) return undefined;
      const skus: string[] = [];
      for (let i = journal.length - 1; i >= 0; i--) {
        const entry = journal[i] as { sku: string; version: number };
        if (entry.version <= version) break;
        skus.push(entry.sku);
      }
      return skus;
    },
    note(before, after, version) {
      if (journal.length >= journalLength) {
        forgotten = journal[journalLength / 2]?.version ?? version;
        journal = journal.slice(journalLength / 2);
      }
      journal.push({ sku: after.sku, version });
      if (before && onlyPrices(before, after)) return;
      if (before) changed.set(before.needGroup, version);
      changed.set(after.needGroup, version);
    },
    reset(version) {
      changed.clear();
      journal = [];
      floor = version;
      forgotten = version;
    },
  };
}

function onlyPrices(a: Product, b: Product): boolean {
  return textOf(a) === textOf(b);
}

const textOf = (p: Product): string =>
  JSON.stringify([p.needGroup, p.brand, p.model, p.active, p.category, p.attributes, p.tags, p.name, p.relations]);
