// Features as small codes, so that a split is found by counting.
import { type Features, rowCount } from './table.ts';

export interface Binned {
  /** Column by column: `codes[column·rows + row]`. */
  codes: Uint8Array;
  /** Upper edge of each bin but the last, per column. */
  edges: Float64Array[];
  rows: number;
}

/** Quantile bins, at most `bins` a column; columns with few values get one bin each. */
export function binned(features: Features, bins: number): Binned {
  const { columns, values } = features;
  const rows = rowCount(features);
  const codes = new Uint8Array(columns * rows);
  const edges: Float64Array[] = [];
  for (let j = 0; j < columns; j++) {
    const sorted = new Float64Array(rows);
    for (let i = 0; i < rows; i++) sorted[i] = values[i * columns + j]!;
    sorted.sort();
    const cuts = new Set<number>();
    for (let b = 1; b < bins; b++) cuts.add(sorted[Math.min(rows - 1, Math.floor((b * rows) / bins))]!);
    const different = [...cuts].filter((cut) => cut < sorted[rows - 1]!).sort((a, b) => a - b);
    edges.push(Float64Array.from(different));
    for (let i = 0; i < rows; i++) {
      let code = 0;
      while (code < different.length && values[i * columns + j]! > different[code]!) code++;
      codes[j * rows + i] = code;
    }
  }
  return { codes, edges, rows };
}
