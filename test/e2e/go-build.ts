import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { printed } from './program';
import { withProgress, type Say } from './progress';

// cgo off: the programs run on any image and need no C headers here.
// toolchain: a newer Kubernetes asks for a newer Go than the machine has, and Go fetches it as a module.
const env = { CGO_ENABLED: '0', GOTOOLCHAIN: 'auto', GOFLAGS: '-buildvcs=false' };
const patience = 45 * 60;

/** A build that may take minutes; it says how far it is. */
export async function goBuild(
  args: readonly string[],
  options: { folder: string; say: Say; env?: Record<string, string> },
): Promise<void> {
  const [command = '', ...rest] = args;
  const verbose = command === 'build' || command === 'install' ? ['-v'] : [];
  let compiled = 0;
  let downloaded = 0;
  const work = printed('nice', ['-n', '10', 'go', command, ...verbose, ...rest], {
    folder: options.folder,
    env: { ...env, ...options.env },
    timeoutSeconds: patience,
    onErrorLine: (line) => {
      if (line.startsWith('go: downloading')) downloaded += 1;
      else compiled += 1;
    },
  });
  await withProgress(options.say, () => `${downloaded} modules fetched, ${compiled} packages compiled`, work);
}

/** Names a program by its sources. */
export function sourcesDigest(folder: string, files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(folder, file)));
  return hash.digest('hex').slice(0, 12);
}

/** Where Go keeps a published module: its go.mod, and the folder of its sources. */
export async function goDownloaded(module: string, part: 'GoMod' | 'Dir'): Promise<string> {
  const text = await printed('go', ['mod', 'download', '-json', module], {
    folder: '/',
    env,
    timeoutSeconds: patience,
  });
  const path = (JSON.parse(text) as Partial<Record<string, unknown>>)[part];
  if (typeof path !== 'string') throw new Error(`go mod download says nothing of the ${part} of ${module}`);
  return path;
}

/** Where Go keeps the sources of a module that the module in the folder requires. */
export async function goModuleFolder(module: string, folder: string): Promise<string> {
  return (await printed('go', ['list', '-m', '-f', '{{.Dir}}', module], { folder, env })).trim();
}
