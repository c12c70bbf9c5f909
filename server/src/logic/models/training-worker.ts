// Trains off the event loop; the columns are shared memory, the tables come back by transfer.
import { parentPort } from 'node:worker_threads';
import type { Frame } from '../evidence/index.ts';
import { train } from './train.ts';

parentPort?.on('message', ({ frame, nowSeconds }: { frame: Frame; nowSeconds: number }) => {
  parentPort?.postMessage(train(frame, nowSeconds));
});
