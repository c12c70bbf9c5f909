// Which segment people are in as their purchases show it: the need most of them served.
import { columnKinds, flags } from '../../evidence/index.ts';
import type { Memberships } from '../crowd/index.ts';
import type { Lesson } from '../kind.ts';

/** `segment:need:<need group>` of everybody known who bought; the engine names people the same way. Ties go to the name that comes first. */
export function segmentsOf({ frame, personOf, needOf, needNames }: Lesson): Memberships {
  const count = personOf.reduce((most, person) => Math.max(most, person + 1), 0);
  const bought = new Map<number, Map<number, number>>();
  for (let r = 0; r < frame.length; r++) {
    if (frame.kind[r] !== columnKinds.buy || ((frame.flags[r] as number) & flags.anonymous) !== 0) continue;
    const need = needOf[frame.sku[r] as number] as number;
    if (need < 0) continue;
    const person = personOf[frame.node[r] as number] as number;
    const needs = bought.get(person) ?? new Map<number, number>();
    bought.set(person, needs.set(need, (needs.get(need) ?? 0) + 1));
  }
  const offsets = new Int32Array(count + 1);
  const codes: number[] = [];
  for (let person = 0; person < count; person++) {
    let best: { need: number; n: number } | undefined;
    for (const [need, n] of bought.get(person) ?? [])
      if (!best || n > best.n || (n === best.n && (needNames[need] as string) < (needNames[best.need] as string))) best = { need, n };
    if (best) codes.push(best.need);
    offsets[person + 1] = codes.length;
  }
  return { names: needNames.map((name) => `segment:need:${name}`), offsets, codes: Int32Array.from(codes) };
}
