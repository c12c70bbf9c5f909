// What follows what, in that order and within that time: viewed then bought, bought then bought, searched then chosen.
import { MIN_TOGETHER } from '@faden/engine';
import { bucketRows, type Sessions } from '../../evidence/index.ts';
import { growing } from '../growing.ts';
import { neighboursIn, type PairTable, pairWriter, type Tally } from './pair-table.ts';
import { forget } from './together.ts';

/** What may be followed: a code, and from when until when (inclusive) something counts as following it. */
export interface Cause {
  code: number;
  from: number;
  until: number;
}

/** Causes and effects per group, effects in order of time. */
export interface Courses {
  causes: { offsets: Int32Array; codes: Int32Array; from: Float64Array; until: Float64Array };
  effects: { offsets: Int32Array; codes: Int32Array; at: Float64Array };
}

/** Of a group only the last so many of each count, of a code only its newest occurrences. */
const perGroup = 200;
const perCode = 6_000;

/**
 * @param causeOf what the row at a position of `groups.rows` starts, if anything
 * @param effectOf code and time of what the row is as an effect, if anything
 */
export function coursesOf(
  groups: Sessions,
  causeOf: (position: number, end: number) => Cause | undefined,
  effectOf: (position: number) => { code: number; at: number } | undefined,
): Courses {
  const count = groups.offsets.length - 1;
  const [causeOffsets, effectOffsets] = [new Int32Array(count + 1), new Int32Array(count + 1)];
  const [causes, effects] = [growing(Int32Array), growing(Int32Array)];
  const [from, until, at] = [growing(Float64Array), growing(Float64Array), growing(Float64Array)];
  for (let g = 0; g < count; g++) {
    const end = groups.offsets[g + 1] as number;
    for (let i = Math.max(groups.offsets[g] as number, end - 2 * perGroup); i < end; i++) {
      const cause = causeOf(i, end);
      if (cause) {
        causes.push(cause.code);
        from.push(cause.from);
        until.push(cause.until);
      }
      const effect = effectOf(i);
      if (effect) {
        effects.push(effect.code);
        at.push(effect.at);
      }
    }
    causeOffsets[g + 1] = causes.length;
    effectOffsets[g + 1] = effects.length;
  }
  return {
    causes: { offsets: causeOffsets, codes: causes.done(), from: from.done(), until: until.done() },
    effects: { offsets: effectOffsets, codes: effects.done(), at: at.done() },
  };
}

/** In how many groups b follows a, each group once. `same` tells that both sides number the same things: a never follows itself. */
export function countFollowed(courses: Courses, causeCodes: number, effectCodes: number, same: boolean): PairTable {
  const { causes, effects } = courses;
  const total = causes.offsets.length - 1;
  const rights = distinctPerGroup(effects, effectCodes);
  const groupOf = groupOfCauses(causes.offsets, causes.codes.length);
  const byCode = bucketRows(causes.codes.length, causeCodes, (i) => causes.codes[i] as number);
  const tally: Tally = { counts: new Float64Array(effectCodes), touched: [] };
  /** The last group in which an effect was counted for the code at hand. */
  const counted = new Int32Array(effectCodes).fill(-1);
  const writer = pairWriter();
  for (let a = 0; a < causeCodes; a++) {
    const end = byCode.offsets[a + 1] as number;
    let [groups, last] = [0, -1];
    for (let k = Math.max(byCode.offsets[a] as number, end - perCode); k < end; k++) {
      const cause = byCode.rows[k] as number;
      const group = groupOf[cause] as number;
      if (group !== last) groups++;
      last = group;
      const until = causes.until[cause] as number;
      const stop = effects.offsets[group + 1] as number;
      for (let e = firstFrom(effects.at, effects.offsets[group] as number, stop, causes.from[cause] as number); e < stop; e++) {
        if ((effects.at[e] as number) > until) break;
        const b = effects.codes[e] as number;
        if ((same && b === a) || counted[b] === group) continue;
        counted[b] = group;
        if (tally.counts[b] === 0) tally.touched.push(b);
        tally.counts[b]!++;
      }
    }
    writer.row(a, neighboursIn(tally, groups, rights, total, MIN_TOGETHER));
    for (const b of tally.touched) counted[b] = -1;
    forget(tally);
  }
  return writer.done();
}

/** Groups with each effect. */
function distinctPerGroup({ offsets, codes }: Courses['effects'], codeCount: number): Float64Array {
  const counts = new Float64Array(codeCount);
  const counted = new Int32Array(codeCount).fill(-1);
  for (let g = 0; g + 1 < offsets.length; g++) {
    for (let i = offsets[g] as number; i < (offsets[g + 1] as number); i++) {
      const code = codes[i] as number;
      if (counted[code] !== g) counts[code]!++;
      counted[code] = g;
    }
  }
  return counts;
}

function groupOfCauses(offsets: Int32Array, length: number): Int32Array {
  const groups = new Int32Array(length);
  for (let g = 0; g + 1 < offsets.length; g++) groups.fill(g, offsets[g], offsets[g + 1]);
  return groups;
}

/** First position in [low, high) whose time is `from` or later. */
function firstFrom(at: Float64Array, low: number, high: number, from: number): number {
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle] as number) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
