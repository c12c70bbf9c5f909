// A situation for tests of single parts: a world in memory, a page and a person, without a decision around it.
import { PLACEMENTS } from '../decide/placements.ts';
import type { DecisionContext, DecisionWorld } from '../decide/request.ts';
import { type Situation, situationOf } from '../situation.ts';
import { memoryWorld } from './memory-world.ts';

export type SituationInput = Partial<DecisionWorld> & Pick<DecisionWorld, 'catalogue'> & { context?: DecisionContext; placement?: string };

export function situationFor({ context = {}, placement = 'web.home.row1', now = 0, ...rest }: SituationInput): Situation {
  const world = { ...memoryWorld({ catalogue: rest.catalogue, now }), ...rest };
  return situationOf({ placements: [], channel: 'web', context }, world, PLACEMENTS.get(placement)!);
}
