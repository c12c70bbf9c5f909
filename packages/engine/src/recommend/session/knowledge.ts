// Everything counted and fitted on a log, before any of it is tuned or put in order.
import { itemFactsOf } from './item-facts.ts';
import type { Sessions } from './log.ts';
import { postingsOf, recencyOf } from './neighbours.ts';
import { ridgeOf } from './ridge.ts';
import type { Knowledge } from './scorer.ts';
import { transitionsOf } from './transitions.ts';

/** Partners kept of each source. */
const PAIR_WIDTH = 200;
/** Pairs are remembered longer than sessions: counted 1/e after three times the log's span. Shorter measured worse everywhere. */
const PAIR_DECAY = 3;
/** Measured best over both packs; flat around these values. */
const RIDGE = { decay: 1.5, reach: 3, lambda: 30, sources: 40 };

export function knowledgeFrom(sessions: Sessions, recencyDecay: number): Knowledge {
  const memory = recencyOf(sessions.endsAt, PAIR_DECAY);
  return {
    sessions,
    postings: postingsOf(sessions),
    recency: recencyOf(sessions.endsAt, recencyDecay),
    transitions: transitionsOf(sessions, memory, PAIR_WIDTH),
    ridge: ridgeOf(sessions, memory, RIDGE),
    facts: itemFactsOf(sessions),
  };
}
