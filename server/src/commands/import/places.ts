// The places rows name: known, or made on demand.
import type { Target } from '../target.ts';
import type { Ready } from './send.ts';

export interface KnownPlaces {
  has(id: string): boolean;
  /** Makes those the rows name and the server does not know. @returns how many */
  create(rows: readonly Ready[]): Promise<number>;
}

interface Wishes {
  create: boolean;
  dryRun: boolean;
  zone: string;
}

/** `field` names the place in a row. */
export async function knownPlaces(target: Target, field: string, wishes: Wishes): Promise<KnownPlaces> {
  const answer = await target.call('GET', '/api/v1/places');
  if (answer.status !== 200) throw new Error(`GET /api/v1/places answered ${answer.status}`);
  const known = new Set((answer.body as { items: { id: string }[] }).items.map((place) => place.id));
  return {
    has: (id) => known.has(id),
    async create(rows) {
      const fresh = wishes.create ? [...new Set(rows.map((ready) => ready.row[field] as string))].filter((id) => !known.has(id)) : [];
      for (const id of fresh) known.add(id);
      if (fresh.length === 0 || wishes.dryRun) return fresh.length;
      const places = fresh.map((id) => ({ id, kind: 'store', name: id, timeZone: wishes.zone }));
      const made = await target.call('PUT', '/api/v1/places', places);
      if (made.status >= 300) throw new Error(`PUT /api/v1/places answered ${made.status}`);
      return fresh.length;
    },
  };
}
