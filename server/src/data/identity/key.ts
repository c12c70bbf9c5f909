// One text for one identifier, for maps and sorting.
import type { Identifier } from './types.ts';

export const keyOf = (i: Identifier): string => `${i.type} ${i.value}`;
