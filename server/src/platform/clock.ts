// The only source of time. Everything that needs "now" gets a Clock, so tests can replay time.

/** Instants are epoch milliseconds, UTC. */
export interface Clock {
  now(): number;
}

export interface AdjustableClock extends Clock {
  /** From now on the clock reads `instant` and runs on from there. */
  set(instant: number): void;
}

export const systemClock: Clock = { now: () => Date.now() };

/** A clock that runs at normal speed from wherever it was last set; reads the system time until then. */
export function adjustableClock(base: Clock = systemClock): AdjustableClock {
  let offset = 0;
  return {
    now: () => base.now() + offset,
    set: (instant) => {
      offset = instant - base.now();
    },
  };
}
