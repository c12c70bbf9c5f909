// Interactions as growing typed columns in shared memory, so that a training thread reads them without a copy.

/** Codes of the kind column. */
export const columnKinds = { view: 0, cart: 1, wish: 2, scan: 3, buy: 4, compare: 5 } as const;
export type Kind = keyof typeof columnKinds;

/** Kind of rows nothing is learned from any more. */
export const forgotten = 255;

export interface Row {
  kind: Kind;
  sku: string;
  node: string;
  /** Epoch ms. */
  at: number;
  /** Store it happened in, for sales and scans there. */
  place: string | undefined;
  channel: string;
  /** Receipt or order it stands on. */
  basket: string | undefined;
  units: number;
}

/** What a training run reads: `length` rows, times in seconds since the epoch, names by code. */
export interface Frame {
  length: number;
  kind: Uint8Array;
  sku: Int32Array;
  node: Int32Array;
  at: Int32Array;
  /** 0 = none. */
  place: Int16Array;
  channel: Int16Array;
  /** 0 = none. */
  basket: Int32Array;
  units: Int16Array;
  skuCount: number;
  nodeCount: number;
  basketCount: number;
}

export interface Columns {
  add(row: Row): void;
  /** Takes the rows of a node out of everything that is learned from now on. */
  forget(node: string): void;
  length(): number;
  frame(): Frame;
  /** Names by code. */
  skus(): readonly string[];
  skuCode(sku: string): number | undefined;
  /** Identity nodes by code; `sale …` for sales without a customer. */
  nodes(): readonly string[];
  places(): readonly string[];
  channels(): readonly string[];
}

const kindByEvent: Record<string, Kind> = {
  'Product Viewed': 'view',
  'Product Added': 'cart',
  'Product Added to Wishlist': 'wish',
  'Product Scanned': 'scan',
  'Product Compared': 'compare',
  'Order Completed': 'buy',
};

/** A browser's order is no sale. */
export function kindOfBeat(event: string, trust: string): Kind | undefined {
  const kind = kindByEvent[event];
  return kind === 'buy' && trust !== 'server' && trust !== 'till' ? undefined : kind;
}

function codes() {
  const byName = new Map<string, number>();
  const names: string[] = [];
  return {
    names,
    byName,
    of(name: string): number {
      let code = byName.get(name);
      if (code === undefined) {
        code = names.length;
        byName.set(name, code);
        names.push(name);
      }
      return code;
    },
  };
}

type Column = Uint8Array | Int16Array | Int32Array;
const shared = (bytes: number) => new SharedArrayBuffer(bytes);
const firstCapacity = 16_384;

export function createColumns(): Columns {
  const [skus, nodes, places, channels, baskets] = [codes(), codes(), codes(), codes(), codes()];
  places.of('');
  baskets.of('');
  let capacity = firstCapacity;
  let length = 0;
  const make = (n: number) => ({
    kind: new Uint8Array(shared(n)),
    sku: new Int32Array(shared(4 * n)),
    node: new Int32Array(shared(4 * n)),
    at: new Int32Array(shared(4 * n)),
    place: new Int16Array(shared(2 * n)),
    channel: new Int16Array(shared(2 * n)),
    basket: new Int32Array(shared(4 * n)),
    units: new Int16Array(shared(2 * n)),
  });
  let columns = make(capacity);
  const grow = () => {
    const next = make(capacity * 2);
    for (const name of Object.keys(columns) as (keyof typeof columns)[]) (next[name] as Column).set(columns[name]);
    columns = next;
    capacity *= 2;
  };
  return {
    add(row) {
      if (length === capacity) grow();
      columns.kind[length] = columnKinds[row.kind];
      columns.sku[length] = skus.of(row.sku);
      columns.node[length] = nodes.of(row.node);
      columns.at[length] = Math.floor(row.at / 1000);
      columns.place[length] = row.place === undefined ? 0 : places.of(row.place);
      columns.channel[length] = channels.of(row.channel);
      columns.basket[length] = row.basket === undefined ? 0 : baskets.of(row.basket);
      columns.units[length] = Math.min(row.units, 30_000);
      length++;
    },
    forget(node) {
      const code = nodes.byName.get(node);
      if (code === undefined) return;
      for (let r = 0; r < length; r++) if (columns.node[r] === code) columns.kind[r] = forgotten;
      nodes.byName.delete(node);
    },
    length: () => length,
    frame: () => ({ ...columns, length, skuCount: skus.names.length, nodeCount: nodes.names.length, basketCount: baskets.names.length }),
    skus: () => skus.names,
    skuCode: (sku) => skus.byName.get(sku),
    nodes: () => nodes.names,
    places: () => places.names,
    channels: () => channels.names,
  };
}
