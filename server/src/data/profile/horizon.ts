// Up to which entry number nothing new can appear: what had been given out longer ago than any transaction may live.
import type { Database } from '../../platform/database/index.ts';
import { newestOrd } from './store.ts';

/** Longer than a statement or an idle transaction is allowed to live. */
const openAtMostMs = 120_000;
const lookEveryMs = 5_000;

/** Asks the database at most every few seconds; monotonic process time, not the clock of the shop, which tests may set. */
export function createHorizon(database: Database): () => Promise<number> {
  const looks: { at: number; ord: number }[] = [];
  let safe = 0;
  let looking: Promise<void> | undefined;
  const look = async () => {
    const at = performance.now();
    looks.push({ at, ord: await newestOrd(database) });
    while (looks.length > 0 && (looks[0] as { at: number }).at <= at - openAtMostMs) safe = (looks.shift() as { ord: number }).ord;
  };
  return async () => {
    const last = looks.at(-1);
    if (!last || performance.now() - last.at > lookEveryMs) {
      looking ??= look().finally(() => {
        looking = undefined;
      });
      if (!last) await looking;
    }
    return safe;
  };
}
