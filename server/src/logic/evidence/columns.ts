// Interactions as typed columns in shared memory, so that a training thread reads them without a copy.
import { createCodes } from './codes.ts';
import type { Columns, Row } from './frame.ts';
import { columnKinds, forgotten } from './kinds.ts';

export type { Columns, Frame, Row } from './frame.ts';

type Column = Uint8Array | Int16Array | Int32Array;
const shared = (bytes: number) => new SharedArrayBuffer(bytes);
const firstCapacity = 16_384;
/**
 * A row is 36 bytes: five million are 180 MB. Names come on top once each, about 100 bytes a node, sale or article; lists that
 * strangers could fill with inventions (places, channels, terms) have an end.
 */
const mostRows = 5_000_000;
const [mostPlaces, mostRegions, mostChannels, mostTerms, mostReasons] = [30_000, 30_000, 1_000, 200_000, 1_000];

function makeColumns(n: number) {
  return {
    kind: new Uint8Array(shared(n)),
    flags: new Uint8Array(shared(n)),
    place: new Int16Array(shared(2 * n)),
    channel: new Int16Array(shared(2 * n)),
    units: new Int16Array(shared(2 * n)),
    sku: new Int32Array(shared(4 * n)),
    node: new Int32Array(shared(4 * n)),
    at: new Int32Array(shared(4 * n)),
    basket: new Int32Array(shared(4 * n)),
    cents: new Int32Array(shared(4 * n)),
    session: new Int32Array(shared(4 * n)),
    detail: new Int32Array(shared(4 * n)),
  };
}
type Memory = ReturnType<typeof makeColumns>;

/** @param options.most rows kept; later ones take the places of the first */
export function createColumns(options: { most?: number; regionOf?: (place: string) => string | undefined } = {}): Columns {
  const { most = mostRows, regionOf } = options;
  const [skus, nodes, baskets] = [createCodes(), createCodes(), createCodes([''])];
  const [places, regions, channels] = [createCodes([''], mostPlaces), createCodes([''], mostRegions), createCodes([''], mostChannels)];
  const [terms, reasons] = [createCodes([''], mostTerms), createCodes([''], mostReasons)];
  let capacity = Math.min(firstCapacity, most);
  let memory: Memory = makeColumns(capacity);
  let taken = 0;
  const grow = () => {
    const next = makeColumns(Math.min(capacity * 2, most));
    for (const name of Object.keys(memory) as (keyof Memory)[]) (next[name] as Column).set(memory[name]);
    memory = next;
    capacity = memory.kind.length;
  };
  const codeOf = (name: string | undefined, known: { of(name: string): number }) => (name === undefined ? 0 : known.of(name));
  const detailOf = ({ kind, word, stars }: Row): number => {
    if (kind === 'search') return codeOf(word, terms);
    if (kind === 'return') return codeOf(word, reasons);
    return kind === 'review' ? Math.round((stars ?? 0) * 10) : 0;
  };
  return {
    add(row) {
      if (taken === capacity && capacity < most) grow();
      const r = taken % capacity;
      memory.kind[r] = columnKinds[row.kind];
      memory.flags[r] = row.flags ?? 0;
      memory.sku[r] = row.sku === undefined ? -1 : skus.of(row.sku);
      memory.node[r] = nodes.of(row.node);
      memory.at[r] = Math.floor(row.at / 1000);
      memory.place[r] = codeOf(row.place, places);
      memory.channel[r] = channels.of(row.channel);
      memory.basket[r] = codeOf(row.basket, baskets);
      memory.units[r] = Math.max(0, Math.min(row.units, 30_000));
      memory.cents[r] = Math.min(row.cents ?? 0, 2_000_000_000);
      memory.session[r] = row.session ?? 0;
      memory.detail[r] = detailOf(row);
      taken++;
    },
    forget(node) {
      const code = nodes.find(node);
      if (code === undefined) return;
      const length = Math.min(taken, capacity);
      for (let r = 0; r < length; r++) if (memory.node[r] === code) memory.kind[r] = forgotten;
      nodes.drop(node);
    },
    hasBasket: (basket) => baskets.find(basket) !== undefined,
    length: () => Math.min(taken, capacity),
    taken: () => taken,
    frame: () => ({
      ...memory,
      length: Math.min(taken, capacity),
      regionOf: Int16Array.from(places.names, (name) => codeOf(name === '' ? undefined : regionOf?.(name), regions)),
      skuCount: skus.names.length,
      nodeCount: nodes.names.length,
      basketCount: baskets.names.length,
      placeCount: places.names.length,
      channelCount: channels.names.length,
      termCount: terms.names.length,
      regionCount: regions.names.length,
    }),
    skus: () => skus.names,
    skuCode: (sku) => skus.find(sku),
    nodes: () => nodes.names,
    places: () => places.names,
    channels: () => channels.names,
    regions: () => regions.names,
    terms: () => terms.names,
  };
}
