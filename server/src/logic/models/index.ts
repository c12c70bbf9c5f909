// What is learned: each kind of model is trained off the event loop and swapped whole; a failed or worse training leaves the old one serving.
import type { Catalogue, Models, NamedStrategy } from '@faden/engine';
import type { Clock } from '../../platform/clock.ts';
import { notFound, Problem } from '../../platform/http/index.ts';
import type { Log } from '../../platform/log.ts';
import type { Evidence } from '../evidence/index.ts';
import { createClassroom } from './classroom.ts';
import { createCompany } from './company.ts';
import { type Generation, isWorse, type ModelState, stateOf } from './generation.ts';
import type { Kind, Lesson } from './kind.ts';
import { kinds } from './kinds/index.ts';
import type { Watch } from './kinds/watch.ts';
import { lessonOf } from './lesson.ts';

export type { ModelState } from './generation.ts';
export { mountModels } from './routes.ts';

export interface ModelHouse {
  /** The tables that serve now. */
  current(): Models;
  /** Tables of one kind that are not part of `Models`. */
  tables<T>(kind: string): T | undefined;
  /** Evidence changed: a training follows soon, sooner when there is little to learn from. */
  stale(): void;
  /** Trains everything now, on everything accepted so far. */
  train(): Promise<void>;
  /** False from the moment a training was asked for until its models serve. */
  ready(): boolean;
  states(): ModelState[];
  /** Channels whose missing data holds learning back. */
  silentChannels(): string[];
  /** The generation before this one serves again until somebody promotes another. */
  rollback(id: string): ModelState;
  /** The generation that waits serves from now on. */
  promote(id: string): ModelState;
  stop(): Promise<void>;
}

