// What is known by name: each value with where it came from; a better source wins, among equals the newer.
import type { Entry } from '../entry.ts';

export interface Trait {
  value: unknown;
  /** `web`, `import` …, as the entry's channel. */
  source: string;
  trust: string;
  at: number;
  rank: number;
}
export type Traits = Record<string, Trait>;

const rankOf = (entry: Entry): number => (entry.body.correction ? 3 : entry.trust === 'public' ? 0 : entry.trust === 'attested' ? 1 : 2);

export const traits = {
  start: (): Traits => Object.create(null) as Traits,
  add(state: Traits, entry: Entry): void {
    if (entry.type !== 'identify' || !entry.body.traits) return;
    const rank = rankOf(entry);
    for (const [name, value] of Object.entries(entry.body.traits)) {
      const known = state[name];
      if (known && known.rank > rank) continue;
      state[name] = { value, source: entry.channel, trust: entry.trust, at: entry.at, rank };
    }
  },
};
