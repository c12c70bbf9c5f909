// Values computed on first use.

/** The same answer every time, computed when first asked for. */
export function once<V>(compute: () => V): () => V {
  let value: V | undefined;
  return () => {
    value ??= compute();
    return value;
  };
}
