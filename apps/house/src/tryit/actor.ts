// Who the five steps are played with: Herr Schmidt of the demo first, then a new fictitious person each time.
import { call } from '../api/client.ts';
import type { Person } from '../api/types.ts';

/** A fictitious person with everything the steps need. */
export interface Actor {
  externalId: string;
  userId: string;
  card: string;
  name: string;
  /** The notebook: new for every round, so that each round begins anonymous. */
  device: string;
  receipt: string;
}

const mark = () => Math.random().toString(36).slice(2, 8).toUpperCase();

/** Herr Schmidt with a fresh notebook. */
export function schmidt(): Actor {
  return {
    externalId: 'c_schmidt',
    userId: 'u_schmidt',
    card: 'KK-100234',
    name: 'Herr Schmidt',
    device: `notebook-${mark()}`,
    receipt: `HH-${mark()}`,
  };
}

/** Whether someone already owns the Acer: then the steps would show nothing new, and another person plays. */
export async function ownsIt(actor: Actor): Promise<boolean> {
  const person = await call<Person>(`/api/v1/profiles/${actor.externalId}`);
  return (person.owned ?? []).some((thing) => thing.sku === 'AC-SW14');
}

const firstNames = [
  'Anna',
  'Ben',
  'Clara',
  'Emil',
  'Frieda',
  'Hanna',
  'Jonas',
  'Karla',
  'Lena',
  'Mats',
  'Nora',
  'Ole',
  'Paula',
  'Rosa',
  'Till',
];
const lastNames = [
  'Ahlers',
  'Brandt',
  'Claasen',
  'Dierks',
  'Ehlers',
  'Freese',
  'Harms',
  'Janssen',
  'Kröger',
  'Lüders',
  'Oltmann',
  'Petersen',
];
const oneOf = (list: string[]) => list[Math.floor(Math.random() * list.length)] ?? '';

/** Puts a new fictitious person into the house, with card, account and consents. */
export async function newActor(): Promise<Actor> {
  const tag = mark();
  const [firstName, lastName] = [oneOf(firstNames), oneOf(lastNames)];
  const actor: Actor = {
    externalId: `c_${tag}`,
    userId: `u_${tag}`,
    card: `KK-${tag}`,
    name: `${firstName} ${lastName}`,
    device: `notebook-${mark()}`,
    receipt: `HH-${mark()}`,
  };
  const email = `${tag.toLowerCase()}@example.org`;
  const identifiers = { userId: actor.userId, card: actor.card, email };
  const consents = ['service', 'analytics', 'personalisation', 'instore', 'marketing.email'];
  await call('/api/v1/profiles', {
    method: 'PUT',
    body: [{ externalId: actor.externalId, identifiers, traits: { firstName, lastName }, consents }],
  });
  return actor;
}
