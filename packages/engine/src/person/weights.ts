// What one signal is worth (LOGIC §0); a click on a recommendation counts with the view that follows it.
import type { SignalKind } from '../world.ts';

export const WEIGHTS: Readonly<Record<SignalKind, number>> = {
  impression: 0,
  view: 1,
  longview: 1.5,
  click: 0,
  searchclick: 1,
  scan: 2,
  compare: 2,
  wish: 3,
  cart: 3,
  reserve: 4,
  buy: 5,
  return: -4,
  dismiss: -2,
};

export const VIEW_KINDS: ReadonlySet<SignalKind> = new Set(['view', 'longview', 'click', 'searchclick', 'compare']);
