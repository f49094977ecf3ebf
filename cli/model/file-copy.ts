import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { modifiedAt, type SourceFile } from './source-files';

// Small enough that memory does not matter, large enough that the calls do not.
const chunk = 4 * 1024 * 1024;
const buffers = [Buffer.allocUnsafeSlow(chunk), Buffer.allocUnsafeSlow(chunk)] as const;

/** What goes along with a file that is read. */
export interface ReadSettings {
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
}

/** A file was not the same before and after it was read. */
export class FileChanged extends Error {}

/**
 * Copies a file and answers its SHA-256. While one chunk is hashed, it is also written, and the next one is read: the three
 * take as long as the slowest.
 *
 * @throws FileChanged when the file is not, or no longer, what was listed
 */
export async function copyFile(
  from: string,
  to: string,
  expected: Pick<SourceFile, 'size' | 'modified'>,
  settings: ReadSettings,
): Promise<string> {
  const input = await open(from);
  try {
    await assertUnchanged(input, expected);
    const output = await open(to, 'w');
    let sum: string;
    try {
      sum = await pass(input, settings, (bytes) => writeAll(output, bytes));
    } finally {
      await output.close();
    }
    await assertUnchanged(input, expected);
    return sum;
  } finally {
    await input.close();
  }
}

/** The SHA-256 of a file. */
export async function hashFile(path: string, settings: ReadSettings): Promise<string> {
  const input = await open(path);
  try {
    return await pass(input, settings, () => Promise.resolve());
  } finally {
    await input.close();
  }
}

async function pass(
  input: FileHandle,
  { signal, onBytes }: ReadSettings,
  take: (bytes: Buffer) => Promise<void>,
): Promise<string> {
  const hash = createHash('sha256');
  let [full, empty] = buffers as readonly [Buffer, Buffer];
  let { bytesRead } = await input.read(full, 0, chunk, null);
  while (bytesRead > 0) {
    signal.throwIfAborted();
    const bytes = full.subarray(0, bytesRead);
    const work = Promise.all([input.read(empty, 0, chunk, null), take(bytes)]);
    hash.update(bytes);
    const [next] = await work;
    onBytes(bytesRead);
    [full, empty] = [empty, full];
    ({ bytesRead } = next);
  }
  return hash.digest('hex');
}

async function writeAll(output: FileHandle, bytes: Buffer): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += (await output.write(bytes, written, bytes.length - written, null)).bytesWritten;
  }
}

async function assertUnchanged(
  file: FileHandle,
  { size, modified }: Pick<SourceFile, 'size' | 'modified'>,
): Promise<void> {
  const found = await file.stat({ bigint: true });
  if (Number(found.size) !== size || modifiedAt(found) !== modified) throw new FileChanged();
}
