// The words strategies use for what people do, as tests on rows.
import { columnKinds, type Frame, flags } from '../../evidence/index.ts';

export type RowTest = (row: number) => boolean;

/** What was bought by few people is not told about a place or a group: it would tell about them. */
export const buyTypes: ReadonlySet<string> = new Set(['buy', 'firstbuy', 'giftbuy', 'collect', 'storebuy']);
export const leastBuyers = 5;

/** The rows an event word means; undefined for words nobody knows. `firstBuys` marks rows of first sales. */
export function rowTest(frame: Frame, event: string, firstBuys: () => Uint8Array): RowTest | undefined {
  const { kind, flags: marks, place } = frame;
  const marked = (bit: number): RowTest => {
    return (r) => kind[r] === columnKinds.buy && ((marks[r] as number) & bit) !== 0;
  };
  switch (event) {
    case 'giftbuy':
      return marked(flags.gift);
    case 'collect':
      return marked(flags.collect);
    case 'firstbuy': {
      const first = firstBuys();
      return (r) => first[r] === 1;
    }
    case 'storebuy':
      return (r) => kind[r] === columnKinds.buy && place[r] !== 0 && ((marks[r] as number) & flags.collect) === 0;
    case 'viewoos':
      return (r) => kind[r] === columnKinds.view && ((marks[r] as number) & flags.outOfStock) !== 0;
    case 'anybuy':
      return (r) => kind[r] === columnKinds.buy;
    default: {
      const code = (columnKinds as Record<string, number>)[event];
      return code === undefined || event === 'search' ? undefined : (r) => kind[r] === code;
    }
  }
}

/** Where a row counts for a store: what is to be collected there was not sold there. */
export function placeFor(frame: Frame, event: string): (row: number) => number {
  const { place, flags: marks } = frame;
  if (event === 'collect') return (r) => place[r] as number;
  return (r) => (((marks[r] as number) & flags.collect) !== 0 ? 0 : (place[r] as number));
}
