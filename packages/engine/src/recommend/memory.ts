// The memory of a model: every table of typed arrays, however deep, so that it can be handed to another thread instead of being copied.

/** Every buffer once. Shared memory needs no handing over. */
export function buffersIn(model: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(model)) {
    if (model.buffer instanceof ArrayBuffer) found.add(model.buffer);
  } else if (typeof model === 'object' && model !== null) for (const part of Object.values(model)) buffersIn(part, found);
  return [...found];
}

export const bytesIn = (model: unknown): number => buffersIn(model).reduce((sum, one) => sum + one.byteLength, 0);
