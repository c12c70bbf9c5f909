// What is known of the person in one decision, each part computed when first asked for.
import type { DecisionRequest, DecisionWorld } from './decide/request.ts';
import { resolveSubject, type Subject } from './decide/subject.ts';
import type { Memory } from './memory.ts';
import { once } from './once.ts';
import { type Leaning, leaningWithin } from './person/affinity.ts';
import { type Interest, interestsOf } from './person/interest.ts';
import { type OwnedGoods, ownedOf } from './person/owned.ts';
import { lastVisitOf, type OwnPast, ownPastOf, segmentOf, weightedItems } from './strategies/own-past.ts';
import type { Instant, Weighted } from './world.ts';

/** What is known of the person, computed once for all placements of a page on the same kind of surface. */
export interface PersonView {
  subject: Subject;
  /** The person's purchases with their products. */
  owned(): OwnedGoods;
  interests(): readonly Interest[];
  activeNeeds(): ReadonlyMap<string, Interest>;
  /** What the person leans to among the brands of a need group, or among the values of another attribute. */
  leaning(needGroup: string, attribute?: string): Leaning;
  /** The rest of the person's past, as far as purposes allow. */
  past(): OwnPast;
  /** What the person dealt with, heaviest first; with what the household bought where asked for. */
  ownItems(household?: boolean): readonly Weighted[];
  segment(): string | undefined;
  lastVisit(): Instant | undefined;
}

export function personView(
  request: DecisionRequest,
  world: DecisionWorld,
  inStore: boolean,
  { known, product, guarded }: Memory,
): PersonView {
  const { catalogue, now, person, models } = world;
  const subject = resolveSubject({ person, catalogue, known, guarded, now, inStore, evaluation: request.options?.evaluation === true });
  const { signals, purchases } = subject.history;
  const { byNeed } = subject;
  const owned = once(() => ownedOf(purchases, product, catalogue));
  const all = once(() => (subject.personal ? interestsOf(byNeed, catalogue, now) : []));
  const leanings = new Map<string, Leaning>();
  const past = once(() => pastOf(request, world, subject, inStore, known));
  const own = once(() => weightedItems(subject, [], now));
  const together = once(() => weightedItems(subject, past().household, now));
  return {
    subject,
    owned,
    past,
    ownItems: (household) => (household ? together() : own()),
    segment: once(() => segmentOf(subject, catalogue, product)),
    lastVisit: once(() => lastVisitOf(subject, now)),
    interests: all,
    activeNeeds: once(() => {
      const active = new Map<string, Interest>();
      for (const one of all()) if (one.active) active.set(one.needGroup, one);
      return active;
    }),
    leaning(needGroup, attribute = 'brand') {
      const key = attribute === 'brand' ? needGroup : `${needGroup}\u0000${attribute}`;
      let found = leanings.get(key);
      if (!found) {
        found = leaningWithin({ signals, byNeed, purchases, owned: owned(), product, catalogue, models, now }, attribute, needGroup);
        leanings.set(key, found);
      }
      return found;
    },
  };
}

function pastOf(
  request: DecisionRequest,
  { person, now }: DecisionWorld,
  subject: Subject,
  inStore: boolean,
  known: Memory['known'],
): OwnPast {
  const may = (purpose: string): boolean => request.options?.evaluation === true || person.purposes.has(purpose);
  const health = may('health');
  const mayUse = (sku: string): boolean => health || !known(sku).sensitive;
  return ownPastOf({ subject, mayUse, online: !inStore || may('instore'), location: may('location'), now });
}
