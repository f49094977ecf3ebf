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

/** Where Go keeps the go.mod of a published module. */
export async function goDownloadedModFile(module: string): Promise<string> {
  const answer: unknown = JSON.parse(await printed('go', ['mod', 'download', '-json', module], { folder: '/', env }));
  if (typeof answer === 'object' && answer !== null && 'GoMod' in answer && typeof answer.GoMod === 'string') {
    return answer.GoMod;
  }
  throw new Error(`go mod download says nothing of the go.mod of ${module}`);
}
