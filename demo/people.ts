// About 150 invented customers of Nordlicht: names from lists, addresses at example.org, cards, accounts and consents.
import type { Chance } from './random.ts';
import { stores } from './world.ts';

/** An invented customer. */
export interface DemoPerson {
  externalId: string;
  firstName: string;
  lastName: string;
  email: string;
  /** Their usual store. */
  store: (typeof stores)[number];
  card?: string;
  userId?: string;
  device: string;
  consents: string[];
  /** Whether they buy online (0 never, 1 always). */
  online: number;
}

const firstNames =
  'Anna Ben Carla David Elif Finn Greta Hakan Ida Jannik Katrin Leon Mara Nils Olga Paul Rieke Sven Tilda Uwe Vera Wiebke Yusuf Zoe Birte Jonas Malte Selma Torben Hedda'.split(
    ' ',
  );
const lastNames =
  'Albers Behrens Carstens Dettmer Engel Feddersen Grote Hinrichs Ibsen Jessen Kaya Lorenzen Mertens Nissen Onken Paulsen Quast Reimers Sievers Thomsen Uhl Voss Wolf Yildiz Zander'.split(
    ' ',
  );
const cities = { st_hh: 'Hamburg', st_b: 'Berlin', st_h: 'Hannover' } as const;

const everything = ['service', 'analytics', 'personalisation', 'instore', 'marketing.email'];
/** Most allow everything, some only a part: the demo shows both. */
function consentsOf(chance: Chance): string[] {
  const draw = chance.next();
  if (draw < 0.1) return ['service'];
  if (draw < 0.25) return ['service', 'personalisation'];
  if (draw < 0.4) return ['service', 'analytics', 'personalisation', 'instore'];
  return draw < 0.6 ? [...everything, 'marketing.push', 'location'] : everything;
}

function personOf(n: number, chance: Chance): DemoPerson {
  const [firstName, lastName] = [chance.oneOf(firstNames), chance.oneOf(lastNames)];
  const tag = String(n).padStart(4, '0');
  const online = Math.sqrt(chance.next());
  const account = online > 0.4;
  return {
    externalId: `c_${tag}`,
    firstName,
    lastName,
    online,
    email: `${firstName}.${lastName}.${n}@example.org`.toLowerCase(),
    store: chance.oneOf(stores),
    device: `dev_${tag}`,
    consents: consentsOf(chance),
    ...(account ? { userId: `u_${tag}` } : {}),
    ...(!account || chance.happens(0.7) ? { card: `KK-2${String(n).padStart(5, '0')}` } : {}),
  };
}

/** So many customers, the same for the same chance. */
export const makePeople = (count: number, chance: Chance): DemoPerson[] => Array.from({ length: count }, (_, i) => personOf(i + 1, chance));

/** A customer as PUT /api/v1/profiles takes it. */
export function profileOf(person: DemoPerson) {
  const { userId, card, email, firstName, lastName } = person;
  const identifiers = { email, ...(userId ? { userId } : {}), ...(card ? { card } : {}) };
  return {
    externalId: person.externalId,
    identifiers,
    traits: { firstName, lastName, city: cities[person.store] },
    consents: person.consents,
  };
}
