// Is what the models learn from still what it was? Shifted shares, a shifted rate, a feed that fell silent.
import { type DriftVerdict, judgeDrift } from '@faden/engine';
import { columnKinds, type Frame } from '../../evidence/index.ts';
import type { Kind, Lesson } from '../kind.ts';

export interface Watch {
  /** Absent where there is too little to compare. */
  drift: DriftVerdict | undefined;
  /** Channels (codes) that should have said something in the last two hours and did not. */
  silent: number[];
}

const hour = 3_600;
const day = 24 * hour;
/** So many interactions in the last day say something about its shares. */
const enoughRecent = 200;
/** A channel that had so many in the same two hours of an average day is missed when it has none. */
const expectedAtLeast = 20;
const silence = 2 * hour;
const daysCompared = 7;
const daysOfRates = 60;

export const watch: Kind<Watch> = {
  id: 'watch',
  text: { de: 'Wache über die Daten', en: 'Watch over the data' },
  minimum: 2_000,
  everyMs: 10 * 60_000,
  learn(lesson) {
    const { frame } = lesson;
    if (frame.length === 0) return undefined;
    const tables = { drift: driftOf(lesson), silent: silentOf(frame, lesson.clockSeconds) };
    const validation: Record<string, number> = tables.drift ? { psi: tables.drift.psi } : {};
    return { tables, rows: frame.length, validation, parameters: told(tables), bytes: 0 };
  },
  answers: () => ({}),
};

const told = ({ drift, silent }: Watch): Record<string, string | number> => ({
  drift: drift?.level ?? 'too little to compare',
  silentChannels: silent.length,
});

/** Shares of the need groups in the last day against the thirty days before, and buys per view day by day. */
function driftOf({ frame, needOf, needCount, nowSeconds }: Lesson): DriftVerdict | undefined {
  const before = new Array<number>(needCount + 1).fill(0);
  const recent = new Array<number>(needCount + 1).fill(0);
  const views = new Array<number>(daysOfRates).fill(0);
  const buys = new Array<number>(daysOfRates).fill(0);
  let counted = 0;
  for (let r = 0; r < frame.length; r++) {
    const age = nowSeconds - (frame.at[r] as number);
    const sku = frame.sku[r] as number;
    if (age < 0 || age >= daysOfRates * day || sku < 0) continue;
    const at = Math.floor(age / day);
    if (frame.kind[r] === columnKinds.view) views[at]! += 1;
    if (frame.kind[r] === columnKinds.buy) buys[at]! += 1;
    if (age > 31 * day) continue;
    const need = (needOf[sku] as number) < 0 ? needCount : (needOf[sku] as number);
    if (age < day) {
      recent[need]! += 1;
      counted += 1;
    } else before[need]! += 1;
  }
  if (counted < enoughRecent || before.reduce((a, b) => a + b, 0) < enoughRecent) return undefined;
  const shares = withoutRare(before, recent);
  const dailyRates = views
    .map((n, at) => (n >= enoughRecent ? (buys[at] as number) / n : undefined))
    .filter((rate) => rate !== undefined)
    .reverse();
  return judgeDrift({ expected: shares.map(([was]) => was), actual: shares.map(([, is]) => is), dailyRates });
}

/** Need groups below two per cent are taken together: single articles must not raise an alarm. */
function withoutRare(before: readonly number[], recent: readonly number[]): [number, number][] {
  const total = before.reduce((a, b) => a + b, 0);
  const kept: [number, number][] = [];
  const rest: [number, number] = [0, 0];
  for (const [i, was] of before.entries()) {
    if (was / total >= 0.02) kept.push([was, recent[i] as number]);
    else {
      rest[0] += was;
      rest[1] += recent[i] as number;
    }
  }
  return rest[0] + rest[1] > 0 ? [...kept, rest] : kept;
}

function silentOf(frame: Frame, clockSeconds: number): number[] {
  const usual = new Float64Array(frame.channelCount);
  const now = new Float64Array(frame.channelCount);
  for (let r = 0; r < frame.length; r++) {
    const age = clockSeconds - (frame.at[r] as number);
    if (age < 0 || age >= daysCompared * day + silence) continue;
    const channel = frame.channel[r] as number;
    if (age < silence) now[channel]! += 1;
    else if (age % day < silence) usual[channel]! += 1 / daysCompared;
  }
  return Array.from(usual.keys()).filter((channel) => (usual[channel] as number) >= expectedAtLeast && now[channel] === 0);
}
