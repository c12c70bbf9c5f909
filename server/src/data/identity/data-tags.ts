// What the columns of identity hold.
import { type TableTags, tagged, technical } from '../../platform/database/index.ts';

const personal = tagged(
  { personal: 'yes', purpose: 'service', retention: 'until erased or 36 months inactive', onErase: 'delete', inExport: true },
  ['type', 'value'],
);
const pseudonymous = (...columns: string[]) =>
  tagged(
    { personal: 'pseudonymous', purpose: 'service', retention: 'until erased or 36 months inactive', onErase: 'delete', inExport: false },
    columns,
  );

export const identityTags: TableTags = {
  identity_node: { ...personal, ...pseudonymous('id', 'root_id', 'version', 'attested', 'contested', 'created_at') },
  identity_edge: {
    ...pseudonymous('id', 'a', 'b', 'cut_at', 'cut_by'),
    ...tagged({ personal: 'yes', purpose: 'service', retention: 'until erased or 36 months inactive', onErase: 'delete', inExport: true }, [
      'cause',
      'trust',
      'at',
      'evidence',
      'state',
    ]),
  },
  identity_tombstone: {
    ...tagged({ personal: 'pseudonymous', purpose: 'legal', retention: 'unlimited, keyed hash only', onErase: 'keep', inExport: false }, [
      'hash',
    ]),
    ...technical('at'),
  },
};
