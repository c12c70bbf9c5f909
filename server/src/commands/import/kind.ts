// What a kind of import is made of, and the names columns share.
import type { TSchema } from 'typebox';
import type { Read, Reading } from './values.ts';

export type Row = Record<string, unknown>;

export interface Column {
  /** Where the value goes; `line.` belongs to the line of a sale. */
  to: string;
  read: Read;
  /** Names of the column, the first filled one counts. Case, spaces and punctuation do not matter. */
  names: string[];
  /** Further levels of a path: their values are added behind each other. */
  levels?: string[][];
}

export interface Kind {
  method: 'PUT' | 'POST';
  path: string;
  /** Rows in one call; 1 = each for itself. */
  batch: number;
  /** Wraps the rows of a call: `{receipts: […]}`. */
  wrap?: string;
  shape: TSchema;
  columns: Column[];
  /** Rows that agree here are the lines of one sale. */
  sale?: string[];
  /** Field that names a place which must be known. */
  place?: string;
  /** Brings a row into the shape of the contract. */
  finish?: (row: Row, reading: Reading) => Row;
}

export const column = (to: string, read: Read, names: string): Column => ({ to, read, names: names.split(' ') });
export const sku = 'sku product_id productId id item_id itemid article article_number product_key artikel artikelnummer';
export const stores = 'store store_id place place_id shop location filiale filialnummer';
export const cards = 'card card_number card_no household_id loyalty_card loyalty_number kundenkarte kartennummer';
export const when = 'at timestamp transaction_timestamp datetime date time sold_at ordered_at created_at zeitpunkt datum';
