// The lowest price of the last 30 days (PAngV §11(1), CJEU C-330/23).

const windowMs = 30 * 86_400_000;

/**
 * Lowest price in cents in force at any moment of the 30 days before `at`.
 * @param points `[at, cents, at, cents …]`, oldest first; each price holds until the next one
 * @returns undefined when nothing was asked before `at`
 */
export function lowestIn30Days(points: readonly number[], at: number): number | undefined {
  let lowest: number | undefined;
  for (let i = 0; i < points.length; i += 2) {
    if ((points[i] as number) >= at) break;
    const endsAt = points[i + 2] ?? Number.POSITIVE_INFINITY;
    const cents = points[i + 1] as number;
    if (endsAt > at - windowMs && (lowest === undefined || cents < lowest)) lowest = cents;
  }
  return lowest;
}
