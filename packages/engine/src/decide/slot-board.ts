// Step 9 where merchants ruled about order: pins stand, what must keep its distance or is capped is placed around them, the rest waits.
import { fillSlots, slotDistance } from '../maths/slots.ts';
import type { PlacementRules } from '../rules/placement-rules.ts';
import { apartBy, type RuledTrait, spreadRules, traitOf } from '../rules/traits.ts';
import type { DropCode, Reason } from './answer.ts';
import type { Scored } from './score.ts';

/** A survivor on its way to a slot. */
export interface Placed {
  item: Scored;
  strategy: string;
  /** What it counts in its list: diverse lists order by more than the score. */
  value: number;
  trait: RuledTrait;
  pin?: string;
  reasons?: Reason[];
}

export interface SlotBoard {
  /** What stands, in the order of the slots. */
  standing(): Placed[];
  isFull(): boolean;
  /** Puts a pin at its slot or the next free one after it; answers with what forbids it. */
  pin(item: Scored, slot: number, rule: string): { code: DropCode; rules: string[] } | undefined;
  /** Takes the survivors of a strategy, best first, and places as many as fit. Slots that requirements still need stay free. */
  offer(items: readonly Scored[], strategy: string): void;
  waits(sku: string): boolean;
  /** Fills what is left and closes gaps; yields what found no slot, with what kept it out. */
  close(): { placed: Placed; code: DropCode | undefined; rules: readonly string[] }[];
}

interface Needs {
  rules: PlacementRules;
  limit: number;
  columns: number;
  /** Undefined for an item nothing can be said about: it is not shown. */
  reasonsOf(item: Scored): Reason[] | undefined;
  shown(placed: Placed): void;
  hidden(placed: Placed): void;
  unreasoned(placed: Placed): void;
}

export function createSlotBoard(needs: Needs): SlotBoard {
  const { rules, limit, columns } = needs;
  let slots = new Array<Placed | undefined>(limit).fill(undefined);
  let waiting: Placed[] = [];
  const least = rules.requires.map((effect) => effect.params['min'] as number);
  const standing = (): Placed[] => slots.filter((one) => one !== undefined);

  const solve = (leave: number) =>
    fillSlots({
      fixed: slots,
      items: waiting,
      score: (one) => one.value,
      trait: (one) => one.trait,
      apart: (a, b) => apartBy(rules, a.trait, b.trait),
      least,
      columns,
      leave,
    });
  /** Places what fits; `whole`: nothing more will come, so nothing is kept free. */
  const place = (whole: boolean): void => {
    while (waiting.length > 0) {
      let placing = solve(0);
      if (!whole && placing.short > 0) placing = solve(placing.short);
      const fresh = placing.slots.filter((one) => one !== undefined && !slots.includes(one)) as Placed[];
      const mute = fresh.find((one) => needs.reasonsOf(one.item) === undefined);
      if (!mute) {
        slots = placing.slots;
        waiting = waiting.filter((one) => !fresh.includes(one));
        for (const one of fresh) needs.shown(one);
        return;
      }
      waiting = waiting.filter((one) => one !== mute);
      needs.unreasoned(mute);
    }
  };

  return {
    standing,
    isFull: () => slots.every((one) => one !== undefined),
    waits: (sku) => waiting.some((one) => one.item.candidate.sku === sku),
    pin(item, slot, rule) {
      let at = slot - 1;
      while (at < limit && slots[at]) at += 1;
      if (at >= limit) return { code: 'PIN_VOID', rules: [rule] };
      const placed: Placed = { item, strategy: '(pin)', value: item.score, trait: traitOf(rules, item.candidate), pin: rule };
      const against = forbids(placed, at, slots, rules, columns);
      if (against) return against;
      slots[at] = placed;
      needs.shown(placed);
      return undefined;
    },
    offer(items, strategy) {
      const values = items.map((item) => item.score).sort((a, b) => b - a);
      for (const [i, item] of items.entries()) waiting.push({ item, strategy, value: values[i]!, trait: traitOf(rules, item.candidate) });
      place(false);
    },
    close() {
      place(true);
      const fallen = closeUp(standing(), rules, columns);
      const gone = new Set(fallen.gone);
      for (const one of gone) needs.hidden(one);
      slots = fallen.kept;
      const lowest = lowestByStrategy(fallen.kept);
      const left = waiting.map((placed) => ({ placed, ...whyLeft(placed, fallen.kept, rules, limit, lowest) }));
      return [...left, ...fallen.gone.map((placed) => ({ placed, code: 'SPREAD' as const, rules: spreadRules(rules, placed.trait) }))];
    },
  };
}

