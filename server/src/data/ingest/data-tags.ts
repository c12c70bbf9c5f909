// The counts name nobody.
import { type TableTags, technical } from '../../platform/database/index.ts';

export const ingestTags: TableTags = { ingest_count: technical('day', 'source', 'event', 'n') };
