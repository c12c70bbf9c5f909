// Ids and randomness, handed in like time. Faden's own ids are UUIDv7 (RFC 9562): sortable by creation.
import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';

export interface Randomness {
  bytes(count: number): Uint8Array;
}

export interface Ids {
  /** A fresh UUIDv7. */
  next(): string;
  /** An unguessable token, base64url, of `bits` random bits (default 128). */
  token(bits?: number): string;
}

export const systemRandomness: Randomness = { bytes: (count) => randomBytes(count) };

const hex = Array.from({ length: 256 }, (_, n) => n.toString(16).padStart(2, '0'));

/** UUIDv7 with a 12-bit counter in rand_a, so that ids made within one millisecond still sort by creation. */
export function createIds(clock: Clock, random: Randomness = systemRandomness): Ids {
  let lastMs = 0;
  let counter = 0;
  let pool = random.bytes(8 * 256);
  let at = 0;
  const eight = () => {
    if (at + 8 > pool.length) {
      pool = random.bytes(8 * 256);
      at = 0;
    }
    at += 8;
    return at - 8;
  };
  const next = () => {
    const now = Math.max(clock.now(), 0);
    if (now !== lastMs) {
      lastMs = now;
      counter = 0;
    } else counter = (counter + 1) & 0xfff;
    const p = eight();
    const time = now.toString(16).padStart(12, '0');
    const b = (i: number) => pool[p + i] as number;
    const tail = `${hex[0x80 | (b(0) & 0x3f)]}${hex[b(1)]}-${hex[b(2)]}${hex[b(3)]}${hex[b(4)]}${hex[b(5)]}${hex[b(6)]}${hex[b(7)]}`;
    return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${tail}`;
  };
  return { next, token: (bits = 128) => Buffer.from(random.bytes(Math.ceil(bits / 8))).toString('base64url') };
}
