// The crowd: everything that rests on counting what all people did.
import type { Catalogue, Models } from '@faden/engine';
import type { Columns } from '../../evidence/index.ts';
import { createShares } from '../shares.ts';
import { pairAnswers } from './pair-answers.ts';
import { popularAnswers } from './popular-answers.ts';
import type { CrowdTables } from './train.ts';

export { type Needed, neededBy } from './needed.ts';
export type { Memberships } from './people.ts';
export { type CrowdSettings, type CrowdTables, emptyCrowd, trainCrowd } from './train.ts';

/** The part of the models that rests on counts. */
export type CrowdAnswers = Pick<
  Models,
  | 'version'
  | 'popular'
  | 'rates'
  | 'trending'
  | 'trendingTerms'
  | 'together'
  | 'followed'
  | 'substitutes'
  | 'complements'
  | 'searched'
  | 'marketShare'
>;

/** Tables as the engine reads them; lists per scope are made when first asked for and kept until what they rest on changes. */
export function crowdFrom(tables: CrowdTables, columns: Columns, catalogue: () => Catalogue, version: string): CrowdAnswers {
  return {
    version,
    ...popularAnswers(tables, columns, catalogue),
    ...pairAnswers(tables, columns),
    marketShare: createShares(tables, columns, catalogue),
  };
}
