// The session model from outside: what it learns on logs whose rule is known, and that no log or prefix breaks it.
import { describe, expect, it } from 'vitest';
import { buffersIn } from '../memory.ts';
import type { SessionLog } from './log.ts';
import type { SessionModel } from './model.ts';
import { createSessionRanker } from './ranker.ts';
import { trainSessions } from './train.ts';

function logOf(sessions: number[][], itemCount: number, endsAt = sessions.map((_, s) => s)): SessionLog {
  const offsets = new Int32Array(sessions.length + 1);
  for (const [s, session] of sessions.entries()) offsets[s + 1] = offsets[s]! + session.length;
  return { items: Int32Array.from(sessions.flat()), offsets, endsAt: Float64Array.from(endsAt), itemCount };
}

function draws(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Walks along groups of ten items: mostly to the next of the group, now and then anywhere in it. */
function walks(count: number, itemCount: number, seed: number): number[][] {
  const random = draws(seed);
  return Array.from({ length: count }, () => {
    const group = Math.floor((random() * itemCount) / 10) * 10;
    let at = Math.floor(random() * 10);
    return Array.from({ length: 2 + Math.floor(random() * 4) }, () => {
      at = random() < 0.7 ? (at + 1) % 10 : Math.floor(random() * 10);
      return group + at;
    });
  });
}

const next = (model: SessionModel, prefix: number[], limit = 5) => createSessionRanker(model).next(prefix, limit);

describe('what follows', () => {
  const walked = logOf(walks(1500, 60, 7), 60);
  const model = trainSessions(walked, { effort: 200 });

  it('is first what followed in the log', () => {
    const followed = logOf(
      Array.from({ length: 12 }, () => [0, 1, 2]),
      4,
    );
    const { items, because } = next(trainSessions(followed), [0], 1);
    expect([...items]).toEqual([1]);
    expect([...because]).toEqual([0]);
  });

  it('comes from the group of the session, with a reason out of it', () => {
    const { items, because } = next(model, [30, 31, 32], 4);
    expect([...items].every((item) => item >= 30 && item < 40)).toBe(true);
    expect([...because].every((item) => item >= 30 && item < 40)).toBe(true);
    expect(items[0]).toBe(33);
  });

  it('is measured on the held back end of the log', () => {
    expect(model.validation.predictions).toBeGreaterThan(50);
    expect(model.validation.hr20).toBeGreaterThan(0.9);
    expect(model.parameters['trees']).toBe(100);
  });

  it('is ordered by score, without duplicates and unknown codes, for any prefix', () => {
    const ranker = createSessionRanker(model);
    const random = draws(3);
    for (let i = 0; i < 60; i++) {
      const prefix = Array.from({ length: Math.floor(random() * 60) }, () => Math.floor(random() * 64) - 2);
      const { items, scores, because, length } = ranker.next(prefix, 20);
      expect(new Set(items).size).toBe(length);
      expect(items.length).toBe(length);
      expect(items.every((item) => item >= 0 && item < 60)).toBe(true);
      expect(because.every((item) => item === -1 || prefix.includes(item))).toBe(true);
      for (let at = 1; at < length; at++) expect(scores[at]!).toBeLessThanOrEqual(scores[at - 1]!);
    }
  });

  it('does not change with what was asked before', () => {
    const ranker = createSessionRanker(model);
    const first = ranker.next([5, 6], 20);
    ranker.next([41, 42, 43, 5], 20);
    expect(ranker.next([5, 6], 20)).toEqual(first);
  });

  it('falls back on popular items where nothing of the session is known', () => {
    expect(next(model, [-1], 20).length).toBe(20);
    expect([...next(model, [-1, 999], 3).because]).toEqual([-1, -1, -1]);
    expect(next(model, [], 20).length).toBe(0);
    expect(next(model, [1], 0).length).toBe(0);
  });
});

describe('training', () => {
  const sessions = walks(400, 40, 11);

  it('gives the same model for the same log and draws', () => {
    const log = logOf(sessions, 40);
    expect(trainSessions(log, { random: draws(5), effort: 50 })).toEqual(trainSessions(log, { random: draws(5), effort: 50 }));
  });

  it('does not depend on the order in which sessions are handed in, nor on the unit of time', () => {
    const straight = trainSessions(logOf(sessions, 40), { effort: 50 });
    const turned = logOf(
      [...sessions].reverse(),
      40,
      sessions.map((_, s) => sessions.length - 1 - s),
    );
    expect(trainSessions(turned, { effort: 50 })).toEqual(straight);
    const clocks = logOf(
      sessions,
      40,
      sessions.map((_, s) => 1.7e9 + 4096 * s),
    );
    expect({ ...trainSessions(clocks, { effort: 50 }), sessionEnds: straight.sessionEnds }).toEqual(straight);
  });

  it('does not depend on the order of sessions of one moment', () => {
    const moment = sessions.map(() => 1);
    const one = trainSessions(logOf(sessions, 40, moment), { effort: 50 });
    expect(trainSessions(logOf([...sessions].reverse(), 40, moment), { effort: 50 })).toEqual(one);
  });

  it('passes over codes outside the catalogue', () => {
    const dirty = sessions.map((session) => [-1, ...session, 40]);
    const clean = trainSessions(logOf(sessions, 40), { effort: 50 });
    expect(trainSessions(logOf(dirty, 40), { effort: 50 })).toEqual(clean);
  });

  it('counts events of a heavier kind more', () => {
    const log = logOf(
      [...Array.from({ length: 6 }, () => [0, 1]), ...Array.from({ length: 5 }, () => [0, 2])],
      3,
      Array.from({ length: 11 }, () => 1),
    );
    const heavy = { ...log, kinds: Uint8Array.from(log.items, (item) => (item === 2 ? 5 : 1)) };
    const weightOf = (model: SessionModel, item: number): number => model.pairForward[model.pairItems.indexOf(item)]!;
    expect(weightOf(trainSessions(log), 1)).toBe(6);
    expect(weightOf(trainSessions(log), 2)).toBe(5);
    expect(weightOf(trainSessions(heavy), 2)).toBe(25);
  });

  it('survives the way to another thread', () => {
    const model = trainSessions(logOf(sessions, 40), { effort: 50 });
    const before = next(model, [3, 4], 10);
    expect(model.bytes).toBeGreaterThan(1000);
    const moved = structuredClone(model, { transfer: buffersIn(model) });
    expect(next(moved, [3, 4], 10)).toEqual(before);
    expect(model.sessionItems.length).toBe(0);
  });
});

describe('small and empty logs', () => {
  const empty: SessionLog = { items: new Int32Array(0), offsets: new Int32Array(1), endsAt: new Float64Array(0), itemCount: 0 };

  it.each([
    ['nothing', empty, 0],
    ['no offsets', { ...empty, offsets: new Int32Array(0) }, 0],
    ['a catalogue without sessions', { ...empty, itemCount: 5 }, 0],
    ['one session', logOf([[0, 1]], 2), 2],
    ['one event', logOf([[0]], 1), 1],
    ['one item again and again', logOf([[0, 0, 0], [0, 0], [0]], 1), 1],
    ['sessions of one event', logOf([[0], [1], [2]], 3), 3],
    ['empty sessions', logOf([[], [0, 1], []], 2), 2],
    ['only unknown codes', logOf([[7, 8]], 2), 0],
    [
      'a hundred equal sessions',
      logOf(
        Array.from({ length: 100 }, () => [1, 0, 1]),
        2,
      ),
      2,
    ],
  ] as [string, SessionLog, number][])('%s', (_, log, known) => {
    const answer = next(trainSessions(log), [0], 20);
    expect(answer.length).toBe(known);
    expect(answer.scores.every(Number.isFinite)).toBe(true);
    expect(next(trainSessions(log), [-1, 5, 0], 20).length).toBe(known);
  });
});
