// One process per embedded data directory: two instances on one directory lose committed rows.
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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

/** `pid start`, as the file holds it. */
function ownerIsGone(owner: string): boolean {
  const [text, started] = owner.split(' ');
  const pid = Number(text);
  if (!Number.isInteger(pid) || pid <= 0) return true;
  if (!isAlive(pid)) return true;
  const now = startedAt(pid);
  return Boolean(started && now && started !== now);
}

/**
 * Takes the lock of `directory` and returns the function that gives it back.
 * @throws when another live process holds it; a lock left by a dead process is taken over.
 */
export function lockDirectory(directory: string): () => void {
  const path = join(directory, 'faden.lock');
  const mine = join(directory, `faden.lock.${process.pid}`);
  // The name appears together with its content: nobody ever reads an empty lock and takes it for a dead one.
  writeFileSync(mine, `${process.pid} ${startedAt(process.pid) ?? ''}`);
  try {
    for (let attempt = 0; attempt < 3; attempt++) {
      if (linked(mine, path)) return () => rmSync(path, { force: true });
      if (!takenAway(path, `${mine}.old`)) break;
    }
  } finally {
    rmSync(mine, { force: true });
  }
  throw new Error(`${directory} is in use by another Faden process (${path}); stop it, or choose another FADEN_DATA`);
}

function linked(mine: string, path: string): boolean {
  try {
    linkSync(mine, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a dead owner's lock aside; of several who try at once one succeeds, and a live lock moved by mistake is put back. */
function takenAway(path: string, aside: string): boolean {
  try {
    if (!ownerIsGone(readFileSync(path, 'utf8').trim())) return false;
    renameSync(path, aside);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
  const gone = ownerIsGone(readFileSync(aside, 'utf8').trim());
  if (!gone) linked(aside, path);
  rmSync(aside, { force: true });
  return gone;
}
