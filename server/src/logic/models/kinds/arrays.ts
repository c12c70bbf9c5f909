// The memory of tables that hold typed arrays, however deep.

/** Every buffer once, to hand over instead of copying. Shared memory needs no handing over. */
export function buffersIn(tables: unknown, found = new Set<ArrayBuffer>()): ArrayBuffer[] {
  if (ArrayBuffer.isView(tables)) {
    if (tables.buffer instanceof ArrayBuffer) found.add(tables.buffer);
  } else if (typeof tables === 'object' && tables !== null) for (const part of Object.values(tables)) buffersIn(part, found);
  return [...found];
}

export const bytesIn = (tables: unknown): number => buffersIn(tables).reduce((sum, one) => sum + one.byteLength, 0);
