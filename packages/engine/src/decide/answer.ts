// What a decision answers: items per placement (LOGIC §1.3) and the trace that explains every one of them (LOGIC §1.7).

import type { ChoiceContext } from '../choose/cells.ts';
import type { StockState, Text } from '../world.ts';
import type { LeadBy } from './lead.ts';

export type Visibility = 'customer' | 'associate' | 'internal';

export interface Reason extends Text {
  code: string;
  visibility: Visibility;
  evidence: Record<string, string | number>;
}

export interface PriceBlock {
  nowCents: number;
  wasCents: number | null;
  lowest30dCents: number | null;
  /** How far `nowCents` lies below the lowest price of 30 days, percent with one decimal; negative when above. */
  pctVsLowest30d: number | null;
  currency: string;
}

export interface AvailabilityBlock {
  storeId: string | null;
  atp: number;
  state: StockState;
  asOf: string;
  text: Text;
}

export interface AnswerItem {
  slot: number;
  token: string;
  type: 'product' | 'offer' | 'service' | 'content';
  id: string;
  /** Empty for what is no product. */
  sku: string;
  score: number;
  name: Text | null;
  /** What content says, where it leads, what it shows; products have theirs in the catalogue. */
  text?: Text;
  url?: string;
  image?: string;
  price: PriceBlock | null;
  availability: AvailabilityBlock | null;
  reasons: Reason[];
  /** Ids of the merchandising rules that had a say in it. */
  rules: string[];
  /** What rules want said of it, e.g. „Anzeige“. */
  labels?: Text[];
  actions: string[];
  /** The strategy that brought this item; differs from the placement's one for backfill. */
  strategy: string;
}

export interface AnswerPlacement {
  id: string;
  layout: string;
  strategy: { id: string; by: LeadBy; propensity: number; model: string; message: Text } | null;
  experiment: { id: string; variant: string } | null;
  holdout: boolean;
  fallback: { used: boolean; chain: string[] };
  reason: DecisionReason;
  items: AnswerItem[];
}

export type DecisionReason = 'TARGETING_MATCH' | 'STATIC' | 'DEFAULT' | 'DISABLED' | 'ERROR';

export interface Answer {
  decisionId: string;
  at: string;
  validUntil: string;
  reason: DecisionReason;
  subject: { id: string | null; basis: string; purposes: string[] };
  placements: AnswerPlacement[];
}

export type DropCode =
  | 'INACTIVE'
  | 'STOCK'
  | 'OWNED'
  | 'BOUGHT'
  | 'DISMISSED'
  | 'IN_CART'
  | 'CONSENT'
  | 'AGE'
  | 'SENSITIVE'
  | 'BAN'
  | 'EXCLUDED'
  | 'NOT_ONLY'
  | 'CAP'
  | 'SPREAD'
  | 'DUPLICATE'
  | 'NO_REASON'
  | 'PIN_VOID'
  | 'NO_INTEREST'
  | 'WITHDRAWN'
  | 'COMPLAINT';

export interface Drop {
  code: DropCode;
  /** Why in words, for the internal trace only. */
  detail?: Text;
  /** Ids of the merchandising rules that dropped it. */
  rules?: readonly string[];
}

export interface TraceCandidate {
  id: string;
  sku: string;
  strategy: string;
  base: number;
  score: number;
  factors: { name: string; value: number }[];
  rulesHit: string[];
  droppedBy: DropCode | null;
  detail?: Text;
  slot: number | null;
}

export interface TraceStage {
  step: number;
  name: 'retrieve' | 'filter' | 'score' | 'arrange' | 'reason' | 'fill';
  in: number;
  out: number;
  /** in = out + Σ dropped. */
  dropped: Record<string, number>;
}

export type Verdict =
  | 'selected'
  | 'backfill'
  | 'empty'
  | 'not_needed'
  | 'not_ready'
  | 'no_input'
  | 'no_consent'
  | 'used'
  | 'holdout'
  | 'unknown';

export interface TraceStrategy {
  id: string;
  verdict: Verdict;
  /** Missing input or part, where the verdict has one. */
  detail?: string;
  weight: number;
  candidates: number;
  shown: number;
}

export interface TraceRule {
  id: string;
  hits: number;
  dropped?: Text;
}

export interface TracePlacement {
  id: string;
  holdout: boolean;
  /** The cell the leading strategy was chosen in; null where nothing was to choose. */
  choice: ChoiceContext | null;
  strategies: TraceStrategy[];
  stages: TraceStage[];
  candidates: TraceCandidate[];
  /** Merchandising rules that had a say, with how often; a dropped one says why. */
  rules?: TraceRule[];
}

export interface Trace {
  decisionId: string;
  at: string;
  mode: string;
  /** Whether this decision is to be logged. */
  logged: boolean;
  contextHash: number;
  versions: { catalogue: string; models: string; rules: string; editorial: string; choice: string };
  subject: { id: string | null; basis: string; personal: boolean; anonymous: boolean };
  placements: TracePlacement[];
}
