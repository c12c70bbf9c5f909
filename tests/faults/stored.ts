// A look at the stored data itself, past the server, for judging what it kept.
import { type Database, openDatabase } from '../../server/src/platform/database/index.ts';
import { createLog } from '../../server/src/platform/log.ts';

export function createDatabaseHandle(at: { directory?: string; databaseUrl?: string }): Promise<Database> {
  return openDatabase({ url: at.databaseUrl, directory: at.directory ?? 'memory:', log: createLog('silent') });
}
