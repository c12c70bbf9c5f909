// What the columns of the consent register hold.
import { type TableTags, tagged, technical } from '../../platform/database/index.ts';

const proof = (...columns: string[]) =>
  tagged(
    { personal: 'pseudonymous', purpose: 'legal', retention: '3 years after the end of use (phone 5)', onErase: 'keep', inExport: true },
    columns,
  );

export const consentTags: TableTags = {
  consent_record: {
    ...technical('id'),
    ...proof('node_id', 'purpose', 'action', 'at', 'recorded_at', 'source', 'text_version', 'text_language', 'text_body'),
    ...tagged({ personal: 'yes', purpose: 'legal', retention: '3 years after the end of use (phone 5)', onErase: 'mask', inExport: true }, [
      'contact_point',
      'actor',
      'evidence',
    ]),
  },
};
