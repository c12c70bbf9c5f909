// Exploration: seeded picks from the range, something new to the person, and the shelf in its own order as the last resort.
import { drawOf } from '../../maths/hash.ts';
import type { Situation } from '../../situation.ts';
import { type Candidate, hasScope, MAX_CANDIDATES, type Source } from '../candidate.ts';

/** Few of them pass the filters. */
const NOVEL = 400;
const FOLLOW_UPS = ['accessory', 'warranty', 'service', 'spare'];

/** The first articles that stand for themselves: what only goes with another article waits for that one. */
function shelf(pool: readonly string[], s: Situation): string[] {
  const found: string[] = [];
  for (const sku of pool) {
    if (found.length >= MAX_CANDIDATES) break;
    if (!FOLLOW_UPS.some((type) => s.catalogue.relatedFrom(sku, type).length > 0)) found.push(sku);
  }
  return found;
}

/** Different articles at random places of the pool, the same for the same seed. */
function drawn(pool: readonly string[], draws: number, most: number, s: Situation): string[] {
  const picked = new Set<string>();
  for (let i = 0; i < draws && picked.size < most && pool.length > 0; i++) {
    const at = Math.floor((drawOf(s.seed, `rand:${i}`) + drawOf(s.seed, `fine:${i}`) / 10_000) * pool.length) % pool.length;
    picked.add(pool[at]!);
  }
  return [...picked];
}

/** Many articles spread over the pool: a seeded start and an odd step, which a pool of any size is walked through with. */
function spreadOut(pool: readonly string[], most: number, s: Situation): string[] {
  const start = Math.floor(drawOf(s.seed, 'novel') * pool.length);
  const step = Math.max(1, Math.floor(pool.length / most)) | 1;
  const picked = new Set<string>();
  for (let i = 0; i < most && i < pool.length; i++) picked.add(pool[(start + i * step) % pool.length]!);
  return [...picked];
}

/** `uniform`: seeded picks; `novel`: many of them, for its filters let few pass; `range`: the shelf in its own order. */
export const rand: Source = {
  key: 'rand',
  text: { de: 'Entdecken', en: 'Discover' },
  personal: false,
  unready: (node) => (['uniform', 'novel', 'range'].includes(node.args[0] ?? '') ? undefined : `rand(${node.args[0]})`),
  retrieve(node, s) {
    const pool = hasScope(node, 'cat') && s.category !== undefined ? s.catalogue.skusOfCategory(s.category) : s.catalogue.allSkus();
    const novel = node.args[0] === 'novel';
    const skus = node.args[0] === 'range' ? shelf(pool, s) : novel ? spreadOut(pool, NOVEL, s) : drawn(pool, 60, 50, s);
    const why: Candidate['why'] = [{ code: novel ? 'DISCOVER' : 'FROM_RANGE' }];
    return skus.map((sku, i) => ({ sku, score: 1 / (i + 1), why }));
  },
};
