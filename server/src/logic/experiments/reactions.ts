// What surfaces report about decisions: followed on the bus, read from the log, written in batches. Every step may be repeated.
import { PENALTIES } from '@faden/engine';
import type { Beat } from '../../data/profile/index.ts';
import type { Bus, Fact } from '../../platform/bus/index.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Sql } from '../../platform/database/index.ts';
import type { Log } from '../../platform/log.ts';
import type { Person } from './credit.ts';
import { type ReactionKind, type Reported, reactionsIn } from './exposure.ts';
import { exposuresByDecision, markCarts, noteReporting, readDecisionEvents, recordReactions, settleExposures } from './exposure-store.ts';

const kinds: Record<string, ReactionKind | undefined> = {
  'Decision Shown': 'shown',
  'Decision Clicked': 'clicked',
  'Decision Dismissed': 'dismissed',
};
const cartEvent = 'Product Added';
const pauseMs = 250;
/** A report may be faster than the decision it is about: looked at again after a moment, then given up. */
const againMs = 2_000;
const lateMs = 5 * 60_000;
const missed = 200;
const limit = 50_000;

type Noticed = Pick<Beat, 'node' | 'event' | 'at' | 'skus'>;

export interface Reactions {
  start(): Promise<void>;
  /** Handles what was noticed so far. */
  flush(): Promise<void>;
  /** Something told faster than the decision it is about was written: handled in a moment, on every node. */
  soon(reported: Reported): void;
  stop(): Promise<void>;
}

interface Needs {
  database: Database;
  bus: Bus;
  clock: Clock;
  log: Log;
  /** Exposures that wait for the database have to be there before reports about them are looked at. */
  exposuresWritten(): Promise<void>;
  /** False while nothing was ever shown by choice: then nobody's cart matters. */
  active(): boolean;
  nodesOf(nodeId: string): Promise<readonly string[]>;
  /** Credits purchases anew that a late report may have changed. */
  recredit(people: readonly Person[]): Promise<void>;
}

export function createReactions(needs: Needs): Reactions {
  const { database, bus, clock, log } = needs;
  let noticed: Noticed[] = [];
  let again: { at: number; reported: Reported }[] = [];
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let unfollow = () => {};

  const notice = (facts: readonly Fact[]) => {
    for (const fact of facts) {
      if (fact.topic !== 'events.accepted') continue;
      for (const beat of fact.payload['beats'] as Beat[])
        if (kinds[beat.event] || (beat.event === cartEvent && needs.active())) noticed.push(beat);
    }
    if (noticed.length > limit) noticed = noticed.slice(-limit);
  };

  const handle = async () => {
    const beats = noticed;
    noticed = [];
    const due = again.filter((one) => one.at <= clock.now());
    again = again.filter((one) => one.at > clock.now());
    if (beats.length === 0 && due.length === 0) return;
    await needs.exposuresWritten();
    const reported = await readReports(beats.filter((beat) => kinds[beat.event]));
    await apply(reported, true);
    await apply(
      due.map((one) => one.reported),
      false,
    );
    const carts = beats.filter((beat) => beat.event === cartEvent);
    if (carts.length > 0) await noteCarts(carts);
  };

  const readReports = async (beats: readonly Noticed[]): Promise<Reported[]> => {
    if (beats.length === 0) return [];
    const asked = new Map(beats.map(({ node, event, at }) => [`${node} ${event} ${at}`, { node, event, at }]));
    return (await readDecisionEvents(database, [...asked.values()])).flatMap((entry) => {
      const said = (name: string, other: string) => shortText(entry.properties?.[name] ?? entry.properties?.[other]);
      const decisionId = said('decision_id', 'decisionId');
      const kind = kinds[entry.event];
      if (!decisionId || !kind) return [];
      const token = said('token', 'item_token');
      const placement = said('placement', 'placement_id');
      return [{ decisionId, kind, at: entry.at, nodeId: entry.node, token, sku: entry.sku ?? undefined, placement }];
    });
  };

  const apply = async (reported: readonly Reported[], mayWait: boolean) => {
    if (reported.length === 0) return;
    const found = await exposuresByDecision(database, [...new Set(reported.map((one) => one.decisionId))]);
    const known = new Set(found.map((one) => one.decisionId));
    if (mayWait) for (const one of reported) if (!known.has(one.decisionId)) again.push({ at: clock.now() + againMs, reported: one });
    const mine = reported.filter((one) => known.has(one.decisionId));
    if (mine.length === 0) return;
    await database.transaction((tx) => report(tx, mine, found));
    const late = mine.filter((one) => one.nodeId !== null && clock.now() - one.at > lateMs);
    if (late.length > 0) await needs.recredit(late.map((one) => ({ nodeId: one.nodeId as string, since: one.at })));
  };

  const noteCarts = async (beats: readonly Noticed[]) => {
    const people = new Map<string, readonly string[]>();
    for (const node of new Set(beats.map((beat) => beat.node))) people.set(node, await needs.nodesOf(node));
    const adds = beats.flatMap(({ node, at, skus }) =>
      (skus ?? []).slice(0, 1).map((sku) => ({ nodes: people.get(node) as readonly string[], sku, at: Date.parse(at) })),
    );
    if (adds.length > 0) await markCarts(database, adds);
  };

  const flush = () => {
    running = running.then(handle).catch((error) => {
      log.warn({ err: error instanceof Error ? error.message : String(error) }, 'reports about decisions could not be stored');
    });
    return running;
  };

  return {
    async start() {
      unfollow = await bus.follow(notice);
      // What was accepted just before the last stop may not have been looked at.
      notice(await bus.latest('events.accepted', missed));
      timer = setInterval(() => {
        if (noticed.length > 0 || again.length > 0) void flush();
      }, pauseMs);
      timer.unref();
    },
    flush,
    soon(reported) {
      again.push({ at: clock.now(), reported });
      if (again.length > limit) again = again.slice(-limit);
      setTimeout(() => void flush(), pauseMs).unref();
    },
    async stop() {
      unfollow();
      clearInterval(timer);
      await flush();
    },
  };
}

/** Stores what was reported about exposures and settles them. */
export async function report(tx: Sql, reported: readonly Reported[], exposures: Parameters<typeof reactionsIn>[1]): Promise<void> {
  const rows = new Map<string, ReturnType<typeof reactionsIn>[number]>();
  for (const row of reported.flatMap((one) => reactionsIn(one, exposures))) {
    const key = `${row.decisionId} ${row.placement} ${row.token} ${row.kind}`;
    const known = rows.get(key);
    if (!known || (row.kind === 'clicked' ? row.at > known.at : row.at < known.at)) rows.set(key, row);
  }
  if (rows.size === 0) return;
  await recordReactions(tx, [...rows.values()]);
  const ids = [...new Set([...rows.values()].map((row) => row.decisionId))].sort();
  await noteReporting(tx, ids);
  await settleExposures(tx, ids, PENALTIES);
}

const shortText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= 200 ? value : undefined;
