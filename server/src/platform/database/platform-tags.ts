// What the tables of the ground floor hold.
import { type TableTags, tagged, technical } from './data-catalogue.ts';

export const platformTags: TableTags = {
  schema_migration: technical('name', 'applied_at'),
  api_key: technical('id', 'hash', 'kind', 'channel', 'origins', 'label', 'source_no', 'created_at', 'revoked_at'),
  outbox: {
    ...technical('seq', 'xid', 'topic', 'at'),
    ...tagged({ personal: 'pseudonymous', purpose: 'operation', retention: '2 days', onErase: 'keep', inExport: false }, ['payload']),
  },
  subscription: technical('name', 'xid', 'seq'),
  job: {
    ...technical('id', 'kind', 'key', 'run_at', 'attempts', 'done_at', 'last_error'),
    ...tagged(
      { personal: 'pseudonymous', purpose: 'operation', retention: '30 days after it was done', onErase: 'keep', inExport: false },
      ['payload'],
    ),
  },
  idempotency: {
    ...technical('scope', 'key', 'body_hash', 'at'),
    ...tagged({ personal: 'pseudonymous', purpose: 'operation', retention: '30 days', onErase: 'mask', inExport: false }, ['answer']),
  },
};
