// Who is who: identifiers to persons, in the caller's transaction; merges are edges with a cause and can be cut again.
import { createHmac } from 'node:crypto';
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Custodian, Database, Sql } from '../../platform/database/index.ts';
import type { Ids } from '../../platform/ids.ts';
import { identityCustodian } from './custodian.ts';
import { keyOf, tidied } from './key.ts';
import { createResolver, findIn, identifierOf, type Resolver, uuid } from './resolver.ts';
import { settle } from './settle.ts';
import type { NodeRow } from './store.ts';
import * as store from './store.ts';
import type { Identifier, Link, PersonRef, ProfileRef } from './types.ts';

export { identityTags } from './data-tags.ts';
export { keyOf, tidied } from './key.ts';
export { identifierOf } from './resolver.ts';
export { claimValue } from './settle.ts';
export type { Identifier, IdentifierType, Link, PersonNode, PersonRef, ProfileRef } from './types.ts';

export interface Touch extends Identifier {
  /** A trustworthy source named this identifier. */
  attested: boolean;
}

export interface EdgeView {
  id: string;
  a: Identifier & { id: string };
  b: Identifier & { id: string };
  cause: string;
  trust: string;
  at: number;
  evidence: string;
  state: string;
}

export interface Identity {
  load(): Promise<void>;
  /** Node ids by `type value`; makes the nodes that are missing. Costs nothing for those this process knows. */
  touch(sql: Sql, touches: readonly Touch[]): Promise<Map<string, string>>;
  /** Whether `touch` at most has to make nodes for these: then it needs no transaction. */
  isPlain(touches: readonly Touch[]): boolean;
  /** Must be called before `touch` in a transaction that will call `link`. */
  lock(tx: Sql): Promise<void>;
  /** Nobody else changes these nodes until `tx` ends; entries already on their way to them are not held up. */
  hold(tx: Sql, nodeIds: readonly string[]): Promise<void>;
  /** True when this tie is already stored at least as early: nothing to do. */
  knows(link: Link): boolean;
  /** Records ties between nodes that exist and settles everybody they concern. */
  link(tx: Sql, links: readonly Link[]): Promise<void>;
  /** Node of one identifier, made if missing. */
  nodeOf(tx: Sql, identifier: Identifier, attested: boolean): Promise<string>;
  /** Nodes of many identifiers at once, in their order, made if missing. */
  nodesFor(tx: Sql, identifiers: readonly Identifier[], attested: boolean): Promise<string[]>;
  /** Node of what a reference names, made if missing; a profile id or customer number stands for the customer. */
  nodeOfRef(tx: Sql, ref: ProfileRef): Promise<string>;
  /** Like `find`, through a transaction's own handle and for itself alone. */
  findIn(sql: Sql, ref: ProfileRef): Promise<PersonRef | undefined>;
  /** The person behind a reference; undefined when nobody is. Batched with other calls of the same moment. */
  find(ref: ProfileRef): Promise<PersonRef | undefined>;
  edges(person: PersonRef): Promise<EdgeView[]>;
  review(limit: number): Promise<EdgeView[]>;
  /** Joins two persons by a decision of staff. */
  merge(tx: Sql, a: PersonRef, b: PersonRef, by: string): Promise<void>;
  /** Cuts one edge for good. */
  split(tx: Sql, edgeId: string, by: string): Promise<void>;
  /** Ids of the persons something happened to last. */
  recent(limit: number): Promise<string[]>;
  search(text: string, limit: number): Promise<string[]>;
  /** The person of each of these nodes; nodes nobody knows are left out. */
  personsOf(nodeIds: readonly string[]): Promise<Map<string, string>>;
  /** Person ids in id order after `after`, for walks over everybody. */
  walk(after: string, limit: number): Promise<string[]>;
  /** Something about these nodes changed that a folded profile depends on. */
  bump(tx: Sql, nodeIds: readonly string[]): Promise<void>;
  isErased(identifier: Identifier): boolean;
  custodian: Custodian;
}

/** Nodes asked about in one query. */
const personsAtOnce = 5_000;
/** Nodes and ties remembered per process. */
const remembered = 200_000;

