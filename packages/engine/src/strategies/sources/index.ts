// The registry of sources: everything the algebra can draw candidates from.
import type { Source } from '../candidate.ts';
import { aff } from './affinity.ts';
import { content, loyalty, service } from './content.ts';
import { rand } from './discover.ts';
import { list, situ } from './editorial.ts';
import { hist } from './history.ts';
import { promo } from './offers.ts';
import { hybrid, mf, nextcat, u2u } from './personal.ts';
import { pop, rate, trend } from './popularity.ts';
import { drop } from './prices.ts';
import { rel } from './relations.ts';
import { due } from './replenishment.ts';
import { search } from './search.ts';
import { seqmodel } from './session.ts';
import { back, clear, fresh, low, mhd, soon } from './shelf.ts';
import { sim } from './similarity.ts';
import { co, compl, seq, subst } from './together.ts';
import { variant } from './variants.ts';

const CROWD = [pop, rate, trend, co, seq, subst, compl, search];
const RANGE = [fresh, soon, back, low, clear, mhd, drop, promo, sim, variant, rel, rand];
const PERSON = [hist, due, mf, u2u, hybrid, nextcat, seqmodel, aff];
const EDITORS = [list, situ, content, service, loyalty];

export const SOURCES: ReadonlyMap<string, Source> = new Map(
  [...CROWD, ...RANGE, ...PERSON, ...EDITORS].map((source) => [source.key, source]),
);
