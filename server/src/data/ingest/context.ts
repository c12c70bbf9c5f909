// What an event's context says about consent, channel and device, and the parts of it that are not stored.
import type { Json } from '../../platform/json/index.ts';
import { isObject } from '../../platform/json/index.ts';

export type Trust = 'public' | 'attested' | 'server' | 'till';

export interface ConsentStamp {
  analytics?: boolean;
  personalisation?: boolean;
}

// biome-ignore format: a table
const CHANNELS: Readonly<Record<string, string>> = {
  web: 'web', browser: 'web', app: 'app', mobile: 'app', server: 'server', store: 'store', till: 'till', pos: 'till', tablet: 'tablet',
  kiosk: 'kiosk', beacon: 'beacon', email: 'email', mail: 'email', push: 'push', sms: 'sms', call: 'call', phone: 'call', chat: 'chat',
  print: 'print', social: 'social',
};

const SHARED_DEVICES = new Set(['kiosk', 'till', 'tablet', 'pos', 'terminal', 'shared']);

/** Consent as the client's banner stamped it; a value that is not clearly yes is no. */
export function readConsent(context: Json): ConsentStamp {
  const consent = context['consent'];
  const preferences = isObject(consent) ? consent['categoryPreferences'] : undefined;
  if (!isObject(preferences)) return {};
  const stamp: ConsentStamp = {};
  const analytics = choice(preferences, ['analytics', 'statistics', 'measurement', 'performance']);
  const personal = choice(preferences, ['personalisation', 'personalization', 'profiling']);
  if (analytics !== undefined) stamp.analytics = analytics;
  if (personal !== undefined) stamp.personalisation = personal;
  return stamp;
}

function choice(preferences: Json, names: string[]): boolean | undefined {
  const sent = names.map((name) => preferences[name]).filter((value) => value !== undefined && value !== null);
  return sent.length === 0 ? undefined : sent.every((value) => value === true || value === 'true' || value === 'granted');
}

/** The channel: said by the event, else by the place, the library, the key. */
export function readChannel(item: Json, context: Json, type: string, storeId: string | undefined, fallback: string): string {
  const said = known(context['channel']) ?? known(item['channel']);
  if (said !== undefined && said !== 'server') return said;
  if (type === 'screen') return 'app';
  const library = isObject(context['library']) ? String(context['library']['name'] ?? '').toLowerCase() : '';
  if (/ios|android|swift|kotlin|react-native|flutter|unity/.test(library)) return 'app';
  if (/analytics\.js|javascript|browser|jitsu-js|analytics-js|\bajs\b/.test(library)) return 'web';
  return storeId !== undefined && (fallback === 'server' || said === 'server') ? 'store' : (said ?? fallback);
}

function known(value: unknown): string | undefined {
  return typeof value === 'string' ? CHANNELS[value.trim().toLowerCase()] : undefined;
}

/** True for events of a device many people use: it must never link them. */
export function isSharedDevice(context: Json, channel: string): boolean {
  const device = isObject(context['device']) ? context['device'] : {};
  if (device['shared'] === true || context['kiosk'] === true || SHARED_DEVICES.has(channel)) return true;
  return (
    typeof device['type'] === 'string' && SHARED_DEVICES.has(device['type'].toLowerCase()) && device['type'].toLowerCase() !== 'tablet'
  );
}

/** The token of context.identityToken and the context without it and, for client keys, without an IP address. */
export function splitContext(context: Json, trust: Trust): { context: Json; identityToken?: string } {
  const { identityToken, ip, ...rest } = context;
  if (identityToken === undefined && ip === undefined) return { context };
  const kept = trust === 'server' && typeof ip === 'string' ? { ...rest, ip: shortenIp(ip) } : rest;
  return typeof identityToken === 'string' && identityToken !== ''
    ? { context: kept, identityToken: identityToken.slice(0, 4_096) }
    : { context: kept };
}

/** The network of an address: the last byte of IPv4, the last 80 bits of IPv6 are not stored. */
export function shortenIp(ip: string): string {
  const v4 = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(ip);
  if (v4 !== null) return `${v4[1]}.0`;
  return /^[0-9a-f:]{2,45}$/i.test(ip) ? `${ip.split('::')[0]?.split(':').slice(0, 3).join(':')}::` : '';
}
