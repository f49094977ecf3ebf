import { spawn, type ChildProcess } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Readable, Writable } from 'node:stream';
import { CommandError } from '../command-error';
import type { Io } from '../io';
import type { ModelKey } from './key-file';
import { installCommandsHere } from './install-advice';
import { makeMountPoint, removeLeftMountPoints, removeMountPoint } from './mount-point';
import { mountFailed, wrongKey } from './problems';
import { lastWords, ran, type MountPrograms } from './programs';

/** An encrypted directory to mount. */
export interface MountRequest {
  readonly programs: MountPrograms;
  /** Absolute path of the encrypted directory. */
  readonly folder: string;
  /** The same, as the user wrote it. */
  readonly shown: string;
  readonly key: ModelKey;
  readonly isReadOnly: boolean;
}

/*
 * Stands between cai and gocryptfs. Descriptor 3 is a pipe that cai holds open: it ends when cai wants it to, and also when cai
 * is killed, and then the mount and its directories are taken away. gocryptfs reads the key from the standard input, which is a pipe too.
 * $1: fusermount, $2: the mount point, the rest: gocryptfs.
 */
const supervisor = String.raw`
fusermount=$1 mountpoint=$2
shift 2
exec 4<&0
"$@" <&4 4<&- 3<&- &
program=$!
exec 4<&- </dev/null
(
  read -r nothing <&3
  "$fusermount" -u "$mountpoint" || "$fusermount" -u -z "$mountpoint" || kill "$program"
) >/dev/null 2>&1 &
watcher=$!
exec 3<&-
wait "$program"
code=$?
kill "$watcher" 2>/dev/null
[ "$code" -ne 0 ] || { cd "$mountpoint/.." && rmdir "$mountpoint" "$PWD"; } 2>/dev/null
exit "$code"
`;

const wrongPassword = 12;
const pollEvery = 10;
const unmountTimeoutSeconds = 20;

/**
 * Mounts an encrypted directory for as long as `use` runs. Where the system permits it, no other process sees the mount. It is
 * gone afterwards, however this ends.
 *
 * @param use gets the path of the decrypted files
 * @throws CommandError (1) when the key does not fit, or the directory cannot be mounted
 */
export async function withMount<Result>(
  io: Io,
  request: MountRequest,
  use: (root: string) => Promise<Result>,
): Promise<Result> {
  await removeLeftMountPoints(io, request.programs);
  const mountPoint = await makeMountPoint(io);
  try {
    const mount = await mounted(io, request, mountPoint);
    try {
      return await use(mount.root);
    } finally {
      await mount.end();
    }
  } finally {
    await removeMountPoint(mountPoint);
  }
}

interface Mount {
  readonly root: string;
  end(): Promise<void>;
}

async function mounted(io: Io, request: MountRequest, mountPoint: string): Promise<Mount> {
  let failure: Failure | undefined;
  for (const confinement of await confinements(io, request.programs)) {
    const attempt = new MountAttempt(io, request, { mountPoint, confinement });
    try {
      failure = await attempt.ready(io.signal);
    } catch (error) {
      await attempt.end();
      throw error;
    }
    if (!failure) return attempt;
    if (failure.code === wrongPassword) break;
  }
  throw await asError(request, failure ?? { code: -1, said: '' });
}

/** Command lines that hide the mount from all other processes, as far as they work here; the last one hides nothing. */
async function confinements(io: Io, { unshare }: MountPrograms): Promise<(readonly string[])[]> {
  if (unshare === undefined) return [[]];
  const rights = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
  const confinement = [unshare, ...rights, '--mount'];
  const { code } = await ran(io, [...confinement, '/bin/sh', '-c', ':']);
  return code === 0 ? [confinement, []] : [[]];
}

interface Failure {
  readonly code: number;
  readonly said: string;
}

class MountAttempt implements Mount {
  public readonly root: string;
  private readonly child: ChildProcess;
  private readonly mountPoint: string;
  private readonly ended: Promise<void>;
  private code: number | undefined;
  private said = '';

