// Where a person stands with each need group: awareness, consideration, intent, retention … (LOGIC §3.1), from events only.
import { DAY_MS } from '../maths/decay.ts';
import type { Catalogue, Instant, Person, SignalKind } from '../world.ts';
import { interests } from './interest.ts';
import { VIEW_KINDS, WEIGHTS } from './weights.ts';

export type StageName = 'awareness' | 'consideration' | 'intent' | 'retention' | 'dormant';

export interface Stage {
  needGroup: string;
  stage: StageName;
  since: Instant;
  /** `1 − 2^(−evidence weight/2)`. */
  confidence: number;
  /** Ids of the newest signals or receipts it stands on, at most five. */
  evidence: string[];
}

const INTENT_DAYS = 7;
const SILENT_DAYS = 30;
const INTENT: ReadonlySet<SignalKind> = new Set(['cart', 'reserve', 'scan']);
const WEIGHING: ReadonlySet<SignalKind> = new Set(['compare', 'wish']);

interface Tally {
  first: Instant;
  last: Instant;
  lastIntent: Instant;
  weighing: Instant;
  skus: Set<string>;
  secondSku: Instant;
  weight: number;
  ids: string[];
  kept: number;
  boughtAt: Instant;
}

const NEVER = Number.NEGATIVE_INFINITY;
const fresh = (at: Instant): Tally => ({
  first: at,
  last: NEVER,
  lastIntent: NEVER,
  weighing: NEVER,
  skus: new Set(),
  secondSku: NEVER,
  weight: 0,
  ids: [],
  kept: 0,
  boughtAt: NEVER,
});

function tallies(person: Person, catalogue: Catalogue, now: Instant): Map<string, Tally> {
  const found = new Map<string, Tally>();
  const of = (sku: string, at: Instant): Tally | undefined => {
    const group = catalogue.product(sku)?.needGroup;
    if (group === undefined || at > now) return undefined;
    if (!found.has(group)) found.set(group, fresh(at));
    return found.get(group);
  };
  for (const purchase of person.purchases) {
    const tally = of(purchase.sku, purchase.at);
    if (!tally || (purchase.returned && purchase.returned.quantity >= purchase.quantity && purchase.returned.at <= now)) continue;
    tally.kept += 1;
    tally.boughtAt = Math.max(tally.boughtAt, purchase.at);
    tally.weight += WEIGHTS.buy;
    tally.ids.push(purchase.ref);
  }
  for (const signal of person.signals) {
    if (signal.kind === 'buy' || signal.kind === 'return' || WEIGHTS[signal.kind] <= 0) continue;
    const tally = of(signal.sku, signal.at);
    if (!tally || signal.at <= tally.boughtAt) continue;
    tally.first = Math.min(tally.first, signal.at);
    tally.last = Math.max(tally.last, signal.at);
    if (INTENT.has(signal.kind)) tally.lastIntent = Math.max(tally.lastIntent, signal.at);
    if (WEIGHING.has(signal.kind)) tally.weighing = Math.max(tally.weighing, signal.at);
    if (VIEW_KINDS.has(signal.kind) && !tally.skus.has(signal.sku)) {
      tally.skus.add(signal.sku);
      if (tally.skus.size === 2) tally.secondSku = signal.at;
    }
    tally.weight += WEIGHTS[signal.kind];
    tally.ids.push(signal.id);
  }
  return found;
}

function nameAndSince(tally: Tally, value: number, durable: boolean, now: Instant): { stage: StageName; since: Instant } {
  const bought = tally.boughtAt > NEVER;
  if (bought && tally.last <= tally.boughtAt && (durable || tally.kept >= 2)) return { stage: 'retention', since: tally.boughtAt };
  if (now - tally.lastIntent < INTENT_DAYS * DAY_MS) return { stage: 'intent', since: tally.lastIntent };
  const weighs = value >= 2 || tally.skus.size >= 2 || tally.weighing > NEVER;
  if (value >= 0.5 && weighs) return { stage: 'consideration', since: Math.max(tally.first, tally.secondSku) };
  if (bought) return { stage: 'retention', since: tally.boughtAt };
  if (now - tally.last >= SILENT_DAYS * DAY_MS || (weighs && value < 0.5)) return { stage: 'dormant', since: tally.last };
  return { stage: 'awareness', since: tally.first };
}

/** Stages of a person, one per need group they touched; a purchase consumes the signals before it. */
export function stages(person: Person, catalogue: Catalogue, now: Instant): Stage[] {
  const values = new Map(interests(person.signals, catalogue, now).map((interest) => [interest.needGroup, interest.value]));
  return [...tallies(person, catalogue, now)]
    .filter(([, tally]) => tally.ids.length > 0)
    .map(([needGroup, tally]) => {
      const durable = catalogue.needGroup(needGroup).kind === 'durable';
      const { stage, since } = nameAndSince(tally, values.get(needGroup) ?? 0, durable, now);
      return { needGroup, stage, since, confidence: 1 - 2 ** (-tally.weight / 2), evidence: tally.ids.slice(-5) };
    })
    .sort((a, b) => (a.needGroup < b.needGroup ? -1 : 1));
}
