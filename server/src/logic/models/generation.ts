// One trained model of a kind, whether it may replace another, and what is told about it.
import type { Kind, Learnt } from './kind.ts';

export interface Generation extends Learnt<unknown> {
  version: string;
  /** Epoch ms. */
  at: number;
  seconds: number;
  /** Need groups by code, as they were named when it was trained. */
  needNames: readonly string[];
  /** Rows of the log there were. */
  seen: number;
}

export interface ModelState {
  id: string;
  text: { de: string; en: string };
  ready: boolean;
  version: string | null;
  trainedAt: string | null;
  rows: number;
  seconds: number;
  bytes: number;
  validation: Record<string, number>;
  parameters: Record<string, number | string>;
  /** Why the newest training does not serve, if it does not. */
  stale: string | null;
  held: boolean;
  before: { version: string; trainedAt: string; validation: Record<string, number> } | null;
  waiting: { version: string; trainedAt: string; validation: Record<string, number> } | null;
}

/** Small validation splits scatter by a quarter; a model two fifths worse than the one before was learned from something broken. */
const tolerated = 0.6;
/** Scores of fewer predictions than this say nothing. */
const enoughJudged = 200;

export function isWorse(kind: Kind, now: Generation, next: Generation): boolean {
  const { judgedBy } = kind;
  if (judgedBy === undefined) return false;
  const judged = (one: Generation) =>
    one.validation['predictions'] ?? one.validation['customers'] ?? one.validation['queries'] ?? one.validation['people'] ?? 0;
  if (judged(now) < enoughJudged || judged(next) < enoughJudged) return false;
  return (next.validation[judgedBy] ?? 0) < tolerated * (now.validation[judgedBy] ?? 0);
}

const brief = (one: Generation | undefined) =>
  one ? { version: one.version, trainedAt: new Date(one.at).toISOString(), validation: one.validation } : null;

interface Told {
  kind: Kind;
  serving?: Generation | undefined;
  before?: Generation | undefined;
  waiting?: Generation | undefined;
  held: boolean;
  error?: string | undefined;
}

export function stateOf({ kind, serving, before, waiting, held, error }: Told): ModelState {
  const stale = error ?? (waiting ? (held ? 'an earlier generation was chosen by hand' : 'the newest generation scored worse') : null);
  return {
    id: kind.id,
    text: kind.text,
    ready: serving !== undefined,
    version: serving?.version ?? null,
    trainedAt: serving ? new Date(serving.at).toISOString() : null,
    rows: serving?.rows ?? 0,
    seconds: serving?.seconds ?? 0,
    bytes: serving?.bytes ?? 0,
    validation: serving?.validation ?? {},
    parameters: serving?.parameters ?? {},
    stale,
    held,
    before: brief(before),
    waiting: brief(waiting),
  };
}
