import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { CommandDefinition } from '../../cli/command-definition';
import type { Io, Output } from '../../cli/io';
import { run } from '../../cli/run';
import { scratchFolder } from '../support/scratch-folder';

/** What surrounds a command in a test. */
export interface Surroundings {
  /** Files in the folder where the command runs: path to text or bytes. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** The folder where the command runs. @default - a new one */
  readonly folder?: string;
  /** Sets up what files alone cannot, such as modes and links, before the command runs. */
  readonly prepare?: (folder: string) => void | Promise<void>;
  /** What is piped in, or typed. */
  readonly stdin?: string | Uint8Array | Readable;
  readonly env?: NodeJS.ProcessEnv;
  /** Whether a person sits there, who sees colours. @default false */
  readonly terminal?: boolean;
  readonly columns?: number;
  /** @default - a clock that stands still */
  readonly now?: () => number;
  /** @default - never aborted */
  readonly signal?: AbortSignal;
  /** Other commands than those of `cai`. */
  readonly commands?: readonly CommandDefinition[];
}

/** What a command left behind. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly folder: string;
}

/** The surroundings as a command sees them; what it writes is added to `written`. */
export function ioOf(
  folder: string,
  surroundings: Surroundings = {},
  written: { stdout: string; stderr: string } = { stdout: '', stderr: '' },
): Io {
  const { stdin = '', terminal = false, columns } = surroundings;
  const output = (name: 'stdout' | 'stderr'): Output => ({
    write: (text) => void (written[name] += text),
    isTerminal: terminal,
    hasColour: terminal,
    ...(columns !== undefined && { columns }),
  });
  return {
    stdin: { stream: stdin instanceof Readable ? stdin : Readable.from([Buffer.from(stdin)]), isTerminal: terminal },
    stdout: output('stdout'),
    stderr: output('stderr'),
    env: surroundings.env ?? {},
    cwd: folder,
    now: surroundings.now ?? (() => 0),
    signal: surroundings.signal ?? new AbortController().signal,
    problemFormat: 'text',
    exitCode: 0,
  };
}

/** Runs `cai` with these arguments in this process. */
export async function cai(args: readonly string[], surroundings: Surroundings = {}): Promise<Ended> {
  const { folder = scratchFolder(), files = {}, commands } = surroundings;
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  await surroundings.prepare?.(folder);
  const written = { stdout: '', stderr: '' };
  const code = await run(args, ioOf(folder, surroundings, written), commands);
  return { code, ...written, folder };
}
