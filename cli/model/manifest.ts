import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fileFault } from '../text-files';

/** A file of an encrypted model, as it was when it was encrypted. */
export interface ManifestFile {
  /** From the root of the model, with slashes. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** SHA-256 of the plaintext, in hexadecimal. */
  readonly sha256: string;
}

/** Every file of an encrypted model, by path, except the manifest itself. It lies among them, and so is encrypted too. */
export interface Manifest {
  readonly version: 1;
  readonly files: readonly ManifestFile[];
}

/** Where the manifest lies in the decrypted files. */
export const manifestFile = '.cai-manifest.json';

/** What an encryption has done so far. It lies in the decrypted files too, until the manifest does. */
export const journalFile = '.cai-journal';

const draftFile = `${manifestFile}.draft`;
const ownNames: readonly string[] = [manifestFile, journalFile, draftFile];

/** Whether a path in the decrypted files is one of ours. */
export function hasOwnName(path: string): boolean {
  return ownNames.includes(path);
}

const schema = z.object({
  version: z.literal(1),
  files: z.array(
    z.object({
      path: z.string().min(1),
      size: z.number().int().min(0),
      sha256: z.string().regex(/^[0-9a-f]{64}$/, '64 digits of 0-9 and a-f'),
    }),
  ),
});

/** Writes the manifest whole or not at all. */
export async function writeManifest(root: string, files: readonly ManifestFile[]): Promise<void> {
  const lines = files.map(({ path, size, sha256 }) => `  ${JSON.stringify({ path, size, sha256 })}`);
  const draft = join(root, draftFile);
  await writeFile(draft, `{"version": 1, "files": [\n${lines.join(',\n')}\n]}\n`, { flush: true });
  await rename(draft, join(root, manifestFile));
}

/** The manifest, or why there is none. */
export type ManifestReading = { readonly manifest: Manifest } | { readonly fault: string };

export async function readManifest(root: string): Promise<ManifestReading> {
  let text: string;
  try {
    text = await readFile(join(root, manifestFile), 'utf8');
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return { fault: isAbsent ? 'has no manifest' : `has a manifest that cannot be read: ${fileFault(error)}` };
  }
  try {
    return { manifest: schema.parse(JSON.parse(text)) };
  } catch {
    return { fault: 'has a manifest that this version does not understand' };
  }
}
