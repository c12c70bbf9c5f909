// Interest of a person in each need group: a decayed sum of signals, and which of them are active now (LOGIC §0).
import { DAY_MS, decay } from '../maths/decay.ts';
import type { Catalogue, Instant, Product, Signal } from '../world.ts';
import { WEIGHTS } from './weights.ts';

export interface Interest {
  needGroup: string;
  value: number;
  /** `I_g / ΣI` over groups with positive interest. */
  share: number;
  active: boolean;
}

const ACTIVE_FROM = 2;
const ACTIVE_SHARE = 0.25;

/** Signals by the need group of their product, in their order; goods outside the catalogue are left out. */
export type SignalsByNeed = ReadonlyMap<string, readonly Signal[]>;

function signalsByNeed(signals: readonly Signal[], product: (sku: string) => Product | undefined): SignalsByNeed {
  const found = new Map<string, Signal[]>();
  for (const signal of signals) {
    const needGroup = product(signal.sku)?.needGroup;
    if (needGroup === undefined) continue;
    const known = found.get(needGroup);
    if (known) known.push(signal);
    else found.set(needGroup, [signal]);
  }
  return found;
}

/** Interests by descending value; signals after `now` do not count. `I_g = Σ w·2^(−Δt/h_g)`. */
export function interests(signals: readonly Signal[], catalogue: Catalogue, now: Instant): Interest[] {
  return interestsOf(
    signalsByNeed(signals, (sku) => catalogue.product(sku)),
    catalogue,
    now,
  );
}

/** The same from signals already grouped. */
export function interestsOf(grouped: SignalsByNeed, catalogue: Catalogue, now: Instant): Interest[] {
  const found: Interest[] = [];
  let total = 0;
  for (const [needGroup, signals] of grouped) {
    const halfLife = catalogue.needGroup(needGroup).interestHalfLifeDays;
    let value = 0;
    let counted = false;
    for (const signal of signals) {
      const weight = WEIGHTS[signal.kind];
      if (weight === 0 || signal.at > now) continue;
      counted = true;
      value += weight * decay((now - signal.at) / DAY_MS, halfLife);
    }
    if (!counted) continue;
    total += Math.max(0, value);
    found.push({ needGroup, value, share: 0, active: false });
  }
  for (const one of found) {
    one.share = total > 0 ? Math.max(0, one.value) / total : 0;
    one.active = one.value >= ACTIVE_FROM && one.share >= ACTIVE_SHARE;
  }
  return found.sort((a, b) => b.value - a.value || (a.needGroup < b.needGroup ? -1 : 1));
}
