// Movements as the API says them, with the sign their kind demands.
import type { MovementInput } from '@faden/contract';
import { invalid } from '../../platform/http/index.ts';
import { parseInstant } from '../../platform/zone.ts';
import type { Movement } from './movement.ts';

const sign: Partial<Record<MovementInput['kind'], 1 | -1>> = { sale: -1, loss: -1, return: 1, receipt: 1 };

/** A transfer with `to` becomes two movements; one without keeps its sign. Refuses (422) instants without zone. */
export function movementsFrom(rows: readonly MovementInput[], zoneOf: (place: string) => string | undefined, now: number): Movement[] {
  return rows.flatMap((row, index) => {
    const at = row.at === undefined ? now : parseInstant(row.at, zoneOf(row.place) ?? 'Europe/Berlin');
    if (at === undefined) throw invalid(`${index}.at`, 'is not an ISO 8601 instant with zone');
    const base = { sku: row.sku, kind: row.kind, at, ...(row.reference === undefined ? {} : { reference: row.reference }) };
    const units = Math.abs(row.quantity);
    if (row.to !== undefined)
      return [
        { ...base, place: row.place, quantity: -units },
        { ...base, place: row.to, quantity: units },
      ];
    const forced = sign[row.kind];
    return [{ ...base, place: row.place, quantity: forced ? forced * units : row.quantity }];
  });
}
