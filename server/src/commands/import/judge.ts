// Whether a row fits the contract, and the first field that does not.
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

export interface Judge {
  /** Undefined when the row fits. */
  wrong(row: unknown): { field: string; reason: string } | undefined;
  /** Names of the contract's own fields. */
  fields: ReadonlySet<string>;
}

export function judgeFor(schema: TSchema): Judge {
  const shape = Compile(schema);
  return {
    fields: new Set(Object.keys((schema as { properties?: object }).properties ?? {})),
    wrong(row) {
      if (shape.Check(row)) return undefined;
      const [first] = shape.Errors(row);
      const missing = first && 'requiredProperties' in first.params ? String((first.params.requiredProperties as string[])[0]) : undefined;
      const field = `${first?.instancePath ?? ''}${missing === undefined ? '' : `/${missing}`}`.slice(1).replaceAll('/', '.');
      return { field, reason: missing === undefined ? (first?.message ?? 'does not fit') : 'is missing' };
    },
  };
}