/** Devices and claims are never proof of anybody. */
const isPersonal = (i: Identifier) => i.type !== 'anonymousId' && i.type !== 'claim';
const byKey = (x: Identifier, y: Identifier) => (keyOf(x) < keyOf(y) ? -1 : keyOf(x) > keyOf(y) ? 1 : 0);
const zero = '00000000-0000-0000-0000-000000000000';

export function createIdentity(needs: { database: Database; bus: Bus; clock: Clock; ids: Ids; secret: string }): Identity {
  const { database, bus, clock, ids } = needs;
  const resolver: Resolver = createResolver(database);
  const known = bounded<{ id: string; attested: boolean }>(remembered);
  const ties = bounded<number>(remembered);
  let tombstones = new Set<string>();
  const hashOf = (i: Identifier) => createHmac('sha256', needs.secret).update(keyOf(i)).digest('hex');
  const forget = () => {
    known.clear();
    ties.clear();
  };
  // What was learned inside a transaction holds only if that transaction commits.
  const learned = new WeakMap<Sql, (() => void)[]>();
  const learn = (sql: Sql, undo: () => void) => {
    if (sql === database) return;
    const list = learned.get(sql);
    if (list) list.push(undo);
    else learned.set(sql, [undo]);
  };
  database.onRollback((tx) => {
    for (const undo of learned.get(tx) ?? []) undo();
  });
  const tieKey = (l: Link) => `${keyOf(l.a)}\n${keyOf(l.b)}\n${l.cause}`;
  const remember = (sql: Sql, l: Link) => {
    const key = tieKey(l);
    ties.set(key, l.at);
    learn(sql, () => ties.delete(key));
  };

  const isKnown = (t: Touch) => {
    const node = known.get(keyOf(tidied(t)));
    return node !== undefined && (node.attested || !t.attested || !isPersonal(t));
  };
  const idsKnown = (touches: readonly Touch[]) =>
    new Map(
      touches.flatMap((t) => {
        const node = known.get(keyOf(tidied(t)));
        return node ? [[keyOf(t), node.id] as const] : [];
      }),
    );
  const rowsFor = (touches: readonly Touch[]): NodeRow[] => {
    const rows = new Map<string, NodeRow>();
    for (const t of touches) {
      const node = tidied(t);
      const same = rows.get(keyOf(node));
      if (same) same.attested ||= t.attested && isPersonal(t);
      else rows.set(keyOf(node), { id: ids.next(), type: node.type, value: node.value, attested: t.attested && isPersonal(t) });
    }
    return [...rows.values()].sort(byKey);
  };
  const touch: Identity['touch'] = async (sql, touches) => {
    const unknown = touches.filter((t) => !isKnown(t));
    const found = idsKnown(touches);
    if (unknown.length === 0) return found;
    const named = unknown.filter((t) => t.attested && t.type === 'userId');
    // A login named by someone trustworthy for the first time: claims about it that stood until now have to wait from now on.
    if (named.length > 0) await store.lockIdentity(sql);
    for (const { id, attested, ...node } of await store.putNodes(sql, rowsFor(unknown), clock.now())) {
      const key = keyOf(node);
      known.set(key, { id, attested });
      learn(sql, () => known.delete(key));
    }
    for (const t of unknown) found.set(keyOf(t), (known.get(keyOf(tidied(t))) as { id: string }).id);
    if (named.length > 0)
      await settleAround(
        sql,
        named.map((t) => found.get(keyOf(t)) as string),
        bus,
      );
    return found;
  };

  const link: Identity['link'] = async (tx, links) => {
    if (links.length === 0) return;
    const ends = new Map(links.flatMap((l) => [l.a, l.b]).map((i) => [keyOf(i), i]));
    const attestedEnds = new Set(links.filter((l) => l.trust !== 'public').flatMap((l) => [keyOf(l.a), keyOf(l.b)]));
    const nodes = await touch(
      tx,
      [...ends.values()].map((i) => ({ type: i.type, value: i.value, attested: attestedEnds.has(keyOf(i)) })),
    );
    const idOf = (i: Identifier) => nodes.get(keyOf(i)) as string;
    const edges = new Map<string, store.EdgeRow>();
    for (const l of links) {
      const [a, b] = [idOf(l.a), idOf(l.b)].sort() as [string, string];
      if (a === b) continue;
      const known = edges.get(`${a}${b}${l.cause}`);
      if (known && Date.parse(known.at) <= l.at) continue;
      edges.set(`${a}${b}${l.cause}`, {
        id: ids.next(),
        a,
        b,
        cause: l.cause,
        trust: l.trust,
        at: new Date(l.at).toISOString(),
        evidence: l.evidence,
      });
    }
    if (edges.size > 0)
      await store.putEdges(
        tx,
        [...edges.values()].sort((x, y) => (x.a + x.b < y.a + y.b ? -1 : 1)),
      );
    await settleAround(tx, [...nodes.values()], bus);
    for (const l of links) remember(tx, l);
  };

  return {
    async load() {
      tombstones = new Set(await store.allTombstones(database));
      await bus.follow((facts) => {
        for (const fact of facts)
          if (fact.topic === 'person.erased') for (const hash of fact.payload.hashes as string[]) tombstones.add(hash);
      });
    },
    touch,
    isPlain: (touches) => !touches.some((t) => t.attested && t.type === 'userId' && !isKnown(t)),
    lock: store.lockIdentity,
    hold: store.holdNodes,
    knows: (l) => (ties.get(tieKey(l)) ?? Number.POSITIVE_INFINITY) <= l.at,
    link,
    nodeOf: async (tx, identifier, attested) => (await touch(tx, [{ ...identifier, attested }])).get(keyOf(identifier)) as string,
    async nodesFor(tx, identifiers, attested) {
      const distinct = new Map(identifiers.map((i) => [keyOf(i), { ...i, attested }]));
      const nodes = await touch(tx, [...distinct.values()]);
      return identifiers.map((i) => nodes.get(keyOf(i)) as string);
    },
    async nodeOfRef(tx, ref) {
      const [node] = ref.id === undefined ? [] : await store.nodesById(tx, uuid.test(ref.id) ? [ref.id] : []);
      if (node) return node.id;
      const identifier = identifierOf(ref.id === undefined ? ref : { externalId: ref.id });
      if (!identifier) throw new Error('a reference without any identifier');
      return (await touch(tx, [{ ...identifier, attested: true }])).get(keyOf(identifier)) as string;
    },
    findIn,
    find: (ref) => resolver.find(ref),
    edges: async (person) =>
      viewEdges(
        database,
        await store.edgesOf(
          database,
          person.nodes.map((n) => n.id),
        ),
      ),
    review: async (limit) => viewEdges(database, await store.edgesToReview(database, limit)),
    async merge(tx, a, b, by) {
      await store.lockIdentity(tx);
      const [x, y] = [a.nodes[0], b.nodes[0]];
      if (!x || !y) return;
      await link(tx, [{ a: x, b: y, cause: 'staff', trust: 'server', at: clock.now(), evidence: `merged by ${by}` }]);
    },
    async split(tx, edgeId, by) {
      await store.lockIdentity(tx);
      await store.cutEdge(tx, edgeId, by, clock.now());
      forget();
      const rows = await tx.query<{ a: string; b: string }>('select a, b from identity_edge where id = $1', [edgeId]);
      await settleAround(
        tx,
        rows.flatMap((r) => [r.a, r.b]),
        bus,
      );
    },
    async recent(limit) {
      const facts = await bus.latest('events.accepted', limit * 5);
      const nodes = new Set(facts.flatMap((fact) => (fact.payload['beats'] as { node: string }[]).map((beat) => beat.node).reverse()));
      if (nodes.size === 0) for (const id of await store.newestNodes(database, limit * 5)) nodes.add(id);
      const newest = [...nodes].slice(0, 2_000);
      const roots = new Map((await store.nodesById(database, newest)).map((n) => [n.id, n.rootId]));
      return [...new Set(newest.flatMap((id) => roots.get(id) ?? []))].slice(0, limit);
    },
    search: async (text, limit) => (await store.findNodes(database, text, limit)).map((r) => r.rootId),
    async personsOf(nodeIds) {
      const found = new Map<string, string>();
      const known = nodeIds.filter((id) => uuid.test(id));
      for (let i = 0; i < known.length; i += personsAtOnce)
        for (const { id, root } of await store.rootsOf(database, known.slice(i, i + personsAtOnce))) found.set(id, root);
      return found;
    },
    walk: (after, limit) => store.rootsAfter(database, after || zero, limit),
    bump: (tx, nodeIds) => store.bumpNodes(tx, nodeIds),
    isErased: (identifier) => tombstones.size > 0 && tombstones.has(hashOf(tidied(identifier))),
    custodian: identityCustodian(bus, hashOf, forget),
  };
}

