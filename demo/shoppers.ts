// Lifelike shoppers who walk through Nordlicht while the demo runs, so that the live stream moves.
import { setTimeout as sleep } from 'node:timers/promises';
import { chanceFrom } from './random.ts';
import { demoPeople } from './seed.ts';
import { createSender, type WayIn } from './send.ts';
import { type Act, arrive } from './visits.ts';

/** Where they walk and how busy it is. */
export interface WalkOptions extends WayIn {
  /** Events a second on average; 1 when left out. */
  perSecond?: number;
  /** Ends the walk. */
  signal: AbortSignal;
}

const AT_ONCE = 6;
const PAUSE_AFTER_FAULT_MS = 3000;

/** Walks until the signal ends it. A server that refuses or sleeps is left alone for a while. */
export async function walkShoppers(options: WalkOptions): Promise<void> {
  const { perSecond = 1, signal } = options;
  const send = createSender(options);
  const chance = chanceFrom(Date.now());
  const people = demoPeople();
  const visits: Generator<Act>[] = [];
  while (!signal.aborted) {
    while (visits.length < AT_ONCE) visits.push(arrive(people, send, chance));
    const visit = chance.oneOf(visits);
    const step = visit.next();
    try {
      if (step.done) visits.splice(visits.indexOf(visit), 1);
      else await step.value();
      if (!step.done) await sleep((1000 / perSecond) * (0.4 + 1.2 * chance.next()), undefined, { signal });
    } catch {
      if (!signal.aborted) await sleep(PAUSE_AFTER_FAULT_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
