// Keeps the newest 200 messages of the stream with the time they reached the screen; parts subscribe to it.
import { useSyncExternalStore } from 'react';
import { access } from '../api/client.ts';
import { type LiveRow, rowOf } from './rows.ts';
import { type Connection, follow, type SseMessage } from './sse.ts';

const KEPT = 200;

/** What subscribers see; a new object at each change. */
export interface LiveState {
  rows: readonly LiveRow[];
  connection: Connection;
  /** Median ms from acceptance to screen over the rows that are kept. */
  medianMs: number | null;
}

let state: LiveState = { rows: [], connection: 'connecting', medianMs: null };
let waiting: SseMessage[] = [];
let planned = false;
let lastKey = 0;
const watchers = new Set<() => void>();
const hearers = new Set<(row: LiveRow) => void>();

function set(next: Partial<LiveState>): void {
  state = { ...state, ...next };
  for (const watcher of watchers) watcher();
}

function medianOf(rows: readonly LiveRow[]): number | null {
  const values = rows.flatMap((row) => (row.ms === null ? [] : [row.ms])).sort((a, b) => a - b);
  return values.length > 0 ? values[values.length >> 1]! : null;
}

function show(): void {
  planned = false;
  const shownAt = Date.now();
  const fresh = waiting.flatMap((message) => rowOf(message, ++lastKey, shownAt) ?? []).filter((row) => !isHidden(row));
  waiting = [];
  if (fresh.length === 0) return;
  const rows = [...fresh.toReversed(), ...state.rows].slice(0, KEPT);
  set({ rows, medianMs: medianOf(rows) });
  for (const row of fresh) for (const hearer of hearers) hearer(row);
}

function take(message: SseMessage): void {
  waiting.push(message);
  if (planned) return;
  planned = true;
  if (document.hidden) setTimeout(show, 200);
  else requestAnimationFrame(show);
}

let running: AbortController | undefined;

function start(): void {
  running?.abort();
  running = new AbortController();
  void follow(running.signal, take, (connection) => set({ connection }));
}

/** Opens the stream once; a new key opens it anew. */
export function startLive(): void {
  if (running) return;
  start();
  access.watch(() => {
    if (access.needed()) running?.abort();
    else start();
  });
}

const watch = (watcher: () => void) => {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
};

/** The live state for a part. */
export const useLive = (): LiveState => useSyncExternalStore(watch, () => state);

/** Calls `hearer` for each row when it reaches the screen. */
export function onRow(hearer: (row: LiveRow) => void): () => void {
  hearers.add(hearer);
  return () => void hearers.delete(hearer);
}

const hidden = new Set<string>();
const isHidden = (row: LiveRow) => row.decisionId !== undefined && hidden.has(row.decisionId);

/** Takes a decision out of the stream: the page's own previews are no events. */
export function hideDecision(id: string): void {
  hidden.add(id);
  if (state.rows.some(isHidden)) set({ rows: state.rows.filter((row) => !isHidden(row)) });
}

/** Waits for a row that fits, also among those already shown since `since`. */
export function rowSeen(since: number, fits: (row: LiveRow) => boolean, timeoutMs = 5000): Promise<LiveRow | null> {
  const there = state.rows.findLast((row) => row.shownAt >= since && fits(row));
  if (there) return Promise.resolve(there);
  return new Promise((resolve) => {
    const stop = onRow((row) => fits(row) && end(row));
    const timer = setTimeout(() => end(null), timeoutMs);
    function end(row: LiveRow | null) {
      clearTimeout(timer);
      stop();
      resolve(row);
    }
  });
}
