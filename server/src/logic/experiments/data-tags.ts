// What the columns of choices and experiments hold. What was learned from many names nobody.
import { type TableTags, tagged, technical } from '../../platform/database/index.ts';

const about = (inExport: boolean, ...columns: string[]) =>
  tagged({ personal: 'pseudonymous', purpose: 'personalisation', retention: '13 months', onErase: 'delete', inExport }, columns);

export const experimentsTags: TableTags = {
  choice_exposure: {
    ...about(true, 'decision_id', 'placement', 'at', 'channel', 'cell', 'arm', 'chosen_by', 'experiment', 'variant', 'items'),
    ...about(true, 'shown_at', 'clicked_at', 'carted_at', 'rewarded_at', 'penalty', 'net_cents'),
    ...about(false, 'node_id', 'propensity', 'arms', 'coverage', 'ms', 'margin_cents'),
  },
  choice_reaction: { ...about(true, 'decision_id', 'placement', 'token', 'kind', 'at'), ...about(false, 'node_id') },
  choice_credit: {
    ...about(true, 'sale_id', 'line', 'decision_id', 'placement', 'basis', 'sku', 'at', 'net_cents'),
    ...about(false, 'node_id', 'margin_cents'),
  },
  choice_placement: technical('placement', 'exploration', 'reports_since', 'rolled_until'),
  choice_day: technical('placement', 'day', 'cell', 'arm', 'chosen_by', 'margin_cents', 'penalty', 'exposures'),
  choice_state: technical('placement', 'version', 'state', 'computed_at'),
  choice_reset: technical('placement', 'cell', 'at'),
  experiment: technical('id', 'body', 'placement', 'state', 'from_at', 'until_at', 'updated_at'),
};