interface Needs {
  clock: Clock;
  log: Log;
  evidence: () => Evidence;
  catalogue: () => Catalogue;
  /** Person of each node, for nodes the log names. */
  personsOf: (nodes: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** The strategies there are: what they ask for is what is counted. */
  strategies: () => ReadonlyMap<string, NamedStrategy>;
  /** Everything accepted so far has reached the evidence. */
  caughtUp: () => Promise<void>;
}

/** What one kind has: who serves, who served before, who waits because it scored worse. */
interface Seat {
  kind: Kind;
  serving?: Generation | undefined;
  before?: Generation | undefined;
  waiting?: Generation | undefined;
  /** Somebody chose by hand: nothing is replaced until somebody promotes. */
  held: boolean;
  error?: string | undefined;
}

/** Up to so many rows a training follows changes at once. */
const smallRows = 2_000;
const soonMs = 300;
const laterMs = 60_000;
/** A process that has just started serves first; what takes long to learn for the first time waits so long. */
const settleMs = 120_000;
/** A large log is counted again no sooner than after so many times what counting takes: deciding needs the cores as well. */
const restFactor = 20;
/** The generation before is kept for going back, unless it is larger than this. */
const keptBytes = 300_000_000;

export function createModels(needs: Needs): ModelHouse {
  const { clock, log, evidence, catalogue } = needs;
  const seats = new Map<string, Seat>(kinds.map((kind) => [kind.id, { kind, held: false }]));
  const classroom = createClassroom();
  const company = createCompany({ columns: () => evidence().columns(), catalogue });
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let asked = 0;
  let stopped = false;
  let serial = 0;
  const begun = performance.now();
  let settling: NodeJS.Timeout | undefined;

  const seatOf = (id: string): Seat => {
    const seat = seats.get(id);
    if (!seat) throw notFound(`model ${id}`);
    return seat;
  };
  const take = (seat: Seat, next: Generation) => {
    if (seat.serving && seat.serving !== next) seat.before = seat.serving.bytes <= keptBytes ? seat.serving : undefined;
    seat.serving = next;
    company.seat(seat.kind, next);
  };

  const newLesson = (): Promise<Lesson> =>
    lessonOf({
      columns: evidence().columns(),
      catalogue: catalogue(),
      now: clock.now(),
      personsOf: needs.personsOf,
      strategies: needs.strategies(),
    });

  const trainKind = async (seat: Seat, lesson: Lesson) => {
    const { kind } = seat;
    const started = performance.now();
    const learnt = await classroom.learn(kind, lesson);
    if (!learnt || stopped) return;
    serial += 1;
    const next: Generation = {
      version: `${kind.id}.${serial}`,
      at: clock.now(),
      seconds: (performance.now() - started) / 1000,
      needNames: lesson.needNames,
      seen: lesson.frame.length,
      ...learnt,
    };
    seat.error = undefined;
    if (seat.serving && (seat.held || isWorse(kind, seat.serving, next))) {
      log.warn({ model: kind.id, was: seat.serving.validation, now: next.validation }, 'the new model waits; the one before keeps serving');
      seat.waiting = next;
      return;
    }
    seat.waiting = undefined;
    take(seat, next);
  };

  /** Channels that fell silent though they should not have: what is learned without them would be wrong. */
  const silent = (): readonly number[] => (seatOf('watch').serving?.tables as Watch | undefined)?.silent ?? [];
  const isDue = ({ kind, serving }: Seat): boolean => {
    if (kind.everyMs === 0) return true;
    const rows = evidence().rows();
    if (!serving && performance.now() - begun < settleMs) return false;
    if (rows < kind.minimum || (kind.judgedBy !== undefined && silent().length > 0)) return false;
    return !serving || (clock.now() - serving.at >= kind.everyMs && rows !== serving.seen);
  };

  const trainSome = async (wanted: (seat: Seat) => boolean) => {
    // One look at who is whom and what is what serves all kinds of a round.
    let lesson: Promise<Lesson> | undefined;
    for (const seat of seats.values()) {
      if (stopped || !wanted(seat)) continue;
      try {
        lesson ??= newLesson();
        await trainKind(seat, await lesson);
      } catch (error) {
        seat.error = error instanceof Error ? error.message : String(error);
        log.error({ model: seat.kind.id, err: seat.error }, 'training failed; the previous model keeps serving');
      }
    }
  };
  const queue = (wanted: (seat: Seat) => boolean): Promise<void> => {
    running = running.then(() => trainSome(wanted));
    return running;
  };

  return {
    current: company.models,
    tables: <T>(id: string) => seatOf(id).serving?.tables as T | undefined,
    stale() {
      if (timer || stopped) return;
      const { seconds = 0 } = seatOf('crowd').serving ?? {};
      const wait = evidence().rows() <= smallRows ? soonMs : Math.max(laterMs, restFactor * seconds * 1000);
      timer = setTimeout(() => {
        timer = undefined;
        if (stopped) return;
        void queue(isDue);
        const left = settleMs - (performance.now() - begun);
        if (left > 0) settling ??= setTimeout(() => void queue(isDue), left).unref();
      }, wait);
      timer.unref();
    },
    async train() {
      asked += 1;
      try {
        await needs.caughtUp();
        await queue(() => true);
      } finally {
        asked -= 1;
      }
      const failed = [...seats.values()].find((seat) => seat.error !== undefined);
      if (failed) throw new Error(`${failed.kind.id}: ${failed.error}`);
    },
    ready: () => asked === 0 && seatOf('crowd').serving !== undefined,
    silentChannels: () => silent().map((code) => evidence().columns().channels()[code] ?? ''),
    states: () => [...seats.values()].map((seat) => stateOf(seat)),
    rollback(id) {
      const seat = seatOf(id);
      if (!seat.before) throw new Problem(409, 'no_earlier_model', `model ${id} has no earlier generation to go back to`);
      const { serving, before } = seat;
      seat.held = true;
      seat.waiting = serving;
      seat.serving = undefined;
      take(seat, before);
      seat.before = undefined;
      return stateOf(seat);
    },
    promote(id) {
      const seat = seatOf(id);
      if (!seat.waiting && !seat.held) throw new Problem(409, 'nothing_waits', `no generation of model ${id} is waiting`);
      seat.held = false;
      if (seat.waiting) take(seat, seat.waiting);
      seat.waiting = undefined;
      return stateOf(seat);
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(settling);
      await classroom.close();
      await running.catch(() => {});
    },
  };
}
