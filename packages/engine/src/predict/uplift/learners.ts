// Ways to learn whom a contact moves: two models (T), crossed models (X; Künzel 2019), shares of simple cells, and the mean of several.
import { type BoostedTrees, type BoostOptions, fitBoosted, predictBoosted } from './boosting.ts';
import { fitRegression, predictByWeights, type WeightedModel } from './linear.ts';
import { armOf, type Features, rowCount, rowOf, type Trial } from './table.ts';

export type Regression = { by: 'linear'; model: WeightedModel } | { by: 'trees'; model: BoostedTrees };
export type RegressionName = Regression['by'];

/** A rule: rows whose column is in the same bin are moved alike, by so much more or less than all. */
export interface CellRule {
  column: number;
  /** Upper edges of all bins but the last. */
  edges: number[];
  difference: number[];
}

export type Learned =
  | { kind: 'two'; treated: Regression; control: Regression }
  | { kind: 'crossed'; onTreated: Regression; onControl: Regression; propensity: number }
  | { kind: 'cells'; mean: number; rules: CellRule[] }
  | { kind: 'response'; response: Regression }
  | { kind: 'mean'; parts: Learned[]; centres: number[]; scales: number[] };

const TREES: BoostOptions = { rounds: 40, depth: 2, rate: 0.08, leaf: 200, ridge: 50 };

export function predictRegression(of: Regression, row: ArrayLike<number>): number {
  return of.by === 'linear' ? predictByWeights(of.model, row) : predictBoosted(of.model, row);
}

/** Expected difference a contact makes to this row; of a response model, what it expects to follow a contact. */
export function upliftFor(learned: Learned, row: ArrayLike<number>): number {
  if (learned.kind === 'two') return predictRegression(learned.treated, row) - predictRegression(learned.control, row);
  if (learned.kind === 'crossed') {
    const g = learned.propensity;
    return g * predictRegression(learned.onControl, row) + (1 - g) * predictRegression(learned.onTreated, row);
  }
  if (learned.kind === 'response') return predictRegression(learned.response, row);
  if (learned.kind === 'mean') {
    const { parts, centres, scales } = learned;
    return parts.reduce((sum, part, i) => sum + centres[i]! + (upliftFor(part, row) - centres[i]!) * scales[i]!, 0) / parts.length;
  }
  return learned.rules.reduce((sum, rule) => sum + rule.difference[binOf(rule.edges, row[rule.column]!)]!, learned.mean);
}

function binOf(edges: readonly number[], value: number): number {
  let bin = 0;
  while (bin < edges.length && value > edges[bin]!) bin++;
  return bin;
}

const isBinary = (outcome: Float64Array): boolean => outcome.every((y) => y === 0 || y === 1);

function regression(by: RegressionName, features: Features, outcome: Float64Array, binary: boolean): Regression {
  return by === 'linear'
    ? { by, model: fitRegression(features, outcome, binary ? 'logistic' : 'linear', 20) }
    : { by, model: fitBoosted(features, outcome, binary ? 'logistic' : 'squared', TREES) };
}

/** One model per arm; the uplift is their difference. */
export function twoModels(trial: Trial, by: RegressionName): Learned {
  const binary = isBinary(trial.outcome);
  const of = (arm: 0 | 1): Regression => {
    const rows = armOf(trial, arm);
    return regression(by, rows, rows.outcome, binary);
  };
  return { kind: 'two', treated: of(1), control: of(0) };
}

/** Each arm's rows against what the other arm's model expects of them, regressed again. */
export function crossedModels(trial: Trial, by: RegressionName): Learned {
  const binary = isBinary(trial.outcome);
  const [control, treated] = [armOf(trial, 0), armOf(trial, 1)];
  const [ifNot, ifSo] = [regression(by, control, control.outcome, binary), regression(by, treated, treated.outcome, binary)];
  const onTreated = treated.outcome.map((y, i) => y - predictRegression(ifNot, rowOf(treated, i)));
  const onControl = control.outcome.map((y, i) => predictRegression(ifSo, rowOf(control, i)) - y);
  return {
    kind: 'crossed',
    onTreated: regression(by, treated, onTreated, false),
    onControl: regression(by, control, onControl, false),
    propensity: rowCount(treated) / Math.max(1, rowCount(trial)),
  };
}

