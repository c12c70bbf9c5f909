// The context cells in which arms are compared, and the coarser ones they borrow from.

export type CustomerState = 'anonymous' | 'new' | 'active' | 'lapsed';

export interface ChoiceContext {
  placement: string;
  channel: string;
  page: string | null;
  customer: CustomerState;
  /** The person has an active interest. */
  interest: boolean;
  /** Something they own has accessories, care or warranty to go with it. */
  ownedRelated: boolean;
  /** False where exploration is forbidden: complaint, return and service, till screens, first tablet suggestion, transactional mail. */
  explore: boolean;
}

/** Page names come from outside: anything but a short plain word is one page, or visitors could make cells without end. */
const plainPage = /^[a-z0-9_.-]{1,24}$/i;
const LEVELS = 3;

/** `placement|channel|page|customer|interest|owned` */
export function cellKey(context: ChoiceContext): string {
  return `${parentKey(context)}|${context.customer}|${context.interest ? 'interest' : '-'}|${context.ownedRelated ? 'owned' : '-'}`;
}

/** `placement|channel|page`: all people on one kind of page. */
export function parentKey({ placement, channel, page }: ChoiceContext): string {
  return `${placement}|${plainPage.test(channel) ? channel : '-'}|${page !== null && plainPage.test(page) ? page : '-'}`;
}

/** A cell and those above it, coarsest first: placement, page, cell. */
export function lineageOf(key: string): string[] {
  const parts = key.split('|');
  const all = [parts[0] ?? '', parts.slice(0, 3).join('|'), key];
  return all.slice(0, Math.min(LEVELS, parts.length < 3 ? 1 : parts.length === 3 ? 2 : 3));
}

export interface CellParts {
  placement: string;
  channel: string;
  page: string;
  customer: string;
  interest: boolean;
  ownedRelated: boolean;
}

/** A cell's key in its parts, for words and features; '' for what a coarser cell leaves open. */
export function partsOf(key: string): CellParts {
  const [placement = '', channel = '', page = '', customer = '', interest, owned] = key.split('|');
  return { placement, channel, page, customer, interest: interest === 'interest', ownedRelated: owned === 'owned' };
}
