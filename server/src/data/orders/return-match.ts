// Which units of which sale come back.
import type { ReturnInput } from '@faden/contract';
import { conflict, invalid } from '../../platform/http/index.ts';
import type { LineRow } from './store.ts';

export interface Match {
  line: LineRow;
  quantity: number;
  grade: 'A' | 'B' | 'C' | 'D' | 'Q';
  reason: string | undefined;
}

/**
 * Finds the units asked for on the lines of the sales, in the order of `saleIds`, each unit once.
 * @throws 422 for a product that was not bought, 409 `already_returned` when fewer units are left than asked for
 */
export function matchLines(asked: ReturnInput['lines'], saleIds: readonly string[], lines: readonly LineRow[]): Match[] {
  const left = new Map(lines.map((line) => [line, line.quantity - line.returned]));
  const matches: Match[] = [];
  for (const [index, want] of asked.entries()) {
    const bought = saleIds.flatMap((id) => lines.filter((line) => line.saleId === id && line.sku === want.sku));
    if (bought.length === 0) throw invalid(`lines.${index}.sku`, `${want.sku} was not bought there`);
    let missing = want.quantity ?? 1;
    for (const line of bought) {
      const quantity = Math.min(missing, left.get(line) ?? 0);
      if (quantity === 0) continue;
      left.set(line, (left.get(line) ?? 0) - quantity);
      missing -= quantity;
      matches.push({ line, quantity, grade: want.grade ?? 'A', reason: want.reason });
    }
    if (missing > 0) {
      const units = bought.reduce((sum, line) => sum + line.quantity, 0);
      const returned = bought.reduce((sum, line) => sum + line.returned, 0);
      throw conflict('already_returned', `${want.sku}: ${units} bought, ${returned} returned before`, {
        sku: want.sku,
        bought: units,
        returned,
      });
    }
  }
  return matches;
}