  public constructor(
    io: Io,
    { programs, folder, key, isReadOnly }: MountRequest,
    place: { readonly mountPoint: string; readonly confinement: readonly string[] },
  ) {
    this.mountPoint = place.mountPoint;
    const options = ['-fg', '-q', '-nosyslog', '-fsname', 'cai-model', ...(isReadOnly ? ['-ro'] : [])];
    const gocryptfs = [programs.gocryptfs, ...options, folder, place.mountPoint];
    const script = ['/bin/sh', '-c', supervisor, 'cai', programs.fusermount, place.mountPoint, ...gocryptfs];
    const [program = '', ...args] = [...place.confinement, ...script];
    // a session of its own: Ctrl-C in the terminal is for cai, which unmounts when it has stopped to write
    this.child = spawn(program, args, {
      env: io.env,
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
    });
    this.root =
      place.confinement.length === 0 ? place.mountPoint : `/proc/${String(this.child.pid)}/root${place.mountPoint}`;
    this.ended = this.watch();
    const input = this.child.stdin as Writable;
    input.on('error', () => undefined);
    input.end(key.bytes);
  }

  private watch(): Promise<void> {
    const errors = this.child.stderr as Readable;
    errors.setEncoding('utf8').on('data', (text: string) => {
      this.said = (this.said + text).slice(-4000);
    });
    const pipe = this.child.stdio[3] as Writable;
    pipe.on('error', () => undefined);
    return new Promise((resolve) => {
      this.child.on('error', ({ message }) => {
        this.said = message;
        this.code = -1;
        resolve();
      });
      // not 'close': what gocryptfs left running may hold the pipe open
      this.child.on('exit', (code) => {
        this.code = code ?? -1;
        resolve();
      });
    });
  }

  /** Waits until the decrypted files are there. Answers how gocryptfs ended where it did. */
  public async ready(signal: AbortSignal): Promise<Failure | undefined> {
    const before = await stat(this.mountPoint);
    while (this.code === undefined) {
      signal.throwIfAborted();
      // another directory lies there: that is what a mount is
      const now = await stat(this.root).catch(() => before);
      if (now.dev !== before.dev || now.ino !== before.ino) return undefined;
      await Promise.race([this.ended, pause(pollEvery)]);
    }
    // its last words may still be in the pipe
    await pause(pollEvery);
    return { code: this.code, said: lastWords(this.said) };
  }

  public async end(): Promise<void> {
    (this.child.stdio[3] as Writable).destroy();
    const waiting = new AbortController();
    const timeUp = pause(unmountTimeoutSeconds * 1000, undefined, { signal: waiting.signal }).then(
      () => {
        this.kill();
        return this.ended;
      },
      () => undefined,
    );
    await Promise.race([this.ended, timeUp]);
    waiting.abort();
  }

  private kill(): void {
    const { pid } = this.child;
    if (pid === undefined || this.code !== undefined) return;
    try {
      // everything in its session
      process.kill(-pid, 'SIGKILL');
    } catch {
      // it has just ended
    }
  }
}

async function asError({ shown, key }: MountRequest, { code, said }: Failure): Promise<CommandError> {
  if (code === wrongPassword) return new CommandError([wrongKey.at('', { path: shown, keyFile: key.path })]);
  const reason = said === '' ? `gocryptfs ended with exit code ${code}` : said;
  return new CommandError([mountFailed.at('', { path: shown, reason, advice: await mountAdvice() })]);
}

async function mountAdvice(): Promise<string> {
  const { fuse } = await installCommandsHere();
  const isThere = await stat('/dev/fuse').then(
    () => true,
    () => false,
  );
  if (!isThere)
    return `this machine has no /dev/fuse: load it with "sudo modprobe fuse", or start the container with --device /dev/fuse --cap-add SYS_ADMIN`;
  return `/dev/fuse is there: look whether you may use it and whether fusermount3 is setuid root (${fuse})`;
}
