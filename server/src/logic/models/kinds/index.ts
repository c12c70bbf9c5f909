// Every kind of model there is, in the order in which they are trained: what answers soonest comes first.
import type { Kind } from '../kind.ts';
import { basket } from './basket.ts';
import { completion } from './completion.ts';
import { crowd } from './crowd.ts';
import { needs } from './needs.ts';
import { session } from './session.ts';
import { taste } from './taste.ts';
import { value } from './value.ts';
import { watch } from './watch.ts';

export const kinds: readonly Kind[] = [crowd, watch, value, needs, basket, session, completion, taste];
