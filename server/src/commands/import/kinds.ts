// What can be imported.
import type { Kind } from './kind.ts';
import { goods } from './kinds-goods.ts';
import { people } from './kinds-people.ts';
import { terms } from './kinds-terms.ts';

export const kinds: Record<string, Kind> = { ...goods, ...terms, ...people };
