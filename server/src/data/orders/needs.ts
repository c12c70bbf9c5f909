// What the sales ask of the modules around them.
import type { Bus } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Sql } from '../../platform/database/index.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Identifier, Link, ProfileRef } from '../identity/index.ts';
import type { Places } from '../places/index.ts';
import type { LogEntry } from '../profile/index.ts';
import type { Stock } from '../stock/index.ts';

export interface OrdersNeeds {
  database: Database;
  bus: Bus;
  clock: Clock;
  ids: Ids;
  places: Places;
  stock: Stock;
  /** Appends to the logs of persons; a known message id changes nothing. */
  record(tx: Sql, entries: LogEntry[]): Promise<void>;
  /** Ties identifiers; called before `nodeOf` and `record` in a transaction, and has to make the nodes that are missing. */
  link(tx: Sql, links: Link[]): Promise<void>;
  /** Node of an identifier, made when missing. */
  nodeOf(tx: Sql, identifier: Identifier): Promise<string>;
  /** Nodes of many at once, in their order; `nodeOf` one by one where absent. */
  nodesFor?(tx: Sql, identifiers: Identifier[]): Promise<string[]>;
  /** Whether this identifier belonged to somebody who was erased: a sale under it is anonymous. */
  isErased?(identifier: Identifier): boolean;
  /** All nodes of the person meant; throws 404 when nobody is. */
  nodesOf(sql: Sql, ref: ProfileRef): Promise<{ id: string; nodeIds: string[] }>;
  /** An identifier of the person behind a profile id (Faden's own or the caller's externalId); throws 404 when nobody is. */
  identifierOf(sql: Sql, id: string): Promise<Identifier>;
  /** Days in which goods are taken back without a manager; 30 unless told. */
  returnWindowDays?: number;
}
