// Folded profiles in memory, checked against the entry counts of the person's nodes at every read; long ones also as snapshots.
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/index.ts';
import type { Consent, ConsentAct } from '../consent/index.ts';
import type { PersonRef } from '../identity/index.ts';
import { continues, extend, type Folded, fold, foldVersion } from './fold.ts';
import type { Profile } from './index.ts';
import { entriesAfter, readSnapshot, writeSnapshot } from './store.ts';

interface Held {
  /** Entries folded per node. */
  nodes: Record<string, number>;
  folded: Folded;
  consents: readonly ConsentAct[];
}

const personsHeld = 20_000;
/** From so many entries on, a person's state is kept on disk as well, and refreshed after as many more. */
const snapshotEvery = 500;

export interface ProfileCache {
  read(person: PersonRef): Promise<Profile>;
  forget(rootId: string): void;
}

export function createCache(needs: { database: Database; clock: Clock; consent: Consent }): ProfileCache {
  const { database, clock, consent } = needs;
  const held = new Map<string, Held>();
  const snapshotted = new Map<string, number>();

  const keep = (rootId: string, state: Held) => {
    held.delete(rootId);
    if (held.size >= personsHeld) held.delete(held.keys().next().value as string);
    held.set(rootId, state);
  };

  const load = async (person: PersonRef): Promise<Held> => {
    const vector = Object.fromEntries(person.nodes.map((n) => [n.id, n.events]));
    const known = held.get(person.id) ?? (await fromSnapshot(person));
    const base = known && sameNodes(known.nodes, vector) ? known : undefined;
    const ids = person.nodes.map((n) => n.id);
    const [news, consents] = await Promise.all([
      entriesAfter(
        database,
        person.nodes.map((n) => ({ id: n.id, ord: base?.nodes[n.id] ?? 0 })),
      ),
      consent.actsOf(ids),
    ]);
    // What was read may be newer than the counts that asked for it; the state remembers what it really holds.
    const reached: Record<string, number> = { ...vector };
    for (const entry of news) reached[entry.node] = Math.max(reached[entry.node] ?? 0, entry.ord);
    const inOrder = base !== undefined && continues(base.folded, news);
    const folded = inOrder
      ? extend(base.folded, news)
      : fold(
          base
            ? await entriesAfter(
                database,
                ids.map((id) => ({ id, ord: 0 })),
              )
            : news,
        );
    return { nodes: reached, folded, consents };
  };

  // One load per person at a time: two at once would fold the same news twice into the same state.
  const loading = new Map<string, Promise<Held>>();
  const loadAlone = async (person: PersonRef): Promise<Held> => {
    for (let running = loading.get(person.id); running; running = loading.get(person.id)) {
      const state = await running.catch(() => undefined);
      if (state && current(state, person)) return state;
    }
    const mine = load(person);
    loading.set(person.id, mine);
    try {
      return await mine;
    } finally {
      loading.delete(person.id);
    }
  };

  const fromSnapshot = async (person: PersonRef): Promise<Held | undefined> => {
    const total = person.nodes.reduce((n, node) => n + node.events, 0);
    if (total < snapshotEvery) return undefined;
    const snapshot = await readSnapshot(database, person.id, foldVersion);
    if (!snapshot) return undefined;
    snapshotted.set(person.id, total);
    return { nodes: snapshot.nodes, folded: revive(snapshot.state as Folded), consents: [] };
  };

  const maybeSnapshot = (person: PersonRef, state: Held) => {
    const last = snapshotted.get(person.id) ?? 0;
    if (state.folded.count - last < snapshotEvery) return;
    snapshotted.set(person.id, state.folded.count);
    void writeSnapshot(database, person.id, foldVersion, { nodes: state.nodes, state: state.folded }, clock.now()).catch(() =>
      snapshotted.delete(person.id),
    );
  };

  return {
    async read(person) {
      const known = held.get(person.id);
      if (known && current(known, person)) return { person, folded: known.folded, consents: known.consents };
      const state = await loadAlone(person);
      keep(person.id, state);
      maybeSnapshot(person, state);
      return { person, folded: state.folded, consents: state.consents };
    },
    forget: (rootId) => void (held.delete(rootId), snapshotted.delete(rootId)),
  };
}

function sameNodes(a: Record<string, number>, b: Record<string, number>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b);
}

function current(state: Held, person: PersonRef): boolean {
  return person.nodes.length === Object.keys(state.nodes).length && person.nodes.every((n) => (state.nodes[n.id] ?? -1) >= n.events);
}

/** JSON has no -Infinity and no prototype-free objects. */
function revive(state: Folded): Folded {
  return { ...state, last: { ...state.last, at: state.last.at ?? Number.NEGATIVE_INFINITY } };
}
