// Every kind of model there is, in the order in which they are trained: what answers soonest comes first.
import type { Kind } from '../kind.ts';
import { crowd } from './crowd.ts';

export const kinds: readonly Kind[] = [crowd as Kind];
