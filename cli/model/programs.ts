import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Problem } from '../../problems';
import { CommandError } from '../command-error';
import type { Io } from '../io';
import { installCommandsHere } from './install-advice';
import { missingProgram, otherGocryptfs } from './problems';

/** Programs that an encrypted directory is mounted with. */
export interface MountPrograms {
  readonly gocryptfs: string;
  /** `fusermount3`, or `fusermount` of an older FUSE. */
  readonly fusermount: string;
  /** Makes namespaces. @default - not there */
  readonly unshare?: string;
}

/** Path of a program that is on the PATH. */
export async function programPath(io: Io, name: string): Promise<string | undefined> {
  for (const folder of (io.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const path = join(folder, name);
    try {
      await access(path, constants.X_OK);
      return path;
    } catch {
      // it may be in the next one
    }
  }
  return undefined;
}

/**
 * The programs that are needed to mount, in versions that the sidecar is known to get along with.
 *
 * @throws CommandError (1) with everything that is missing, and how it is installed
 */
export async function mountPrograms(io: Io): Promise<MountPrograms> {
  const install = await installCommandsHere();
  const problems: Problem[] = [];
  const gocryptfs = await programPath(io, 'gocryptfs');
  if (gocryptfs === undefined) {
    problems.push(missingProgram.at('', { program: 'gocryptfs', install: install.gocryptfs }));
  } else {
    const found = (await ran(io, [gocryptfs, '-version'])).stdout.split(';')[0]?.trim() ?? '';
    if (!/^gocryptfs v?2\.\d/u.test(found)) problems.push(otherGocryptfs.at('', { found, install: install.gocryptfs }));
  }
  const fusermount = (await programPath(io, 'fusermount3')) ?? (await programPath(io, 'fusermount'));
  if (fusermount === undefined) problems.push(missingProgram.at('', { program: 'fusermount3', install: install.fuse }));
  if (gocryptfs === undefined || fusermount === undefined || problems.length > 0) throw new CommandError(problems);
  const unshare = await programPath(io, 'unshare');
  return { gocryptfs, fusermount, ...(unshare !== undefined && { unshare }) };
}

/** How a program ended. */
export interface Ran {
  /** -1 when it could not be started or was killed. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program to its end. It gets a session of its own, so that Ctrl-C in the terminal does not end it half-way.
 *
 * @param input for its standard input
 */
export async function ran(io: Io, [program = '', ...args]: readonly string[], input?: Buffer): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env: io.env, cwd: '/', detached: true, stdio: 'pipe' });
    const result = { code: -1, stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (result.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (result.stderr += text));
    // whoever ends without reading says why by the exit code
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    child.on('error', ({ message }) => {
      resolve({ ...result, stderr: message });
    });
    child.on('close', (code) => {
      resolve({ ...result, code: code ?? -1 });
    });
  });
}

// eslint-disable-next-line no-control-regex
const colours = /\u001b\[[0-9;]*m/gu;

/** The last lines that a program wrote, as one line for a message. */
export function lastWords(text: string): string {
  const lines = text.replaceAll(colours, '').split('\n');
  const said = lines.map((line) => line.trim()).filter(Boolean);
  return said.slice(-2).join(' / ');
}
