// The same question asked again with the same Idempotency-Key gets the same decision for ten minutes (a retry must not flicker).
import { Problem } from '../../platform/http/index.ts';

interface Kept<Answer> {
  body: string;
  at: number;
  answer: Promise<Answer>;
}

const keptMs = 10 * 60_000;
const keptCount = 10_000;

/** `ask` answers `work` once per key; another body under the same key is refused with 409. */
export function createRepeats<Answer>(now: () => number): { ask(key: string, body: string, work: () => Promise<Answer>): Promise<Answer> } {
  const kept = new Map<string, Kept<Answer>>();
  return {
    ask(key, body, work) {
      const known = kept.get(key);
      if (known && now() - known.at < keptMs) {
        if (known.body !== body) throw new Problem(409, 'idempotency_key_reused', 'This Idempotency-Key was used with another body');
        return known.answer;
      }
      if (kept.size >= keptCount) kept.delete(kept.keys().next().value as string);
      const answer = work();
      kept.set(key, { body, at: now(), answer });
      answer.catch(() => kept.delete(key));
      return answer;
    },
  };
}
