// What the columns of the access log and the presence tokens hold.
import { type TableTags, tagged, technical } from '../../platform/database/index.ts';

const looked = (inExport: boolean, ...columns: string[]) =>
  tagged({ personal: 'pseudonymous', purpose: 'legal', retention: '12 months', onErase: 'keep', inExport }, columns);

export const tabletTags: TableTags = {
  access_log: {
    ...technical('id'),
    ...looked(false, 'actor', 'way', 'node_id'),
    ...looked(true, 'at', 'role', 'store', 'purpose', 'fields'),
  },
  presence_token: tagged({ personal: 'pseudonymous', purpose: 'service', retention: '15 minutes', onErase: 'delete', inExport: false }, [
    'token_hash',
    'node_id',
    'store',
    'expires_at',
  ]),
};
