// Bulk filing of receipts: each item is judged by the shape of the contract on its own.
import { ReceiptInput } from '@faden/contract';
import { Compile } from 'typebox/compile';

const shape = Compile(ReceiptInput);

export interface Judged {
  good: ReceiptInput[];
  /** Place in the given list of every good one. */
  places: number[];
  refused: { index: number; path: string; message: string }[];
}

export function judgeReceipts(items: readonly unknown[]): Judged {
  const judged: Judged = { good: [], places: [], refused: [] };
  for (const [index, item] of items.entries()) {
    if (shape.Check(item)) {
      judged.good.push(item);
      judged.places.push(index);
      continue;
    }
    const [first] = shape.Errors(item);
    const missing = first && 'requiredProperties' in first.params ? `/${String((first.params.requiredProperties as string[])[0])}` : '';
    const path = `${first?.instancePath ?? ''}${missing}`.slice(1).replaceAll('/', '.');
    judged.refused.push({ index, path, message: first?.message ?? 'does not have the expected shape' });
  }
  return judged;
}
