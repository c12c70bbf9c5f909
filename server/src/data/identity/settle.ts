// Which identifiers belong to one person: a pure function of the set of nodes and edges, so no order of arrival can matter.
import type { IdentifierType, Link } from './types.ts';

export interface SettleNode {
  id: string;
  type: IdentifierType;
  value: string;
  attested: boolean;
}
export interface SettleEdge {
  id: string;
  a: string;
  b: string;
  cause: Link['cause'];
  trust: Link['trust'];
  at: number;
  /** Cut by a person: stays apart for good. */
  cut: boolean;
}
export type EdgeState = 'active' | 'pending' | 'blocked' | 'cut';
export interface Settlement {
  states: Map<string, EdgeState>;
  /** Node id -> id of the root of its person (the oldest node: ids sort by creation). */
  roots: Map<string, string>;
}

/** A person has at most one of each; two different ones are two people. */
const exclusive: ReadonlySet<IdentifierType> = new Set(['userId', 'externalId', 'card']);
/** From so many customers on, a device is a kiosk, whatever it says about itself, and ties nobody. */
const sharedFrom = 5;

/** The exclusive label a node carries, e.g. `userId u1`; a claim (`device|user`) carries the claimed user. */
export function labelOf(node: SettleNode): string | undefined {
  if (exclusive.has(node.type)) return `${node.type} ${node.value}`;
  if (node.type === 'claim') return `userId ${claimedUser(node.value)}`;
  return undefined;
}

/** `claim` nodes are named `anonymousId|userId`; neither part may be trusted to be free of the separator, so lengths lead. */
export function claimValue(anonymousId: string, userId: string): string {
  return `${anonymousId.length}:${anonymousId}|${userId}`;
}
export function claimedUser(value: string): string {
  const colon = value.indexOf(':');
  return value.slice(colon + 2 + Number(value.slice(0, colon)));
}

/**
 * Trusted edges first, then those of staff, then claims, each in order of event time; an edge that would give a person two different logins,
 * cards or customer numbers is blocked and goes to the review list. A claim about an attested login waits as pending.
 * Edges of staff may join what would conflict: a person decided.
 */
export function settle(nodes: readonly SettleNode[], edges: readonly SettleEdge[]): Settlement {
  const byId = new Map(nodes.map((n) => [n.id, n]));
  const parent = new Map(nodes.map((n) => [n.id, n.id]));
  const labels = new Map(nodes.map((n) => [n.id, new Set(labelOf(n) ?? [])]));
  for (const node of nodes) {
    const label = labelOf(node);
    labels.set(node.id, new Set(label ? [label] : []));
  }
  const find = (id: string): string => {
    let root = id;
    while (parent.get(root) !== root) root = parent.get(root) as string;
    parent.set(id, root);
    return root;
  };
  const shared = sharedDevices(byId, edges);
  const states = new Map<string, EdgeState>();
  const value = (id: string) => byId.get(id)?.value ?? '';
  const order = [...edges].sort(
    (x, y) =>
      rank(y) - rank(x) || x.at - y.at || compare(value(x.a), value(y.a)) || compare(value(x.b), value(y.b)) || compare(x.cause, y.cause),
  );
  for (const edge of order) {
    const a = byId.get(edge.a);
    const b = byId.get(edge.b);
    if (!a || !b || edge.cut) {
      states.set(edge.id, 'cut');
      continue;
    }
    const claimedAttested = edge.trust === 'public' && [a, b].some((n) => n.type !== 'anonymousId' && n.type !== 'claim' && n.attested);
    if (claimedAttested) {
      states.set(edge.id, 'pending');
      continue;
    }
    const [ra, rb] = [find(a.id), find(b.id)];
    const [la, lb] = [labels.get(ra) as Set<string>, labels.get(rb) as Set<string>];
    const clash = edge.cause !== 'staff' && conflicts(la, lb);
    if (shared.has(a.id) || shared.has(b.id) || clash) {
      states.set(edge.id, ra === rb ? 'active' : 'blocked');
      continue;
    }
    states.set(edge.id, 'active');
    if (ra === rb) continue;
    const [keep, join] = ra < rb ? [ra, rb] : [rb, ra];
    parent.set(join, keep);
    for (const label of labels.get(join) as Set<string>) (labels.get(keep) as Set<string>).add(label);
  }
  return { states, roots: new Map(nodes.map((n) => [n.id, find(n.id)])) };
}

/** Everybody's own ties before those staff made: joined first, two customers would have no room for the second one's card. */
const rank = (edge: SettleEdge) => (edge.cause === 'staff' ? 1 : edge.trust === 'public' ? 0 : 2);
const compare = (x: string, y: string) => (x < y ? -1 : x > y ? 1 : 0);

function conflicts(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const label of a) {
    const type = label.slice(0, label.indexOf(' '));
    for (const other of b) if (other !== label && other.startsWith(`${type} `)) return true;
  }
  return false;
}

/** Devices on which many different customers logged in or claimed to be. */
function sharedDevices(nodes: ReadonlyMap<string, SettleNode>, edges: readonly SettleEdge[]): Set<string> {
  const users = new Map<string, Set<string>>();
  for (const edge of edges) {
    for (const [device, other] of [
      [edge.a, edge.b],
      [edge.b, edge.a],
    ] as const) {
      const label = nodes.get(device)?.type === 'anonymousId' ? nodes.get(other) && labelOf(nodes.get(other) as SettleNode) : undefined;
      if (!label) continue;
      const seen = users.get(device) ?? new Set();
      users.set(device, seen.add(label));
    }
  }
  return new Set([...users].filter(([, seen]) => seen.size >= sharedFrom).map(([device]) => device));
}
