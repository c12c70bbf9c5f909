// Partial selection on typed arrays: the k-th greatest value, without sorting the rest.

/** The `k`-th greatest of the first `count` values (the least of all when there are fewer); reorders `values`. Quickselect (Hoare 1961). */
export function greatest(values: Float32Array, count: number, k: number): number {
  if (count <= k) return Number.NEGATIVE_INFINITY;
  let low = 0;
  let high = count - 1;
  const at = k - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! > pivot) i++;
      while (values[j]! < pivot) j--;
      if (i > j) break;
      const swap = values[i]!;
      values[i++] = values[j]!;
      values[j--] = swap;
    }
    if (at <= j) high = j;
    else if (at >= i) low = i;
    else break;
  }
  return values[at]!;
}
