// Points: what a purchase earns and what its return takes back (LOGIC §5.3).

/** `⌊eligible net cents × rate × tier factor / 100⌋`; rate in points per whole unit of currency. */
export function earnedPoints(eligibleCents: number, rate: number, tierFactor: number): number {
  // The tiny amount keeps products such as 1.1 × 100 from falling below the whole number they stand for.
  return Math.max(0, Math.floor((eligibleCents * rate * tierFactor) / 100 + 1e-9));
}

/** Points to take back so that what is left of the purchase has earned exactly its own. */
export function reversalOf(standing: number, keptCents: number, rate: number, tierFactor: number): number {
  return Math.max(0, standing - earnedPoints(keptCents, rate, tierFactor));
}
