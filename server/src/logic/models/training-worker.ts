// Trains off the event loop; the columns are shared memory, the tables come back by transfer.
import { parentPort } from 'node:worker_threads';
import { buffersIn, fnv1a32, seededRandom } from '@faden/engine';
import type { Told } from './classroom.ts';
import type { Lesson } from './kind.ts';
import { kinds } from './kinds/index.ts';

parentPort?.on('message', ({ id, lesson }: { id: string; lesson: Lesson }) => {
  const kind = kinds.find((one) => one.id === id);
  try {
    const learnt = kind?.learn(lesson, seededRandom(fnv1a32(id)));
    parentPort?.postMessage({ learnt } satisfies Told, learnt ? buffersIn(learnt.tables) : []);
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) } satisfies Told);
  }
});
