// Departments of a store as places: the one the visitor stands in, and those they stayed in lately.
import { DAY_MS, decay } from '../../maths/decay.ts';
import type { Situation } from '../../situation.ts';
import type { SimpleStrategy } from '../ast.ts';
import { accumulate, type Candidate, hasScope, MAX_CANDIDATES } from '../candidate.ts';
import { skusOfZone } from '../range-index.ts';

const MOST_ZONES = 5;
const ZONE_HALF_LIFE = 14;

/** Popular goods of this zone, or of the zones of the store the person stayed in lately. */
export function byZone(node: SimpleStrategy, s: Situation): Candidate[] {
  const here = hasScope(node, 'zone') && s.zoneId !== undefined;
  const weights = new Map<string, number>();
  const since = node.decay?.kind === 'window' ? s.now - node.decay.days * DAY_MS : Number.NEGATIVE_INFINITY;
  for (const { zone, at, seconds = 60 } of s.past().zones)
    if (at >= since) weights.set(zone, (weights.get(zone) ?? 0) + seconds * decay((s.now - at) / DAY_MS, ZONE_HALF_LIFE));
  const zones = here ? [[s.zoneId!, 1] as const] : [...weights].sort((a, b) => b[1] - a[1]).slice(0, MOST_ZONES);
  const found = new Map<string, Candidate>();
  for (const [zone, weight] of zones) {
    for (const [i, sku] of inZone(zone, s).entries())
      accumulate(found, sku, weight / (1 + i), { code: here ? 'IN_THIS_ZONE' : 'VISITED_ZONE' });
  }
  return [...found.values()];
}

/** The store's bestsellers that stand there first, then the rest of the zone. */
function inZone(zone: string, s: Situation): string[] {
  const inside = skusOfZone(s.catalogue, zone);
  const members = new Set(inside);
  const popular = s.storeId === undefined ? [] : s.models.popular('buy', `store:${s.storeId}`, MAX_CANDIDATES);
  const shelved = (sku: string): boolean => s.storeId !== undefined && s.inStore(sku, s.storeId).shelf?.startsWith(zone) === true;
  const first = popular.map((one) => one.sku).filter((sku) => members.has(sku) || shelved(sku));
  return [...new Set([...first, ...inside.slice(0, MAX_CANDIDATES)])].slice(0, MAX_CANDIDATES);
}
