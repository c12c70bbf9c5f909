// Trains off the event loop; the columns are shared memory, the tables come back by transfer.
import { parentPort } from 'node:worker_threads';
import type { Frame } from '../evidence/index.ts';
import { buffersOf, train } from './train.ts';

parentPort?.on('message', ({ frame, nowSeconds }: { frame: Frame; nowSeconds: number }) => {
  const trained = train(frame, nowSeconds);
  parentPort?.postMessage(trained, buffersOf(trained));
});
