// Numbers for names: the first name is 0, and a number never changes its name.

export interface Codes {
  readonly names: string[];
  of(name: string): number;
  find(name: string): number | undefined;
  /** Takes the name away from its number; the same name gets a new one. */
  drop(name: string): void;
}

/** With `most`, names beyond so many all become 0: a list that strangers can fill must have an end. */
export function createCodes(first: readonly string[] = [], most = Number.POSITIVE_INFINITY): Codes {
  const names: string[] = [];
  const byName = new Map<string, number>();
  const of = (name: string): number => {
    const known = byName.get(name);
    if (known !== undefined) return known;
    if (names.length >= most) return 0;
    byName.set(name, names.length);
    return names.push(name) - 1;
  };
  for (const name of first) of(name);
  return {
    names,
    of,
    find: (name) => byName.get(name),
    drop(name) {
      const code = byName.get(name);
      if (code === undefined) return;
      byName.delete(name);
      names[code] = '';
    },
  };
}
