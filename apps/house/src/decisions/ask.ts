// Asks what would be decided now for a person on three channels; previews, so nothing is logged or sent.
import { post } from '../api/client.ts';
import type { Decision, Person, Placement } from '../api/types.ts';
import { hideDecision } from '../live/store.ts';
import type { Lang } from '../texts/index.tsx';
import { readTrace, type Trace } from './trace.ts';

/** One placement's answer with its explanation. */
export interface Answer {
  placement: Placement;
  trace: Trace;
  purposes: string[];
}
/** The answer of one channel and how long it took, seen from the browser. */
export interface ChannelAnswer {
  answers: Answer[];
  ms: number;
}

/** How the decision names the person: their own id if they have one, else the device. */
export function subjectOf(person: Person): Record<string, string> {
  if (person.externalId) return { customerId: person.externalId };
  const named = person.identifiers?.some((one) => one.type !== 'anonymousId' && one.type !== 'deviceId');
  const device = person.identifiers?.find((one) => one.type === 'anonymousId');
  return device && !named ? { anonymousId: device.value } : { customerId: person.id };
}

async function ask(person: Person, body: Record<string, unknown>): Promise<ChannelAnswer> {
  const started = performance.now();
  const options = { explain: 'trace', mode: 'preview' };
  const answer = await post<Decision>('/v1/decisions', { subject: subjectOf(person), options, ...body });
  const ms = Math.round(performance.now() - started);
  hideDecision(answer.decisionId);
  const purposes = answer.subject?.purposes ?? [];
  return { ms, answers: answer.placements.map((placement) => ({ placement, trace: readTrace(answer, placement), purposes })) };
}

const locale = (lang: Lang) => (lang === 'de' ? 'de-DE' : 'en-GB');

/** The home page of the web shop: hero and first row. */
export const askHome = (person: Person, lang: Lang) =>
  ask(person, {
    placements: [
      { id: 'web.home.hero', limit: 1 },
      { id: 'web.home.row1', limit: 4 },
    ],
    channel: 'web',
    context: { page: 'home', locale: locale(lang) },
  });

/** The tablet of an associate in a store. */
export const askTablet = (person: Person, storeId: string, lang: Lang) =>
  ask(person, {
    placements: [{ id: 'tablet.next_best', limit: 3 }],
    channel: 'tablet',
    actor: { role: 'associate', id: 'u_17' },
    context: { page: 'clienteling', storeId, visibility: 'associate', locale: locale(lang) },
  });

/** The next newsletter. */
export const askMail = (person: Person, lang: Lang) =>
  ask(person, {
    placements: [{ id: 'mail.newsletter', limit: 3 }],
    channel: 'email',
    context: { page: 'newsletter', locale: locale(lang) },
  });
