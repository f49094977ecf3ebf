import { randomUUID } from 'node:crypto';
import { open, readFile, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { journalFile, type ManifestFile } from './manifest';
import type { SourceFile } from './source-files';

/** A file that an earlier run has encrypted to its end. */
export interface DoneFile extends ManifestFile {
  readonly modified: string;
  /**
   * Whether the machine has run on since. If not, what was written may not have reached the disk, and only its SHA-256 tells.
   */
  readonly isSure: boolean;
}

/** What earlier runs have done. */
export interface JournalReading {
  /** Absolute path of the model directory. @default - nothing was begun */
  readonly source?: string;
  readonly done: ReadonlyMap<string, DoneFile>;
}

const run = z.object({ source: z.string(), boot: z.string() });
const done = z.object({ path: z.string(), size: z.number(), modified: z.string(), sha256: z.string() });

/**
 * Reads what earlier runs have recorded. A line that was cut off when a run was killed counts for nothing.
 *
 * @param root the decrypted files
 */
export async function readJournal(root: string): Promise<JournalReading> {
  const found = new Map<string, DoneFile>();
  let source: string | undefined;
  let isSure = false;
  const here = await bootId();
  for (const line of (await journalText(root)).split('\n')) {
    const value = json(line);
    const { data: began } = run.safeParse(value);
    const { data: file } = done.safeParse(value);
    if (began) {
      source = began.source;
      isSure = began.boot === here;
    } else if (file) found.set(file.path, { ...file, isSure });
  }
  return { ...(source !== undefined && { source }), done: found };
}

async function journalText(root: string): Promise<string> {
  const path = join(root, journalFile);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EIO') throw error;
    // the machine crashed before the journal reached the disk: everything is encrypted anew
    await rm(path, { force: true });
    return '';
  }
}

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Records what a run does. Names and sums are secret, so the journal lies among the encrypted files. */
export class Journal {
  private constructor(private readonly file: FileHandle) {}

  /**
   * Goes on with the journal, or begins one.
   *
   * @param root the decrypted files
   * @param source absolute path of the model directory
   */
  public static async open(root: string, source: string): Promise<Journal> {
    const journal = new Journal(await open(join(root, journalFile), 'a'));
    // the line before may have been cut off
    await journal.file.write(`\n${JSON.stringify({ source, boot: await bootId() })}\n`);
    return journal;
  }

  /** To be called when the file is written and closed. */
  public async add({ path, size, modified }: SourceFile, sha256: string): Promise<void> {
    await this.file.write(`${JSON.stringify({ path, size, modified, sha256 })}\n`);
  }

  public async close(): Promise<void> {
    await this.file.close();
  }
}

/** Another one each time the machine starts. */
async function bootId(): Promise<string> {
  return readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => randomUUID());
}
