// What counts as shown, and which decision a bought line is owed to: pure rules (LOGIC §1.3, §1.6).
import { type ChoiceContext, cellKey, PENALTIES, type Unwelcome } from '@faden/engine';

/** One placement of a decision as the decisions module tells it. */
export interface DecidedPlacement {
  id: string;
  /** The strategy that filled it; null when nothing did. */
  strategy: string | null;
  /** rule, experiment, bandit, priority, fallback or holdout */
  by: string;
  propensity?: number | null | undefined;
  weights?: readonly { arm: string; weight: number }[] | undefined;
  experiment?: { id: string; variant: string } | null | undefined;
  /** Absent where nothing was chosen: rules, control group, measurements. */
  context?: ChoiceContext | null | undefined;
  items: readonly { token: string; sku: string; type?: string }[];
  /** Slots that were wanted. */
  wanted?: number | undefined;
}
export interface DecidedPage {
  decisionId: string;
  at: string;
  nodeId?: string | null | undefined;
  channel: string;
  /** Time the answer took. */
  ms?: number | undefined;
  placements: readonly DecidedPlacement[];
}

export interface Item {
  token: string;
  sku: string;
}
export interface ExposureRow {
  decisionId: string;
  placement: string;
  at: string;
  nodeId: string | null;
  channel: string;
  cell: string;
  arm: string;
  chosenBy: string;
  propensity: number | null;
  arms: string[] | null;
  experiment: string | null;
  variant: string | null;
  items: Item[];
  coverage: number | null;
  ms: number | null;
}

/**
 * Rows of the placements something can be learned from. What a rule or the control group brought is no choice; a fallback is kept as
 * the measure of what would be there without choosing.
 */
export function exposuresOf(page: DecidedPage): ExposureRow[] {
  return page.placements.flatMap((one) => {
    if (one.strategy === null || one.items.length === 0 || !one.context) return [];
    if (one.by === 'rule' || one.by === 'holdout') return [];
    return [
      {
        decisionId: page.decisionId,
        placement: one.id,
        at: page.at,
        nodeId: page.nodeId ?? null,
        channel: page.channel,
        cell: cellKey(one.context),
        arm: one.strategy,
        chosenBy: one.by,
        propensity: one.propensity ?? null,
        arms: one.weights && one.weights.length > 0 ? one.weights.map((weight) => weight.arm) : null,
        experiment: one.experiment?.id ?? null,
        variant: one.experiment?.variant ?? null,
        items: one.items.map(({ token, sku }) => ({ token, sku })),
        coverage: one.wanted ? Math.min(1, one.items.length / one.wanted) : null,
        ms: page.ms ?? null,
      },
    ];
  });
}

export type ReactionKind = 'shown' | 'clicked' | Unwelcome;
export const isUnwelcome = (kind: string): kind is Unwelcome => kind in PENALTIES;

/** Something reported about a decision, by whatever names it. */
export interface Reported {
  decisionId: string;
  kind: ReactionKind;
  at: number;
  nodeId: string | null;
  token?: string | undefined;
  sku?: string | undefined;
  placement?: string | undefined;
}
export interface ReactionRow {
  decisionId: string;
  placement: string;
  token: string;
  kind: ReactionKind;
  at: number;
  nodeId: string | null;
}

/** Which placements and items a report is about: its token, else its article, else a whole placement; nothing when none fits. */
export function reactionsIn(
  reported: Reported,
  exposures: readonly { decisionId: string; placement: string; items: readonly Item[] }[],
): ReactionRow[] {
  const { decisionId, kind, at, nodeId, token, sku, placement } = reported;
  const mine = exposures.filter((one) => one.decisionId === decisionId && (placement === undefined || one.placement === placement));
  const row = (one: { placement: string }, of: string): ReactionRow => ({
    decisionId,
    placement: one.placement,
    token: of,
    kind,
    at,
    nodeId,
  });
  if (token !== undefined || sku !== undefined) {
    const fits = (item: Item) => (token !== undefined ? item.token === token : item.sku === sku);
    const found = mine.flatMap((one) => one.items.filter(fits).map((item) => row(one, item.token)));
    return token !== undefined || found.length > 0 ? found.slice(0, 1) : [];
  }
  // A click on nothing in particular cannot be credited; an impression or an unsubscription is about the whole.
  return kind === 'clicked' ? [] : mine.map((one) => row(one, ''));
}

const dayMs = 86_400_000;
export const clickWindowMs = 7 * dayMs;
export const viewWindowMs = dayMs;
/** Tills print minutes, surfaces report milliseconds. */
const tolerance = 60_000;

export interface Seen {
  decisionId: string;
  placement: string;
  items: readonly Item[];
  /** When the answer counts as an impression of all its items, for surfaces that never report any. */
  answeredAt: number | undefined;
  reactions: readonly { token: string; kind: string; at: number }[];
}
export interface Credit {
  decisionId: string;
  placement: string;
  basis: 'click' | 'view';
}

/**
 * The one decision a line is credited to: that of the last click on the article up to 7 days before, else that of its last counted
 * impression up to 24 hours before.
 */
export function creditFor(line: { sku: string; at: number }, seen: readonly Seen[]): Credit | undefined {
  let best: (Credit & { at: number }) | undefined;
  const offer = (one: Seen, basis: Credit['basis'], at: number) => {
    const age = line.at - at;
    if (age < -tolerance || age > (basis === 'click' ? clickWindowMs : viewWindowMs)) return;
    const better = !best || (basis === best.basis ? at > best.at : basis === 'click');
    if (better) best = { decisionId: one.decisionId, placement: one.placement, basis, at };
  };
  for (const one of seen) {
    const tokens = new Set(one.items.filter((item) => item.sku === line.sku).map((item) => item.token));
    if (tokens.size === 0) continue;
    if (one.answeredAt !== undefined) offer(one, 'view', one.answeredAt);
    for (const { token, kind, at } of one.reactions) {
      if (kind === 'clicked' && tokens.has(token)) offer(one, 'click', at);
      if (kind === 'shown' && (token === '' || tokens.has(token))) offer(one, 'view', at);
    }
  }
  return best && { decisionId: best.decisionId, placement: best.placement, basis: best.basis };
}

/** A quarter of what was paid stands in for a margin nobody told. */
const usualMargin = 0.25;

/** Margin in cents of units that cost `netCents` together: what was paid less what they cost the merchant; never below 0. */
export function marginOf(netCents: number, quantity: number, product: { priceCents?: number; marginCents?: number } | undefined): number {
  const { priceCents, marginCents } = product ?? {};
  if (priceCents === undefined || marginCents === undefined) return Math.max(0, Math.round(netCents * usualMargin));
  return Math.max(0, netCents - quantity * (priceCents - marginCents));
}
