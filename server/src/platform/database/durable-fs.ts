// Makes PGlite safe against power loss: stock PGlite on Node never calls fsync.
// The WebAssembly build routes fsync to `stream_ops.fsync`, which the node file system lacks; here it becomes a real fdatasync.
import { closeSync, fdatasyncSync, fsyncSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { NodeFS } from '@electric-sql/pglite/nodefs';

interface StreamWithDescriptor {
  nfd: number;
}
interface EmscriptenModule {
  NODEFS?: { stream_ops: { fsync?: (stream: StreamWithDescriptor) => number } };
}

export class DurableNodeFS extends NodeFS {
  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(...args);
    const before = emscriptenOpts.preRun ?? [];
    const addFsync = (module: unknown) => {
      const nodefs = (module as EmscriptenModule).NODEFS;
      if (!nodefs) throw new Error('PGlite no longer exposes NODEFS: power safety cannot be given');
      nodefs.stream_ops.fsync = (stream) => {
        fdatasyncSync(stream.nfd);
        return 0;
      };
    };
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(Array.isArray(before) ? before : [before]), addFsync] } };
  }
}

/** Flushes every file and directory below `root`; needed once after the data directory was created. */
export function fsyncTree(root: string): void {
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    const path = join(root, entry.name);
    if (entry.isDirectory()) fsyncTree(path);
    else if (entry.isFile()) flush(path);
  }
  flush(root);
}

function flush(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
