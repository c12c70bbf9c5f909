// Sparse matrices as three flat arrays (compressed rows), the form in which every model of this folder keeps and hands on its tables.

/** Row r holds `columns[starts[r] .. starts[r+1]]` with `values` beside them. */
export interface Rows {
  starts: Int32Array;
  columns: Int32Array;
  values: Float32Array;
}

export const rowCount = (rows: { starts: Int32Array }): number => Math.max(0, rows.starts.length - 1);

/** Adds as it goes, growing by halves, and is cut to size at the end. */
export interface RowWriter {
  push(column: number, value: number): void;
  endRow(): void;
  done(): Rows;
}

export function writeRows(expected = 1024): RowWriter {
  let columns = new Int32Array(Math.max(16, expected));
  let values = new Float32Array(columns.length);
  let used = 0;
  const starts: number[] = [0];
  const grow = (): void => {
    const size = Math.ceil(columns.length * 1.5);
    const wider = new Int32Array(size);
    wider.set(columns);
    columns = wider;
    const widerValues = new Float32Array(size);
    widerValues.set(values);
    values = widerValues;
  };
  return {
    push(column, value) {
      if (used === columns.length) grow();
      columns[used] = column;
      values[used] = value;
      used += 1;
    },
    endRow() {
      starts.push(used);
    },
    done: () => ({ starts: Int32Array.from(starts), columns: columns.slice(0, used), values: values.slice(0, used) }),
  };
}

/** Columns become rows; within a new row the old row numbers ascend. */
export function transposed(rows: Rows, columnCount: number): Rows {
  const starts = new Int32Array(columnCount + 1);
  for (const column of rows.columns) starts[column + 1]! += 1;
  for (let c = 0; c < columnCount; c++) starts[c + 1]! += starts[c]!;
  const next = starts.slice();
  const columns = new Int32Array(rows.columns.length);
  const values = new Float32Array(rows.columns.length);
  for (let r = 0; r < rowCount(rows); r++) {
    for (let i = rows.starts[r]!; i < rows.starts[r + 1]!; i++) {
      const at = next[rows.columns[i]!]!++;
      columns[at] = r;
      values[at] = rows.values[i]!;
    }
  }
  return { starts, columns, values };
}
