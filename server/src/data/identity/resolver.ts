// From a reference to a person: look-ups of the same moment share one query.
import { batched, type Database, type Sql } from '../../platform/database/index.ts';
import { tidied } from './key.ts';
import { type FoundNode, nodesOfIds, nodesOfPersons } from './store.ts';
import type { Identifier, IdentifierType, PersonRef, ProfileRef } from './types.ts';

export interface Resolver {
  find(ref: ProfileRef): Promise<PersonRef | undefined>;
}

const order: IdentifierType[] = ['externalId', 'userId', 'card', 'email', 'phone', 'anonymousId'];
export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function identifierOf(ref: ProfileRef): Identifier | undefined {
  for (const type of order) {
    const value = ref[type as keyof ProfileRef];
    if (value) return tidied({ type, value });
  }
  return undefined;
}

export function createResolver(database: Database): Resolver {
  const byIdentifier = batched<Identifier & { key: string }, FoundNode[]>(async (asked) =>
    grouped(asked, await nodesOfPersons(database, distinct(asked))),
  );
  const byId = batched<{ key: string; id: string }, FoundNode[]>(async (asked) =>
    grouped(asked, await nodesOfIds(database, distinct(asked))),
  );
  return {
    find(ref) {
      database.mustBeOutside('finding a person');
      return resolve(ref, byId, byIdentifier);
    },
  };
}

type ById = (ask: { key: string; id: string }) => Promise<FoundNode[]>;
type ByIdentifier = (ask: Identifier & { key: string }) => Promise<FoundNode[]>;

/** The same through one handle, unbatched: for use inside a transaction. */
export function findIn(sql: Sql, ref: ProfileRef): Promise<PersonRef | undefined> {
  return resolve(
    ref,
    (ask) => nodesOfIds(sql, [ask]),
    (ask) => nodesOfPersons(sql, [ask]),
  );
}

async function resolve(ref: ProfileRef, byId: ById, byIdentifier: ByIdentifier): Promise<PersonRef | undefined> {
  const identifier = identifierOf(ref.id !== undefined && !uuid.test(ref.id) ? { externalId: ref.id } : ref);
  const useId = ref.id !== undefined && uuid.test(ref.id);
  let nodes = useId ? await byId({ key: ref.id as string, id: ref.id as string }) : [];
  // The caller's own customer number may stand wherever an id is asked, and may itself look like one.
  if (useId && nodes.length === 0) nodes = await byIdentifier({ key: `externalId ${ref.id}`, type: 'externalId', value: ref.id as string });
  if (!useId && identifier) nodes = await byIdentifier({ key: `${identifier.type} ${identifier.value}`, ...identifier });
  const first = nodes[0];
  if (!first) return undefined;
  const sorted = [...nodes].sort((x, y) => (x.id < y.id ? -1 : 1));
  return {
    id: first.rootId,
    nodes: sorted.map(({ id, type, value, version, contested }) => ({ id, type, value, version, contested })),
    attested: nodes.some((n) => n.attested),
  };
}

/** The same person asked for by several calls of the same moment is looked up once. */
const distinct = <A extends { key: string }>(asked: readonly A[]): A[] => [...new Map(asked.map((one) => [one.key, one])).values()];

function grouped(asked: readonly { key: string }[], found: readonly FoundNode[]): FoundNode[][] {
  const groups = new Map<string, FoundNode[]>(asked.map((a) => [a.key, []]));
  for (const node of found) groups.get(node.key)?.push(node);
  return asked.map((a) => groups.get(a.key) ?? []);
}
