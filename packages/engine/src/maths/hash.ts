// Deterministic draws: the GrowthBook v2 hash over 32-bit FNV-1a, used for holdouts, experiments and seeded choice.

/** 32-bit FNV-1a over the UTF-8 bytes of `text`, as an unsigned integer (source: Fowler, Noll, Vo). */
export function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80) return fnv1a32Bytes(new TextEncoder().encode(text));
    hash = Math.imul(hash ^ code, 0x01000193);
  }
  return hash >>> 0;
}

function fnv1a32Bytes(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** A draw in [0, 1) with four digits for `id` under `seed`: `fnv1a32(String(fnv1a32(seed+id))) mod 10000 / 10000` (LOGIC §0). */
export function drawOf(seed: string, id: string): number {
  return (fnv1a32(String(fnv1a32(seed + id))) % 10_000) / 10_000;
}
