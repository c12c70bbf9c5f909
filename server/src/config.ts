// The only reader of the environment: judged once, frozen, with a clear word about what is wrong.
import { readFileSync } from 'node:fs';
import type { JSONWebKeySet } from 'jose';

export interface Config {
  host: string;
  port: number;
  /** Directory of everything Faden keeps, or `memory:`. */
  directory: string;
  databaseUrl: string | undefined;
  role: 'all' | 'api' | 'worker';
  secretKey: string | undefined;
  writeKey: string | undefined;
  /** A server elsewhere, for commands. */
  serverUrl: string | undefined;
  testClock: boolean;
  consentStrict: boolean;
  honourGpc: boolean;
  logLevel: string;
  identityKeys: JSONWebKeySet | undefined;
  identityAudience: string;
  holdoutShare: number;
  holdoutSeed: string;
  /** Country of phone numbers written without one. */
  country: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** @throws Error naming every variable that cannot be used. */
export function readConfig(env: Env, defaults: { holdoutShare?: number } = {}): Readonly<Config> {
  const wrong: string[] = [];
  const flag = (name: string, fallback = false) => {
    const value = env[name];
    if (value === undefined || value === '') return fallback;
    if (value === '1' || value === 'true') return true;
    if (value !== '0' && value !== 'false') wrong.push(`${name} must be 1 or 0`);
    return false;
  };
  const number = (name: string, fallback: number, low: number, high: number) => {
    const value = env[name];
    if (value === undefined || value === '') return fallback;
    const parsed = Number(value);
    if (!Number.isFinite(parsed) || parsed < low || parsed > high) wrong.push(`${name} must be a number from ${low} to ${high}`);
    return parsed;
  };
  const key = (name: string, prefix: string) => {
    const value = env[name];
    if (value === undefined || value === '') return undefined;
    if (!/^[\x21-\x39\x3b-\x7e]{6,200}$/.test(value))
      wrong.push(`${name} must be 6 to 200 visible characters without a colon (usually ${prefix}…)`);
    return value;
  };
  const role = env['FADEN_ROLE'] || 'all';
  if (!['all', 'api', 'worker'].includes(role)) wrong.push('FADEN_ROLE must be all, api or worker');
  const databaseUrl = env['DATABASE_URL'] || undefined;
  if (databaseUrl && !/^postgres(ql)?:\/\//.test(databaseUrl)) wrong.push('DATABASE_URL must start with postgres://');
  if (!databaseUrl && role !== 'all')
    wrong.push('FADEN_ROLE other than all needs DATABASE_URL: the embedded database belongs to one process');
  const serverUrl = env['FADEN_URL']?.replace(/\/+$/, '') || undefined;
  if (serverUrl && !URL.canParse(serverUrl)) wrong.push('FADEN_URL must be an address such as https://faden.example.de');
  const config: Config = {
    host: env['HOST'] || '127.0.0.1',
    port: number('PORT', 4200, 0, 65_535),
    directory: env['FADEN_DATA'] || '.faden',
    databaseUrl,
    role: role as Config['role'],
    secretKey: key('FADEN_SECRET_KEY', 'sk_'),
    writeKey: key('FADEN_WRITE_KEY', 'wk_'),
    serverUrl,
    testClock: flag('FADEN_TEST_CLOCK'),
    consentStrict: flag('FADEN_CONSENT_STRICT'),
    honourGpc: flag('FADEN_HONOUR_GPC', true),
    logLevel: env['FADEN_LOG'] || 'info',
    identityKeys: readKeySet(env['FADEN_IDENTITY_KEYS'], wrong),
    identityAudience: env['FADEN_IDENTITY_AUDIENCE'] || 'faden',
    holdoutShare: number('FADEN_HOLDOUT', defaults.holdoutShare ?? 0, 0, 0.5),
    holdoutSeed: env['FADEN_HOLDOUT_SEED'] || 'global-holdout',
    country: env['FADEN_COUNTRY'] || 'DE',
  };
  if (wrong.length > 0) throw new Error(`These settings cannot be used:\n  ${wrong.join('\n  ')}`);
  return Object.freeze(config);
}

/** A JWK set as JSON, or the path of a file with one. */
function readKeySet(value: string | undefined, wrong: string[]): JSONWebKeySet | undefined {
  if (!value) return undefined;
  try {
    const parsed = JSON.parse(value.trimStart().startsWith('{') ? value : readFileSync(value, 'utf8')) as JSONWebKeySet;
    if (Array.isArray(parsed.keys)) return parsed;
  } catch {
    // named below
  }
  wrong.push('FADEN_IDENTITY_KEYS must be a JSON Web Key Set or the path of a file with one');
  return undefined;
}
