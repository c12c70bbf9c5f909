// Preload that gives the server PGlite's stock file system instead of ours: the proof that the power-loss test has teeth.
import { registerHooks } from 'node:module';

const stock = `
import { NodeFS } from '@electric-sql/pglite/nodefs';
export class DurableNodeFS extends NodeFS {}
export const fsyncTree = () => {};
`;

registerHooks({
  load(url, context, next) {
    return url.endsWith('/platform/database/durable-fs.ts') ? { format: 'module', source: stock, shortCircuit: true } : next(url, context);
  },
});
