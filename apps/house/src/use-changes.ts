// Tells when the chosen person or the list of recent people should be asked for again, by listening to the stream.
import { useEffect, useState } from 'react';
import { onRow } from './live/store.ts';

const SOON_MS = 120;
const LIST_MS = 4000;

/** `version` rises shortly after each row about the person (bursts count once); `tick` at most every 4 s after any row. */
export function useChanges(personId: string | undefined): { version: number; tick: number } {
  const [version, setVersion] = useState(0);
  const [tick, setTick] = useState(0);
  useEffect(() => {
    let soon: ReturnType<typeof setTimeout> | undefined;
    let list: ReturnType<typeof setTimeout> | undefined;
    const stop = onRow((row) => {
      list ??= setTimeout(() => {
        list = undefined;
        setTick((n) => n + 1);
      }, LIST_MS);
      if (row.kind === 'decision' || !personId || !row.people.includes(personId)) return;
      soon ??= setTimeout(() => {
        soon = undefined;
        setVersion((n) => n + 1);
      }, SOON_MS);
    });
    return () => {
      stop();
      clearTimeout(soon);
      clearTimeout(list);
    };
  }, [personId]);
  return { version, tick };
}
