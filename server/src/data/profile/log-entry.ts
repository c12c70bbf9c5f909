// One entry of a person's log, as modules hand it to the profile: immutable, on the identifier it was said about.
import type { Trust } from '../../platform/access/index.ts';
import type { Identifier } from '../identity/index.ts';

export interface LogEntry {
  /** The identifier the entry is stored on. */
  home: Identifier;
  /** Key number that sent it; 0 for Faden's own modules. */
  source: number;
  /** Unique per source; a known one changes nothing. */
  messageId: string;
  type: 'track' | 'identify' | 'page' | 'screen' | 'group' | 'alias';
  /** Event name in the Segment spec's words, '' for types without one. */
  event: string;
  /** Event time, epoch ms. */
  at: number;
  /** When Faden got it, epoch ms; the moment of recording unless told. */
  receivedAt?: number;
  channel: string;
  trust: Trust;
  /** The rest as it is kept and exported: properties, traits, context … */
  body: Record<string, unknown>;
}
