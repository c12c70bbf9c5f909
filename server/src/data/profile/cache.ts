// Folded profiles in memory, checked for news at every read; long ones are kept as snapshots as well.
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/index.ts';
import type { Consent, ConsentAct } from '../consent/index.ts';
import type { PersonRef } from '../identity/index.ts';
import { continues, extend, type Folded, fold, foldVersion } from './fold.ts';
import { createHorizon } from './horizon.ts';
import type { Profile } from './index.ts';
import { createProbe } from './probe.ts';
import { readSnapshot, snapshotRoots, writeSnapshot } from './store.ts';

/**
 * A folded person. Entries get their number before they become visible, so "everything up to N" can only be said of numbers
 * old enough that no transaction that took them can still be open: the horizon. Above it, what was folded is known one by one.
 */
interface Held {
  /** Node id -> version at the time of folding. */
  nodes: Map<string, number>;
  horizon: number;
  above: Set<number>;
  folded: Folded;
  consents: readonly ConsentAct[];
}

const personsHeld = 20_000;
/** From so many entries on, a person's state is kept on disk as well, and refreshed after as many more. */
const snapshotEvery = 500;

export interface ProfileCache {
  read(person: PersonRef): Promise<Profile>;
  /** Folded from what had been received by then; nothing of it is kept. */
  asOf(person: PersonRef, at: number): Promise<Profile>;
  forget(rootId: string): void;
}

export function createCache(needs: { database: Database; clock: Clock; consent: Consent }): ProfileCache {
  const { database, clock, consent } = needs;
  const held = new Map<string, Held>();
  const snapshotted = new Map<string, number>();
  let roots: Promise<Set<string>> | undefined;
  const probe = createProbe(database);
  const horizon = createHorizon(database);
  const idsOf = (person: PersonRef) => person.nodes.map((n) => n.id);

  const keep = (rootId: string, state: Held) => {
    held.delete(rootId);
    if (held.size >= personsHeld) held.delete(held.keys().next().value as string);
    held.set(rootId, state);
  };

  /** Folds the person from nothing, or from a snapshot of the same nodes. */
  const loadWhole = async (person: PersonRef): Promise<Held> => {
    const safe = await horizon();
    const base = await fromSnapshot(person);
    const [consents, entries] = await Promise.all([consent.actsOf(idsOf(person)), probe.entries(idsOf(person), base?.horizon ?? 0)]);
    const news = base ? entries.filter((e) => !base.above.has(e.ord)) : entries;
    let folded: Folded;
    if (base && continues(base.folded, news)) folded = extend(base.folded, news);
    else folded = fold(base ? await probe.entries(idsOf(person), 0) : entries);
    const above = new Set(entries.flatMap((e) => (e.ord > safe ? [e.ord] : [])));
    return { nodes: new Map(person.nodes.map((n) => [n.id, n.version])), horizon: safe, above, folded, consents };
  };

  const fromSnapshot = async (person: PersonRef): Promise<Omit<Held, 'nodes' | 'consents'> | undefined> => {
    // Few people have one: who does is known, so that the others need not be asked about.
    roots ??= snapshotRoots(database);
    if (!(await roots).has(person.id)) return undefined;
    const snapshot = await readSnapshot(database, person.id, foldVersion);
    if (!snapshot || snapshot.nodes.length !== person.nodes.length || !person.nodes.every((n) => snapshot.nodes.includes(n.id)))
      return undefined;
    const folded = snapshot.state as Folded;
    snapshotted.set(person.id, folded.count);
    return { horizon: snapshot.horizon, above: new Set(snapshot.above), folded };
  };

  /** Brings a held state up to date, or says that it has to be folded anew. */
  const refresh = async (person: PersonRef, state: Held): Promise<Held | undefined> => {
    const safe = await horizon();
    const ords = await probe.ords(idsOf(person), state.horizon);
    const fresh = ords.filter((ord) => !state.above.has(ord));
    if (fresh.length === 0) return state;
    const entries = (await probe.entries(idsOf(person), state.horizon)).filter((e) => !state.above.has(e.ord));
    if (!continues(state.folded, entries)) return undefined;
    extend(state.folded, entries);
    for (const entry of entries) state.above.add(entry.ord);
    // Numbers at or below the horizon that holds now can no longer appear: what is above it is enough to remember.
    for (const ord of state.above) if (ord <= safe) state.above.delete(ord);
    state.horizon = Math.max(state.horizon, safe);
    return state;
  };

  const load = async (person: PersonRef): Promise<Held> => {
    const known = held.get(person.id);
    const same = known && known.nodes.size === person.nodes.length && person.nodes.every((n) => known.nodes.get(n.id) === n.version);
    return (same ? await refresh(person, known) : undefined) ?? loadWhole(person);
  };

  // One load per person at a time: two at once would fold the same news twice into the same state.
  const tails = new Map<string, Promise<unknown>>();
  const loadAlone = (person: PersonRef): Promise<Held> => {
    const mine = (tails.get(person.id) ?? Promise.resolve())
      .catch(() => {})
      .then(async () => {
        const state = await load(person);
        keep(person.id, state);
        return state;
      });
    tails.set(person.id, mine);
    const done = () => {
      if (tails.get(person.id) === mine) tails.delete(person.id);
    };
    mine.then(done, done);
    return mine;
  };

  const maybeSnapshot = (person: PersonRef, state: Held) => {
    const last = snapshotted.get(person.id) ?? 0;
    if (state.folded.count - last < snapshotEvery) return;
    snapshotted.set(person.id, state.folded.count);
    void roots?.then((known) => known.add(person.id));
    const snapshot = { nodes: [...state.nodes.keys()], horizon: state.horizon, above: [...state.above], state: state.folded };
    void writeSnapshot(database, person.id, foldVersion, snapshot, clock.now()).catch(() => snapshotted.delete(person.id));
  };

  return {
    async read(person) {
      const state = await loadAlone(person);
      maybeSnapshot(person, state);
      return { person, folded: state.folded, consents: state.consents };
    },
    async asOf(person, at) {
      const [consents, entries] = await Promise.all([consent.actsOf(idsOf(person)), probe.entries(idsOf(person), 0)]);
      return {
        person,
        folded: fold(entries.filter((entry) => entry.receivedAt <= at)),
        consents: consents.filter((act) => act.recordedAt <= at),
      };
    },
    forget: (rootId) => {
      held.delete(rootId);
      snapshotted.delete(rootId);
    },
  };
}
