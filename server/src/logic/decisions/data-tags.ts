// What the columns of the decision log hold.
import { type TableTags, tagged, technical } from '../../platform/database/index.ts';

const about = (inExport: boolean, ...columns: string[]) =>
  tagged({ personal: 'pseudonymous', purpose: 'personalisation', retention: '13 months', onErase: 'delete', inExport }, columns);

export const decisionTags: TableTags = {
  decision: { ...about(false, 'node_id'), ...about(true, 'id', 'at', 'channel', 'told') },
  decision_reaction: { ...technical('id'), ...about(true, 'decision_id', 'token', 'reaction', 'actor', 'sku', 'at') },
};
