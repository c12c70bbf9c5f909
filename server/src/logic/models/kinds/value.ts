// What customers will buy and are worth: fitted to everybody's purchases.
import { bytesIn, trainValue, type ValueModel } from '@faden/engine';
import { columnKinds, flags } from '../../evidence/index.ts';
import type { Kind } from '../kind.ts';

export const value: Kind<ValueModel> = {
  id: 'value',
  text: { de: 'Kundenwert und Wiederkauf', en: 'Customer value and repeat purchases' },
  minimum: 500,
  everyMs: 24 * 3_600_000,
  learn({ frame, personOf, nowSeconds, sensitive }) {
    const rows: number[] = [];
    for (let r = 0; r < frame.length; r++) {
      const known = frame.kind[r] === columnKinds.buy && ((frame.flags[r] as number) & flags.anonymous) === 0;
      if (known && sensitive[frame.sku[r] as number] !== 1) rows.push(r);
    }
    if (rows.length === 0) return undefined;
    const tables = trainValue({
      customers: Int32Array.from(rows, (r) => personOf[frame.node[r] as number] as number),
      at: Float64Array.from(rows, (r) => frame.at[r] as number),
      cents: Float64Array.from(rows, (r) => (frame.cents[r] as number) * (frame.units[r] as number)),
      customerCount: personOf.reduce((most, one) => Math.max(most, one + 1), 0),
      // The day of the newest interaction is over: what was bought on it counts.
      now: endOfDay(nowSeconds),
    });
    const { bgnbd, check, customers } = tables;
    return {
      tables,
      rows: rows.length,
      validation: { logLikelihood: bgnbd.logLikelihood, customers },
      parameters: { ...bgnbd.parameters, prior: String(tables.prior), check: JSON.stringify(check).slice(0, 400) },
      bytes: bytesIn(tables),
    };
  },
  answers: () => ({}),
};

const daySeconds = 86_400;
const endOfDay = (seconds: number): number => (Math.floor(seconds / daySeconds) + 1) * daySeconds;
