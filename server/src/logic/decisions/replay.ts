// A logged decision made once more: same request, same person as known then, same seed; and what has changed since, if the answer differs.
import { type Answer, type DecisionRequest, decide, type Trace } from '@faden/engine';
import type { Profiles } from '../../data/profile/index.ts';
import type { Asked, Asking } from './asking.ts';
import { noPerson, personOf } from './person.ts';
import type { KeptDecision } from './store.ts';

export interface Replay {
  decisionId: string;
  /** Whether the same items came out in the same order with the same scores and reasons. */
  same: boolean;
  differences: { placement: string; slot: number; was: unknown; is: unknown }[];
  /** Versions of what was read, then and now; an answer may differ only where one of them does, or where stock has moved. */
  versions: Record<string, { was: string; is: string }>;
  /** What has changed since and may explain a difference; stock, offers and placements carry no version and are named where nothing else is. */
  changed: string[];
  answer: Answer;
}

/** What an item must have in common to be the same; tokens and clocks are not part of it. */
const essence = (item: Answer['placements'][number]['items'][number] | undefined) =>
  item && { id: item.id, sku: item.sku, score: item.score, price: item.price, reasons: item.reasons, rules: item.rules };

export async function replayOf(kept: KeptDecision, needs: { asking: Asking; profiles: Profiles }): Promise<Replay> {
  const trace = kept.trace as Trace & { subject: { basis: Parameters<typeof personOf>[1] } };
  const then = kept.answer as unknown as Answer;
  const asked = kept.request as unknown as Asked;
  const heard = kept.askedAt;
  const profile = kept.nodeId === null ? undefined : await needs.profiles.asOf({ id: kept.nodeId }, heard);
  const person = profile && trace.subject.basis !== 'none' ? personOf(profile, trace.subject.basis, heard) : noPerson();
  const pinned = { decisionId: kept.id, seed: String(asked.options?.seed ?? kept.id), now: Date.parse(then.at) };
  const world = needs.asking.worldFor(person, pinned, 'compact');
  if (profile) world.personKeys = profile.person.nodes.map((node) => node.id).sort();
  const again = decide(needs.asking.requestOf(asked, profile) as DecisionRequest, world);
  const differences = then.placements.flatMap((placement, p) => {
    const other = again.answer.placements[p]?.items ?? [];
    const slots = Math.max(placement.items.length, other.length);
    return Array.from({ length: slots }, (_, i) => ({
      placement: placement.id,
      slot: i + 1,
      was: essence(placement.items[i]) ?? null,
      is: essence(other[i]) ?? null,
    })).filter((one) => JSON.stringify(one.was) !== JSON.stringify(one.is));
  });
  const versions = versionsOf(trace.versions, again.trace.versions);
  const changed = Object.keys(versions).filter((name) => versions[name]?.was !== versions[name]?.is);
  const same = differences.length === 0;
  return {
    decisionId: kept.id,
    same,
    differences,
    versions,
    changed: changed.length > 0 || same ? changed : ['stock', 'offers', 'placements', 'strategies'],
    answer: again.answer,
  };
}

function versionsOf(then: Record<string, string>, now: Record<string, string>): Replay['versions'] {
  const names = new Set([...Object.keys(then), ...Object.keys(now)]);
  return Object.fromEntries([...names].map((name) => [name, { was: then[name] ?? '', is: now[name] ?? '' }]));
}