/** What forbids an item at a slot, among what stands already. */
function forbids(
  placed: Placed,
  at: number,
  slots: readonly (Placed | undefined)[],
  rules: PlacementRules,
  columns: number,
): { code: DropCode; rules: string[] } | undefined {
  const full = fullCap(placed, slots);
  if (full !== undefined) return { code: 'CAP', rules: [full] };
  const near = slots.some((other, slot) => {
    const far = other ? apartBy(rules, placed.trait, other.trait) : 0;
    return far > 0 && slotDistance(at, slot, columns) <= far;
  });
  return near ? { code: 'SPREAD', rules: spreadRules(rules, placed.trait) } : undefined;
}

/** The rule of a cap that has no room for it. */
function fullCap({ trait }: Placed, slots: readonly (Placed | undefined)[]): string | undefined {
  for (const [i, { key, max }] of trait.caps.entries()) {
    const count = slots.filter((other) => other?.trait.caps.some((cap) => cap.key === key)).length;
    if (count >= max) return trait.capRules[i];
  }
  return undefined;
}

/** Closes gaps; where that would bring together what must keep its distance, the later one goes, and a pin last. */
function closeUp(standing: Placed[], rules: PlacementRules, columns: number): { kept: Placed[]; gone: Placed[] } {
  const kept = [...standing];
  const gone: Placed[] = [];
  for (let pair = clash(kept, rules, columns); pair; pair = clash(kept, rules, columns)) {
    const [earlier, later] = pair;
    const out = kept[later]!.pin !== undefined && kept[earlier]!.pin === undefined ? earlier : later;
    gone.push(...kept.splice(out, 1));
  }
  return { kept, gone };
}

function clash(list: readonly Placed[], rules: PlacementRules, columns: number): [number, number] | undefined {
  if (rules.spreads.length === 0) return undefined;
  for (let later = 1; later < list.length; later++)
    for (let earlier = 0; earlier < later; earlier++) {
      const far = apartBy(rules, list[earlier]!.trait, list[later]!.trait);
      if (far > 0 && slotDistance(earlier, later, columns) <= far) return [earlier, later];
    }
  return undefined;
}

function lowestByStrategy(list: readonly Placed[]): Map<string, number> {
  const lowest = new Map<string, number>();
  for (const { strategy, value, pin } of list)
    if (pin === undefined) lowest.set(strategy, Math.min(value, lowest.get(strategy) ?? Number.POSITIVE_INFINITY));
  return lowest;
}

/** A cap, a spread, or simply too far down. */
function whyLeft(
  placed: Placed,
  kept: readonly Placed[],
  rules: PlacementRules,
  limit: number,
  lowest: ReadonlyMap<string, number>,
): { code: DropCode | undefined; rules: readonly string[] } {
  const full = fullCap(placed, kept);
  if (full !== undefined) return { code: 'CAP', rules: [full] };
  const overtaken = placed.value > (lowest.get(placed.strategy) ?? Number.POSITIVE_INFINITY);
  const keptOut = placed.trait.sides.some((side) => side > 0) && (kept.length < limit || overtaken);
  return keptOut ? { code: 'SPREAD', rules: spreadRules(rules, placed.trait) } : { code: undefined, rules: [] };
}
