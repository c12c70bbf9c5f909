// Lists of numbers that grow without boxing: ten million entries are forty megabytes, not several hundred.

export interface Growing<A extends Int32Array | Float32Array | Float64Array> {
  push(value: number): void;
  readonly length: number;
  /** What was pushed, in memory of its own. */
  done(): A;
}

const firstCapacity = 1_024;

export function growing<A extends Int32Array | Float32Array | Float64Array>(make: new (length: number) => A): Growing<A> {
  let values = new make(firstCapacity);
  let length = 0;
  return {
    push(value) {
      if (length === values.length) {
        const wider = new make(length * 2);
        wider.set(values);
        values = wider;
      }
      values[length++] = value;
    },
    get length() {
      return length;
    },
    done: () => values.slice(0, length) as A,
  };
}
