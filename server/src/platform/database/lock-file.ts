// One process per embedded data directory: two instances on one directory lose committed rows.
import { closeSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Start time of a process in clock ticks, so that a reused pid is not mistaken for the old owner; undefined off Linux. */
function startedAt(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19];
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function ownerIsGone(path: string): boolean {
  const [pid, started] = readFileSync(path, 'utf8').trim().split(' ');
  const owner = Number(pid);
  if (!Number.isInteger(owner) || owner <= 0) return true;
  if (!isAlive(owner)) return true;
  const now = startedAt(owner);
  return Boolean(started && now && started !== now);
}

/**
 * Takes the lock of `directory` and returns the function that gives it back.
 * @throws when another live process holds it; a lock left by a dead process is taken over.
 */
export function lockDirectory(directory: string): () => void {
  const path = join(directory, 'faden.lock');
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const descriptor = openSync(path, 'wx');
      writeSync(descriptor, `${process.pid} ${startedAt(process.pid) ?? ''}`);
      closeSync(descriptor);
      return () => unlinkSync(path);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      if (!ownerIsGone(path)) break;
      unlinkSync(path);
    }
  }
  throw new Error(`${directory} is in use by another Faden process (${path}); stop it, or choose another FADEN_DATA`);
}
