// A merchant's placement: a built-in one changed, or one of their own. Pure.
import type { PlacementInput } from '@faden/contract';
import { PLACEMENTS, type Placement } from '@faden/engine';
import { invalid } from '../../platform/http/index.ts';

/** As the engine reads it, and how many items make it worth showing. */
export type OwnPlacement = Placement & { minimum?: number };

const storeContexts: ReadonlySet<string> = new Set(['T', 'R', 'B']);
const fallback = ['best_site', 'most_viewed', 'from_range'];

/** What a placement is where nobody says otherwise. */
function plain(id: string, contexts: readonly string[]): Placement {
  const inStore = contexts.some((code) => storeContexts.has(code));
  return {
    id,
    text: { de: id, en: id },
    limit: 6,
    layout: inStore ? 'list' : 'grid',
    columns: inStore ? 1 : 4,
    contexts: [...contexts],
    visibility: 'customer',
    proactive: inStore,
    inStore,
    fulfilment: inStore ? 'store' : 'online',
    diverse: !inStore,
    actions: inStore ? ['reserve', 'addToCart', 'dismiss'] : ['addToCart', 'dismiss'],
    validMinutes: 10,
    strategies: [],
    fallback,
  };
}

/** What is built in with what was changed laid over it; strategies nobody knows any more are left out. */
export function placementOf(input: PlacementInput, isKnown: (strategy: string) => boolean): OwnPlacement {
  const base = PLACEMENTS.get(input.id) ?? plain(input.id, input.contexts ?? ['H']);
  const merged: OwnPlacement = { ...base, ...input };
  return { ...merged, strategies: merged.strategies.filter(isKnown), fallback: merged.fallback.filter(isKnown) };
}

/** Refuses (422) unknown strategies, an own placement without any, and a minimum above the limit. */
export function judgePlacement(input: PlacementInput, path: string, isKnown: (strategy: string) => boolean): void {
  for (const field of ['strategies', 'fallback'] as const) {
    const list = input[field] ?? [];
    const unknown = list.findIndex((id) => !isKnown(id));
    if (unknown >= 0) throw invalid(`${path}.${field}.${unknown}`, `strategy ${list[unknown]} is not known`);
    if (new Set(list).size < list.length) throw invalid(`${path}.${field}`, 'names a strategy twice');
  }
  if (!PLACEMENTS.has(input.id)) {
    if (!input.strategies) throw invalid(`${path}.strategies`, 'are needed for a placement that is not built in');
    if (!input.contexts) throw invalid(`${path}.contexts`, 'are needed for a placement that is not built in');
  }
  const limit = input.limit ?? PLACEMENTS.get(input.id)?.limit ?? 6;
  if ((input.minimum ?? 0) > limit) throw invalid(`${path}.minimum`, `is more than the limit of ${limit}`);
}