/** What follows a contact, without asking what would have followed anyway: a baseline. */
export function responseModel(trial: Trial, by: RegressionName): Learned {
  const treated = armOf(trial, 1);
  return { kind: 'response', response: regression(by, treated, treated.outcome, isBinary(trial.outcome)) };
}

const CELL_BINS = 4;
const CELL_ROWS = 200;

/**
 * Rules on these columns, added up: per bin how much more a contact moves than over all, pulled to 0 with the weight the differences
 * between bins deserve beyond their sampling error (empirical Bayes), so that columns without effect drop out.
 */
export function cellRules(trial: Trial, columns: readonly number[]): Learned {
  const all = columns.map((column) => ({ column, ...cellsOf(trial, column) }));
  return {
    kind: 'cells',
    mean: all[0]?.mean ?? 0,
    rules: all.map(({ column, edges, difference }) => ({ column, edges, difference })),
  };
}

function cellsOf(trial: Trial, column: number): { mean: number; edges: number[]; difference: number[] } {
  const n = rowCount(trial);
  const at = (row: number): number => trial.values[row * trial.columns + column]!;
  const values = Float64Array.from({ length: n }, (_, i) => at(i)).sort();
  const cuts = Array.from({ length: CELL_BINS - 1 }, (_, b) => values[Math.floor(((b + 1) * n) / CELL_BINS)]!);
  const edges = [...new Set([values[0]!, ...cuts])].filter((cut) => cut < values[n - 1]!).sort((a, b) => a - b);
  const sums = [...edges, 0].map(() => ({ n: [0, 0], y: [0, 0], yy: [0, 0] }));
  for (let i = 0; i < n; i++) {
    const [cell, arm, y] = [sums[binOf(edges, at(i))]!, trial.treated[i]!, trial.outcome[i]!];
    cell.n[arm]! += 1;
    cell.y[arm]! += y;
    cell.yy[arm]! += y * y;
  }
  return { edges, ...shrunkCells(sums) };
}

function shrunkCells(sums: readonly { n: number[]; y: number[]; yy: number[] }[]): { mean: number; difference: number[] } {
  const cells = sums.map(({ n, y, yy }) => {
    const rate = [0, 1].map((arm) => (n[arm]! > 0 ? y[arm]! / n[arm]! : 0));
    const error = [0, 1].reduce(
      (e, arm) => e + Math.max(1e-6, yy[arm]! / Math.max(1, n[arm]!) - rate[arm]! ** 2) / Math.max(1, n[arm]!),
      0,
    );
    return { uplift: rate[1]! - rate[0]!, error, rows: n[0]! + n[1]! };
  });
  const rows = cells.reduce((sum, cell) => sum + cell.rows, 0);
  const mean = cells.reduce((sum, cell) => sum + cell.uplift * cell.rows, 0) / Math.max(1, rows);
  const spread = cells.reduce((sum, cell) => sum + cell.rows * ((cell.uplift - mean) ** 2 - cell.error), 0) / Math.max(1, rows);
  const weightOf = (cell: { rows: number; error: number }): number =>
    cell.rows < CELL_ROWS || spread <= 0 ? 0 : spread / (spread + cell.error);
  return { mean, difference: cells.map((cell) => weightOf(cell) * (cell.uplift - mean)) };
}

/** The mean of several, each stretched to the same spread over these rows so that none outvotes the others. */
export function meanOf(parts: Learned[], features: Features): Learned {
  const n = rowCount(features);
  const moments = parts.map((part) => {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < n; i++) {
      const u = upliftFor(part, rowOf(features, i));
      sum += u / n;
      squares += (u * u) / n;
    }
    return { centre: sum, spread: Math.sqrt(Math.max(0, squares - sum * sum)) };
  });
  const spread = moments.reduce((sum, one) => sum + one.spread, 0) / Math.max(1, parts.length);
  return {
    kind: 'mean',
    parts,
    centres: moments.map((one) => one.centre),
    scales: moments.map((one) => (one.spread > 1e-9 ? spread / one.spread : 0)),
  };
}
