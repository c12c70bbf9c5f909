// The registry of sources: everything the algebra can draw candidates from today.
import type { Source } from '../candidate.ts';
import { drop, due, hist } from './history.ts';
import { promo } from './offers.ts';
import { pop } from './popularity.ts';
import { aff, content, rand, search, service } from './range.ts';
import { rel } from './relations.ts';
import { sim, variant } from './similarity.ts';
import { co, seqmodel } from './together.ts';

const ALL = [pop, co, seqmodel, hist, drop, due, rel, promo, sim, variant, search, aff, rand, content, service];

export const SOURCES: ReadonlyMap<string, Source> = new Map(ALL.map((source) => [source.key, source]));
