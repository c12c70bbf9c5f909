// Trying a strategy out: a placement that holds nothing but it, decided like any other, for nobody or for somebody.
import type { NamedStrategy, Placement } from '@faden/engine';
import { type OwnPlacement, placementOf } from './placement.ts';

/** What a trial decides with, instead of what serves. */
export interface Trial {
  strategies: ReadonlyMap<string, NamedStrategy>;
  placements: ReadonlyMap<string, Placement>;
  /** The placement to ask. */
  placement: string;
  limit: number;
  channel?: string | undefined;
  context: object;
  subject: object | null;
}

const trialPlacement = 'preview';
const usualLimit = 12;

export function trialOf(
  strategy: NamedStrategy,
  strategies: ReadonlyMap<string, NamedStrategy>,
  asked: {
    context?: object | undefined;
    subject?: object | null | undefined;
    channel?: string | undefined;
    limit?: number | undefined;
  },
): Trial {
  const { context = {}, subject = null, channel, limit = usualLimit } = asked;
  const inStore = 'storeId' in context && context.storeId != null;
  const placement: OwnPlacement = {
    ...placementOf({ id: trialPlacement, contexts: [inStore ? 'T' : 'H'], strategies: [strategy.id], fallback: [], limit }, () => true),
    // Nobody is advertised to, and the one who asks may see everything.
    proactive: false,
    visibility: 'internal',
    fulfilment: 'any',
    diverse: false,
  };
  return {
    strategies: new Map([...strategies, [strategy.id, strategy]]),
    placements: new Map([[trialPlacement, placement]]),
    placement: trialPlacement,
    limit,
    channel,
    context,
    subject,
  };
}
