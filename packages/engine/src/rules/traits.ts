// What spreads, caps and requirements see of a candidate, in the terms of placing items into slots.
import type { Trait } from '../maths/slots.ts';
import type { Candidate } from '../strategies/candidate.ts';
import { fold } from './compare.ts';
import type { Facts } from './facts.ts';
import { fieldOf } from './fields.ts';
import type { CompiledEffect } from './meeting.ts';
import type { PlacementRules } from './placement-rules.ts';
import { TRUE } from './truth.ts';

export interface RuledTrait extends Trait {
  /** Per spread: 1 = on its first side, 2 = on its second, 3 = on both. */
  sides: readonly number[];
  /** Rule of each cap. */
  capRules: readonly string[];
}

export function traitOf(rules: PlacementRules, candidate: Candidate): RuledTrait {
  const facts = rules.facts(candidate);
  const sides = rules.spreads.map(({ sides: [a, b] = [never, never] }) => (a(facts) === TRUE ? 1 : 0) + (b(facts) === TRUE ? 2 : 0));
  const caps: { key: string; max: number }[] = [];
  const capRules: string[] = [];
  for (const [i, effect] of rules.caps.entries()) {
    if (effect.judge(facts) !== TRUE) continue;
    for (const value of valuesOf(effect, facts)) {
      caps.push({ key: `${i}:${value}`, max: effect.params['max'] as number });
      capRules.push(effect.rule.id);
    }
  }
  const meets = rules.requires.flatMap((effect, i) => (effect.judge(facts) === TRUE ? [i] : []));
  return { kind: `${sides.join()}|${caps.map((cap) => cap.key).join('\u0000')}|${meets.join()}`, caps, capRules, meets, sides };
}

const never = () => 0 as const;

/** The values an attribute counts under; of a category path its end. */
function valuesOf({ params }: CompiledEffect, facts: Facts): string[] {
  const field = fieldOf(params['attribute'] as string);
  const value = field?.read(facts);
  if (value === undefined || value === null) return [];
  if (field!.type === 'path') return [fold(String((value as readonly string[]).at(-1)))];
  const all = Array.isArray(value) ? value : [value];
  return [...new Set(all.map((one) => fold(String(one))))];
}

/** The greatest distance at which two may not stand, 0 where they may always. */
export function apartBy(rules: PlacementRules, a: RuledTrait, b: RuledTrait): number {
  let far = 0;
  for (const [i, effect] of rules.spreads.entries()) {
    const [x, y] = [a.sides[i]!, b.sides[i]!];
    if ((x & 1 && y & 2) || (x & 2 && y & 1)) far = Math.max(far, effect.params['distance'] as number);
  }
  return far;
}

/** Rules that keep two apart. */
export function spreadRules(rules: PlacementRules, a: RuledTrait): string[] {
  return rules.spreads.flatMap((effect, i) => (a.sides[i]! > 0 ? [effect.rule.id] : []));
}
