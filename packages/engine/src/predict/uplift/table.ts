// Rows of features with who was contacted and what followed, as the uplift learners read them.

export interface Features {
  /** Row by row: `values[row·columns + column]`. */
  values: Float64Array;
  columns: number;
}

export interface Trial extends Features {
  /** 1 = contacted, 0 = control; assigned at random. */
  treated: Uint8Array;
  /** What followed: 0/1, or an amount. */
  outcome: Float64Array;
}

export const rowCount = (features: Features): number => (features.columns > 0 ? features.values.length / features.columns : 0);

export function rowOf({ values, columns }: Features, row: number): Float64Array {
  return values.subarray(row * columns, (row + 1) * columns);
}

/** The rows with these numbers, in that order. */
export function rowsOf(trial: Trial, rows: ArrayLike<number>): Trial {
  const { columns } = trial;
  const values = new Float64Array(rows.length * columns);
  const treated = new Uint8Array(rows.length);
  const outcome = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    values.set(rowOf(trial, rows[i]!), i * columns);
    treated[i] = trial.treated[rows[i]!]!;
    outcome[i] = trial.outcome[rows[i]!]!;
  }
  return { values, columns, treated, outcome };
}

/** The rows of one arm. */
export function armOf(trial: Trial, arm: 0 | 1): Trial {
  const rows: number[] = [];
  for (let i = 0; i < trial.treated.length; i++) if (trial.treated[i] === arm) rows.push(i);
  return rowsOf(trial, rows);
}
