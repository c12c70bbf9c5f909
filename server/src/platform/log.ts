// Structured logs, one JSON line a record. Personal fields and credentials never reach them.
import { type Logger, pino } from 'pino';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'level'>;

const secretPaths = ['authorization', 'email', 'phone', 'name', 'firstName', 'lastName', 'card', 'token', 'secret', 'writeKey', 'body'];

export function createLog(level: string): Logger {
  return pino({
    level,
    redact: { paths: [...secretPaths, ...secretPaths.map((p) => `*.${p}`), ...secretPaths.map((p) => `*.*.${p}`)], censor: '[redacted]' },
  });
}
