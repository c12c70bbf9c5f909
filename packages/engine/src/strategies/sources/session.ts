// The next article of a session: the sequence model, and co-occurrence where it has learned nothing yet.
import type { Situation } from '../../situation.ts';
import { accumulate, best, type Candidate, type Source } from '../candidate.ts';
import { learned } from './learned.ts';

const SEED_LIMIT = 10;
const PER_SEED = 100;
const LONGEST = 200;
/** How fast older session items lose weight against the newest. */
const SESSION_DECAY = 0.7;

/** Each article of the session once, newest first. */
function seenIn(s: Situation): Set<string> {
  return new Set(s.session.map((item) => item.sku));
}

function fromPairs(s: Situation): Candidate[] {
  const found = new Map<string, Candidate>();
  const seen = new Set<string>();
  let position = 0;
  for (const item of s.session) {
    if (seen.has(item.sku) || position >= SEED_LIMIT) continue;
    seen.add(item.sku);
    const weight = SESSION_DECAY ** position;
    const pairs = item.event === 'cart' || item.event === 'buy' ? ['view>view', 'cart>cart', 'buy>buy'] : ['view>view'];
    for (const pair of pairs) {
      for (const { sku, score, llr, lift } of s.models.together(pair, item.sku, PER_SEED)) {
        accumulate(found, sku, score * weight, { code: 'BECAUSE_VIEWED', item: item.sku }, { llr, lift });
      }
    }
    position += 1;
  }
  if (s.evaluation) addRepeats(found, s, seen);
  else for (const sku of seen) found.delete(sku);
  return best(found.values());
}

/** Outside measurement allows repeats: people do come back to what they saw before the last item. */
function addRepeats(found: Map<string, Candidate>, s: Situation, seen: ReadonlySet<string>): void {
  let weight = 0.02;
  for (const sku of seen) {
    if (sku !== s.session[0]?.sku) accumulate(found, sku, weight, { code: 'BECAUSE_VIEWED', item: sku });
    weight *= SESSION_DECAY;
  }
}

/** What the model expects next; without what was just seen, unless it is measured from outside. */
export function nextItems(s: Situation): Candidate[] {
  const list = s.models.nextItems(s.session.map(asked), LONGEST);
  if (list.length === 0) return [];
  const seen = s.evaluation ? new Set<string>() : seenIn(s);
  const newest = s.session[0]?.sku;
  return learned(
    list.filter((one) => !seen.has(one.sku)),
    (_sku, because = newest) => (because === undefined ? { code: 'FOR_YOU' } : { code: 'BECAUSE_VIEWED', item: because }),
  );
}

const asked = ({ sku, event, at }: Situation['session'][number]): { sku: string; event: string; at?: number } =>
  at === undefined ? { sku, event } : { sku, event, at };

export const seqmodel: Source = {
  key: 'seqmodel',
  text: { de: 'Nächster Artikel', en: 'Next item' },
  personal: false,
  unready: (node) => (node.args[0] === 'item' ? undefined : `seqmodel(${node.args[0]})`),
  retrieve(_node, s) {
    const expected = nextItems(s);
    return expected.length > 0 ? expected : fromPairs(s);
  },
};
