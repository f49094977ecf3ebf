import { lstat, mkdir, mkdtemp, readdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Io } from '../io';
import { isAlive, processMark } from './living-process';
import { ran, type MountPrograms } from './programs';

const prefix = 'cai-model-';
const inside = 'plain';

/**
 * Makes an empty directory to mount on, inside one that only this user can enter. Its name tells whose it is, so that a later
 * run can take it away.
 */
export async function makeMountPoint(io: Io): Promise<string> {
  const { pid, start } = processMark(process.pid);
  const folder = await mkdtemp(join(temporaryFolder(io), `${prefix}${pid}-${start}-`));
  const mountPoint = join(folder, inside);
  await mkdir(mountPoint, { mode: 0o700 });
  return mountPoint;
}

/** Takes a mount point away. What is mounted or lies there stays: nothing is ever deleted but empty directories. */
export async function removeMountPoint(mountPoint: string): Promise<void> {
  await rmdir(mountPoint).catch(() => undefined);
  await rmdir(join(mountPoint, '..')).catch(() => undefined);
}

/** Unmounts and takes away what earlier runs of this user left because they were killed. */
export async function removeLeftMountPoints(io: Io, { fusermount }: MountPrograms): Promise<void> {
  const folder = temporaryFolder(io);
  for (const name of await readdir(folder).catch(() => [])) {
    const [, pid, start] = /^cai-model-(\d+)-(\d+)-/u.exec(name) ?? [];
    if (pid === undefined || isAlive({ pid: Number(pid), start: Number(start) })) continue;
    const path = join(folder, name);
    const { uid } = await lstat(path).catch(() => ({ uid: -1 }));
    if (uid !== process.getuid?.()) continue;
    await ran(io, [fusermount, '-u', '-z', join(path, inside)]);
    await removeMountPoint(join(path, inside));
  }
}

function temporaryFolder(io: Io): string {
  return io.env.TMPDIR ?? '/tmp';
}
