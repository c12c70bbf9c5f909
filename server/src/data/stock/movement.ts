// What movements do to levels: never below zero, the missing units are written down.

export interface Movement {
  sku: string;
  place: string;
  kind: string;
  /** Signed units. */
  quantity: number;
  /** Of these, units that may not be sold (returns of grade B, C, Q). */
  quarantine?: number;
  reference?: string;
  /** When it happened, epoch ms. */
  at: number;
  /** Goods that are counted anywhere get a row in this place if they have none. */
  opens?: boolean;
}
export interface Level {
  sku: string;
  place: string;
  onHand: number;
  quarantine: number;
  countedAt: number;
}
export interface Settled {
  /** Rows as they are now. */
  levels: Level[];
  /** What took effect, with the units that were missing. */
  moved: (Movement & { shortfall: number })[];
}

export const levelKey = (row: { sku: string; place: string }) => `${row.sku}\n${row.place}`;
export const onceKey = (row: { reference?: string | null; sku: string; place: string; kind: string }) =>
  `${row.reference}\n${levelKey(row)}\n${row.kind}`;

/**
 * Applies movements in their order. One older than the count of its row is in that count already; one without a row moves nothing;
 * a reference seen before moves nothing.
 */
export function settleMovements(levels: readonly Level[], known: ReadonlySet<string>, movements: readonly Movement[]): Settled {
  const byKey = new Map(levels.map((level) => [levelKey(level), { ...level }]));
  const changed = new Set<Level>();
  const seen = new Set(known);
  const moved: Settled['moved'] = [];
  for (const movement of movements) {
    const level = byKey.get(levelKey(movement));
    if (!level || movement.at < level.countedAt) continue;
    if (movement.reference !== undefined) {
      const once = onceKey(movement);
      if (seen.has(once)) continue;
      seen.add(once);
    }
    const after = level.onHand + movement.quantity;
    level.onHand = Math.max(0, after);
    level.quarantine = Math.max(0, Math.min(level.onHand, level.quarantine + (movement.quarantine ?? 0)));
    changed.add(level);
    moved.push({ ...movement, shortfall: Math.max(0, -after) });
  }
  return { levels: [...changed], moved };
}

/** One movement per (reference, sku, place, kind): the lines of a sale with the same sku count together. */
export function summed(movements: readonly Movement[]): Movement[] {
  const byKey = new Map<string, Movement>();
  const rest: Movement[] = [];
  for (const movement of movements) {
    if (movement.reference === undefined) {
      rest.push(movement);
      continue;
    }
    const key = onceKey(movement);
    const before = byKey.get(key);
    byKey.set(
      key,
      before
        ? { ...before, quantity: before.quantity + movement.quantity, quarantine: (before.quarantine ?? 0) + (movement.quarantine ?? 0) }
        : movement,
    );
  }
  return [...byKey.values(), ...rest];
}
