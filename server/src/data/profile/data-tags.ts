// What the columns of the log and the snapshots hold.
import { type TableTags, tagged } from '../../platform/database/index.ts';

const log = (personal: 'pseudonymous' | 'yes', inExport: boolean, ...columns: string[]) =>
  tagged({ personal, purpose: 'analytics', retention: '25 months identified, 13 months anonymous', onErase: 'delete', inExport }, columns);

export const profileTags: TableTags = {
  event_log: {
    ...log('pseudonymous', false, 'node_id', 'ord', 'received_at'),
    ...log('pseudonymous', true, 'source', 'message_id', 'type', 'event', 'at', 'channel', 'trust'),
    ...log('yes', true, 'body'),
  },
  profile_snapshot: {
    ...log('pseudonymous', false, 'root_id', 'nodes', 'fold_version', 'horizon', 'above', 'updated_at'),
    ...log('yes', false, 'state'),
  },
};
