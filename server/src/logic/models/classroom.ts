// The thread that learns: lessons go in as shared memory, tables come back by transfer.
import { Worker } from 'node:worker_threads';
import type { Kind, Learnt, Lesson } from './kind.ts';

export interface Classroom {
  /** Undefined when there is nothing of the kind to learn. */
  learn(kind: Kind, lesson: Lesson): Promise<Learnt<unknown> | undefined>;
  close(): Promise<void>;
}

/** Up to so many rows counting takes milliseconds and is not worth a thread. */
const smallRows = 300;

export type Told = { learnt: Learnt<unknown> | undefined } | { error: string };

export function createClassroom(): Classroom {
  let worker: Worker | undefined;
  return {
    learn(kind, lesson) {
      if (kind.id === 'crowd' && lesson.frame.length <= smallRows) return Promise.resolve(kind.learn(lesson, () => 0.5));
      worker ??= new Worker(new URL('./training-worker.ts', import.meta.url));
      const used = worker;
      used.ref();
      return new Promise((resolve, reject) => {
        const over = (then: () => void) => {
          used.removeAllListeners('error');
          used.removeAllListeners('exit');
          used.removeAllListeners('message');
          used.unref();
          then();
        };
        const broken = (error: Error) => {
          worker = undefined;
          over(() => reject(error));
        };
        used.once('error', broken);
        used.once('exit', () => broken(new Error('the training thread ended')));
        used.once('message', (told: Told) => over(() => ('error' in told ? reject(new Error(told.error)) : resolve(told.learnt))));
        used.postMessage({ id: kind.id, lesson });
      });
    },
    async close() {
      await worker?.terminate();
    },
  };
}
