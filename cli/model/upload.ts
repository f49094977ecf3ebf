import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Command } from 'commander';
import { CommandError } from '../command-error';
import { bucketOf } from '../description/derived';
import type { Io } from '../io';
import { cipherEntries, configurationFile } from './cipher-folder';
import { encryptedFolder } from './encrypted-folder';
import { describedModel, located, notGiven, type DescribedModel, type LocationOptions } from './locations';
import { foreignEntry, lostFile, missingProgram, uploadFailed } from './problems';
import { programPath } from './programs';
import { shellLine } from './shell-line';

/** What the command line says about the bucket. */
export interface UploadOptions extends LocationOptions {
  readonly bucket?: string;
  readonly path?: string;
  readonly endpoint?: string;
  readonly region?: string;
  readonly run?: boolean;
}

export async function upload(io: Io, dst: string | undefined, command: Command): Promise<void> {
  const { signal } = io;
  const options = command.opts<UploadOptions>();
  const isNeeded = dst === undefined || options.bucket === undefined || options.endpoint === undefined;
  const described = await describedModel(io, command, isNeeded);
  const directory = dst ?? described?.encrypted;
  if (directory === undefined) throw notGiven('the encrypted directory', 'cai model upload');
  const request = { directory, ...destination(options, described) };
  const at = await located(io, directory);
  await encryptedFolder(at);
  const { foreign, lost } = await cipherEntries(at.path);
  const reason = 'is nothing that gocryptfs wrote, and may be plaintext or a key';
  const problems = [
    ...lost.map(({ path, effect }) => lostFile.at('', { path: join(directory, path), effect })),
    ...foreign.map((name) => foreignEntry.at('', { path: join(directory, name), reason })),
  ];
  if (problems.length > 0) throw new CommandError(problems);
  const lines = commandLines(request);
  if (options.run) await runAll(io, signal, lines);
  else for (const line of lines) io.stdout.write(`${shellLine(line)}\n`);
}

function destination(options: UploadOptions, described: DescribedModel | undefined): Destination {
  const { name, path = '/', endpoint: server } = (described && bucketOf(described.description)) ?? {};
  const { bucket = name, endpoint = server } = options;
  if (bucket === undefined) throw notGiven('the bucket', 'cai model upload');
  if (endpoint === undefined) throw notGiven('the endpoint', 'cai model upload');
  const region = options.region ?? regionOf(endpoint);
  return { bucket, path: options.path ?? path, endpoint, ...(region !== undefined && { region }) };
}

/** Where an encrypted model goes. */
export interface Destination {
  readonly bucket: string;
  readonly path: string;
  readonly endpoint: string;
  /** @default - as ossutil is configured */
  readonly region?: string;
}

export interface UploadRequest extends Destination {
  readonly directory: string;
}

/**
 * The commands of ossutil 2. The parameters of gocryptfs go last: before they are there no sidecar can mount what is only half
 * uploaded. Credentials are not on the command line: ossutil has its own configuration.
 */
export function commandLines({ directory, bucket, path, endpoint, region }: UploadRequest): string[][] {
  const folder = path.replace(/^\/+|\/+$/gu, '');
  const to = `oss://${bucket}/${folder === '' ? '' : `${folder}/`}`;
  const from = directory.replace(/(?<=.)\/+$/u, '');
  // a name that begins with a dash would be an option
  const safe = from.startsWith('-') ? `./${from}` : from;
  const server = ['--endpoint', endpoint, ...(region === undefined ? [] : ['--region', region])];
  return [
    ['ossutil', 'cp', '-r', '--update', '--force', '--exclude', configurationFile, `${safe}/`, to, ...server],
    ['ossutil', 'cp', '--update', '--force', join(safe, configurationFile), `${to}${configurationFile}`, ...server],
  ];
}

/** The region that a public or internal endpoint of OSS is in. */
export function regionOf(endpoint: string): string | undefined {
  return /^(?:https?:\/\/)?oss-([a-z]+(?:-[a-z0-9]+)+?)(?:-internal)?\.aliyuncs\.com\/?$/u.exec(endpoint)?.[1];
}

async function runAll(io: Io, signal: AbortSignal, lines: readonly (readonly string[])[]): Promise<void> {
  const ossutil = await programPath(io, 'ossutil');
  if (ossutil === undefined) {
    const install =
      'https://help.aliyun.com/zh/oss/developer-reference/install-ossutil2 tells how; "ossutil config" takes the access key';
    throw new CommandError([missingProgram.at('', { program: 'ossutil', install })]);
  }
  for (const line of lines) {
    signal.throwIfAborted();
    io.stderr.write(`${shellLine(line)}\n`);
    const exitCode = await passedThrough(io, signal, [ossutil, ...line.slice(1)]);
    signal.throwIfAborted();
    if (exitCode !== 0) throw new CommandError([uploadFailed.at('', { exitCode, command: shellLine(line) })]);
  }
}

/** Runs a program whose output the user sees as it comes. */
async function passedThrough(io: Io, signal: AbortSignal, [program = '', ...args]: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { env: io.env, cwd: io.cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const output of [child.stdout, child.stderr]) {
      output.setEncoding('utf8').on('data', (text: string) => {
        io.stderr.write(text);
      });
    }
    const stop = (): void => void child.kill('SIGTERM');
    signal.addEventListener('abort', stop);
    child.on('error', ({ message }) => {
      io.stderr.write(`${message}\n`);
      resolve(-1);
    });
    child.on('close', (code) => {
      signal.removeEventListener('abort', stop);
      resolve(code ?? -1);
    });
  });
}