/** A map that forgets its oldest entries. */
function bounded<Value>(limit: number): Map<string, Value> {
  const map = new Map<string, Value>();
  const { set } = map;
  map.set = (key, value) => {
    if (map.size >= limit) map.delete(map.keys().next().value as string);
    return set.call(map, key, value);
  };
  return map;
}

/** Loads everything the edges (of any state but cut) reach from these nodes, settles it and writes what changed. */
async function settleAround(tx: Sql, start: readonly string[], bus: Bus): Promise<void> {
  const edges = new Map<string, store.StoredEdge>();
  const seen = new Set<string>();
  let frontier = [...new Set(start)];
  while (frontier.length > 0) {
    for (const id of frontier) seen.add(id);
    const found = await store.edgesOf(tx, frontier);
    const next = new Set<string>();
    for (const edge of found) {
      edges.set(edge.id, edge);
      if (edge.cut) continue;
      for (const end of [edge.a, edge.b]) if (!seen.has(end)) next.add(end);
    }
    frontier = [...next];
  }
  const nodes = await store.nodesById(tx, [...seen]);
  const inside = [...edges.values()].filter((e) => seen.has(e.a) && seen.has(e.b));
  const { states, roots } = settle(nodes, inside);
  const changedStates = inside.flatMap((e) => (states.get(e.id) !== e.state ? [{ id: e.id, state: states.get(e.id) ?? e.state }] : []));
  const disputed = nodes.filter((n) => n.contested !== isContested(n, inside, states)).map((n) => ({ id: n.id, contested: !n.contested }));
  if (disputed.length > 0) await store.setContested(tx, disputed);
  const moved = nodes.filter((n) => roots.get(n.id) !== n.rootId);
  if (changedStates.length > 0)
    await store.setStates(
      tx,
      changedStates.sort((x, y) => (x.id < y.id ? -1 : 1)),
    );
  if (moved.length === 0) return;
  await store.setRoots(
    tx,
    moved.map((n) => ({ id: n.id, root: roots.get(n.id) as string })).sort((x, y) => (x.id < y.id ? -1 : 1)),
  );
  const joins = new Set(moved.map((n) => `${n.rootId} ${roots.get(n.id)}`));
  for (const join of joins) {
    const [from, into] = join.split(' ');
    const apart = nodes.some((n) => n.rootId === from && roots.get(n.id) !== into);
    const causes = apart ? [] : inside.filter((e) => states.get(e.id) === 'active' && e.state !== 'active').map((e) => e.cause);
    await bus.publish(tx, apart ? 'identity.split' : 'identity.merged', { from, into, ...(causes.length > 0 ? { cause: causes[0] } : {}) });
  }
}

/** A device with a blocked tie: somebody else logged in there as well. */
function isContested(node: store.StoredNode, edges: readonly store.StoredEdge[], states: ReadonlyMap<string, string>): boolean {
  return node.type === 'anonymousId' && edges.some((e) => (e.a === node.id || e.b === node.id) && states.get(e.id) === 'blocked');
}

async function viewEdges(database: Database, edges: readonly store.StoredEdge[]): Promise<EdgeView[]> {
  const nodes = new Map((await store.nodesById(database, [...new Set(edges.flatMap((e) => [e.a, e.b]))])).map((n) => [n.id, n]));
  return edges.flatMap((e) => {
    const [a, b] = [nodes.get(e.a), nodes.get(e.b)];
    if (!a || !b) return [];
    const end = (n: store.StoredNode) => ({ id: n.id, type: n.type, value: n.value });
    return [{ id: e.id, a: end(a), b: end(b), cause: e.cause, trust: e.trust, at: e.at, evidence: e.evidence, state: e.state }];
  });
}
