// Loads something and keeps the last good answer on the screen while it is refreshed.
import { useCallback, useEffect, useRef, useState } from 'react';
import { access } from './client.ts';

/** What a part knows about the thing it shows. */
export interface Loaded<T> {
  data: T | undefined;
  error: Error | undefined;
  loading: boolean;
  reload: () => void;
}

interface State<T> {
  key: string | null;
  data?: T;
  error?: Error;
  loading: boolean;
}

/** Loads again whenever `key` or `version` changes; a new key forgets the old answer, a new version keeps it until the new one is there. */
export function useLoad<T>(key: string | null, load: (key: string) => Promise<T>, version = 0): Loaded<T> {
  const [state, setState] = useState<State<T>>({ key, loading: key !== null });
  const [turn, setTurn] = useState(0);
  const loader = useRef(load);
  loader.current = load;
  useEffect(() => access.watch(() => setTurn((n) => n + 1)), []);
  useEffect(() => {
    if (key === null) return setState({ key, loading: false });
    let live = true;
    setState((old) => (old.key === key ? { ...old, loading: true } : { key, loading: true }));
    loader.current(key).then(
      (data) => live && setState({ key, data, loading: false }),
      (error: Error) => live && setState((old) => ({ key, ...(old.key === key ? { data: old.data } : {}), error, loading: false })),
    );
    return () => {
      live = false;
    };
  }, [key, version, turn]);
  const reload = useCallback(() => setTurn((n) => n + 1), []);
  const mine = state.key === key;
  return { data: mine ? state.data : undefined, error: mine ? state.error : undefined, loading: !mine || state.loading, reload };
}
