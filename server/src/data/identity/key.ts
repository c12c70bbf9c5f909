// One text for one identifier, for maps and sorting.
import type { Identifier } from './types.ts';

export const keyOf = (i: Identifier): string => `${i.type} ${i.value}`;

/** The one spelling of an identifier: cards without blanks, e-mail addresses in lower case. */
export function tidied(identifier: Identifier): Identifier {
  const { type, value } = identifier;
  if (type === 'card') return { type, value: value.replace(/\s+/g, '') };
  if (type === 'email') return { type, value: value.trim().toLowerCase() };
  return identifier;
}
