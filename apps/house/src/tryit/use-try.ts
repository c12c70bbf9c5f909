// Plays the steps one after the other and measures how long each took to be visible through the stream.
import { useRef, useState } from 'react';
import type { Words } from '../api/types.ts';
import { rowSeen } from '../live/store.ts';
import { type Actor, newActor, ownsIt, schmidt } from './actor.ts';
import { steps } from './steps.ts';

/** How a step stands. `ms` null: done, but not seen in the stream. */
export type Result = { state: 'busy' } | { state: 'done'; ms: number | null; best?: Words } | { state: 'failed'; message: string };

/** The bar's state and what its buttons do. */
export interface Try {
  actor: Actor;
  results: Result[];
  busy: boolean;
  playing: boolean;
  /** Plays the next step. */
  next: () => Promise<boolean>;
  playAll: () => Promise<void>;
  stop: () => void;
  again: () => Promise<void>;
}

const PAUSE_MS = 2600;

/** `show` puts a person into the middle of the page. */
export function useTry(writeKey: string, show: (path: string) => void): Try {
  const [actor, setActor] = useState<Actor>(schmidt);
  const [results, setResults] = useState<Result[]>([]);
  const [playing, setPlaying] = useState(false);
  const goOn = useRef(false);
  const at = useRef(0);
  const player = useRef(actor);
  const change = (next: Actor) => {
    player.current = next;
    setActor(next);
  };
  const busy = results.at(-1)?.state === 'busy';

  async function next(): Promise<boolean> {
    const n = at.current;
    const step = steps[n];
    if (!step) return false;
    const put = (result: Result) => setResults((old) => [...old.slice(0, n), result]);
    put({ state: 'busy' });
    const started = Date.now();
    try {
      if (n === 0 && (await ownsIt(player.current))) change(await newActor());
      const { show: whom, seen, best } = await step.run(player.current, writeKey);
      show(whom);
      const row = await rowSeen(started, seen, 4000);
      at.current = n + 1;
      put({ state: 'done', ms: row ? row.shownAt - started : null, ...(best ? { best } : {}) });
      return true;
    } catch (error) {
      put({ state: 'failed', message: error instanceof Error ? error.message : String(error) });
      return false;
    }
  }

  async function playAll(): Promise<void> {
    goOn.current = true;
    setPlaying(true);
    while (goOn.current && (await next()) && at.current < steps.length) await new Promise((done) => setTimeout(done, PAUSE_MS));
    goOn.current = false;
    setPlaying(false);
  }

  async function again(): Promise<void> {
    try {
      const fresh = await newActor();
      change(fresh);
      show(fresh.externalId);
      at.current = 0;
      setResults([]);
    } catch (error) {
      setResults((old) => [...old, { state: 'failed', message: error instanceof Error ? error.message : String(error) }]);
    }
  }

  const stop = () => {
    goOn.current = false;
    setPlaying(false);
  };
  return { actor, results, busy, playing, next, playAll, stop, again };
}
