// A forest of decision trees as flat arrays, and the scores it gives to rows of features.

/** A forest as flat arrays: inner nodes send `value <= threshold` left; leaves hold -1 as feature. */
export interface Forest {
  /** First node of each tree, n+1 entries. */
  roots: Int32Array;
  feature: Int8Array;
  threshold: Float32Array;
  left: Int32Array;
  right: Int32Array;
  /** Leaf values, shrunken already. */
  value: Float32Array;
  /** Feature values a row has. */
  width: number;
}

export const noForest = (width: number): Forest => ({
  roots: new Int32Array(1),
  feature: new Int8Array(0),
  threshold: new Float32Array(0),
  left: new Int32Array(0),
  right: new Int32Array(0),
  value: new Float32Array(0),
  width,
});

/** Adds one tree's leaf values to the scores of the first `rows` rows. */
export function addTree(
  tree: Omit<Forest, 'roots' | 'width'>,
  root: number,
  values: Float32Array,
  width: number,
  rows: number,
  scores: Float32Array,
): void {
  const { feature, threshold, left, right, value } = tree;
  for (let r = 0, start = 0; r < rows; r++, start += width) {
    let node = root;
    for (let f = feature[node]!; f >= 0; f = feature[node]!) node = values[start + f]! <= threshold[node]! ? left[node]! : right[node]!;
    scores[r]! += value[node]!;
  }
}

/** Scores of the first `rows` rows of `values`, tree after tree so that a tree stays in the cache. */
export function forestScores(forest: Forest, values: Float32Array, rows: number, scores: Float32Array): void {
  scores.fill(0, 0, rows);
  for (let tree = 0; tree + 1 < forest.roots.length; tree++) addTree(forest, forest.roots[tree]!, values, forest.width, rows, scores);
}
