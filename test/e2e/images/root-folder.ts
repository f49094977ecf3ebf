import { printed } from '../program';

/** A program that sees a folder as the root of its file system. */
export interface ProgramInRoot {
  readonly root: string;
  /** Folders of the machine by the path that they have inside. */
  readonly mounts?: Readonly<Record<string, string>>;
  readonly timeoutSeconds?: number;
}

// Arguments: root, pairs of inner and outer folder, "--", program and arguments. The mounts belong to namespaces that
// end with the program: whatever ends it, none stays.
const script = `root="$1"
shift
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
while [ "$1" != -- ]; do
  mkdir -p "$root$1"
  mount --bind "$2" "$root$1"
  shift 2
done
shift
exec chroot "$root" env -i PATH=/usr/local/bin:/usr/bin:/bin HOME=/tmp "$@"`;

const namespaces = ['--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private'];

/** The command line that starts a program in a root. It keeps the descriptors that it is given. */
export function commandInRoot(root: string, mounts: Readonly<Record<string, string>>, program: string[]): string[] {
  const pairs = Object.entries(mounts).flat();
  const shell = ['/bin/sh', '-ec', script, 'in-root', root, ...pairs, '--'];
  return ['nice', '-n', '10', 'unshare', ...namespaces, ...shell, ...program];
}

/** Runs a program to its end and answers what it prints. */
export function printedInRoot(
  { root, mounts = {}, timeoutSeconds }: ProgramInRoot,
  program: string[],
): Promise<string> {
  const [first = '', ...words] = commandInRoot(root, mounts, program);
  return printed(first, words, { timeoutSeconds });
}

/**
 * Compiles sources of Python to files that hold for good. Those of pip or Debian name the time of the source, which a
 * layer resets, and a read-only root keeps none that are made anew at each start. Without site: what that imports would
 * be compiled to other bytes now and then.
 */
export const compileAll = [
  ...['python3', '-S', '-m', 'compileall', '-q', '-j', '2'],
  ...['--invalidation-mode', 'unchecked-hash'],
] as const;

export async function compilePython(inRoot: ProgramInRoot, folder: string): Promise<void> {
  // it ends with an error when a file is no Python 3, and some packages have such
  const lenient = ['sh', '-c', '"$@" || true', 'sh', ...compileAll, folder];
  await printedInRoot({ ...inRoot, timeoutSeconds: 1800 }, lenient);
}
