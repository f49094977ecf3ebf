import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unlessGone } from './unless-gone';
import { waitFor } from './waiting';

const root = '/sys/fs/cgroup';

/**
 * The control group of one cluster. Its daemons and Pods are all in it and nothing else is, so that it also tells what
 * a run that was killed has left behind. With cgroup v1 that is one folder in every hierarchy, with v2 a single one.
 */
export class Cgroup {
  constructor(readonly name: string) {}

  create(): void {
    for (const hierarchy of hierarchies()) {
      const folder = join(hierarchy, this.name);
      // with v2 a group that has groups below it must not hold processes itself
      mkdirSync(join(folder, 'daemons'), { recursive: true });
      if (existsSync(join(hierarchy, 'cgroup.controllers'))) delegate([hierarchy, folder]);
      if (existsSync(join(folder, 'cpuset.cpus')) && hierarchy.endsWith('cpuset')) fillCpuset(hierarchy, folder);
    }
  }

  /** The command line that runs a program in this group, with all that it starts. */
  joined(program: string, args: readonly string[]): [program: string, args: string[]] {
    const files = hierarchies().map((hierarchy) => join(hierarchy, this.name, 'daemons', 'cgroup.procs'));
    return ['sh', ['-c', 'for f in $0; do echo $$ >"$f" || exit; done; exec "$@"', files.join(' '), program, ...args]];
  }

  /** Kills what is in it and removes it. */
  async remove(): Promise<void> {
    await waitFor(`the end of the processes of ${this.name}`, 60, () => {
      const pids = this.processes();
      for (const pid of pids) kill(pid);
      return pids.size === 0 && this.folders().every(removeTree);
    });
  }

  private folders(): string[] {
    return hierarchies()
      .map((hierarchy) => join(hierarchy, this.name))
      .filter((folder) => existsSync(folder));
  }

  private processes(): Set<number> {
    return new Set(this.folders().flatMap(processesBelow));
  }
}

export function cgroupProblem(): string | undefined {
  return hierarchies().length === 0 ? `no control groups are mounted at ${root}` : undefined;
}

function hierarchies(): string[] {
  if (existsSync(join(root, 'cgroup.controllers'))) return [root];
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .map((name) => join(root, name))
    .filter((folder) => existsSync(join(folder, 'cgroup.procs')));
}

function delegate(folders: readonly string[]): void {
  for (const folder of folders) {
    for (const controller of readFileSync(join(folder, 'cgroup.controllers'), 'utf8').trim().split(' ')) {
      writeFileSync(join(folder, 'cgroup.subtree_control'), `+${controller}`);
    }
  }
}

// the groups of a cpuset hierarchy begin without processors, and nothing can be put in them
function fillCpuset(hierarchy: string, folder: string): void {
  for (const file of ['cpuset.cpus', 'cpuset.mems']) {
    const all = readFileSync(join(hierarchy, file), 'utf8');
    for (const group of [folder, join(folder, 'daemons')]) writeFileSync(join(group, file), all);
  }
}

/** The processes of a group and of all groups below it, which the kubelet and containerd take away meanwhile. */
export function processesBelow(folder: string): number[] {
  return tree(folder).flatMap(processesIn);
}

function tree(folder: string): string[] {
  const entries = unlessGone(() => readdirSync(folder, { withFileTypes: true }), []);
  return [...entries.filter((entry) => entry.isDirectory()).flatMap(({ name }) => tree(join(folder, name))), folder];
}

function processesIn(folder: string): number[] {
  const text = unlessGone(() => readFileSync(join(folder, 'cgroup.procs'), 'utf8'), '');
  return text.split('\n').filter(Boolean).map(Number);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended by itself meanwhile
  }
}

function removeTree(folder: string): boolean {
  try {
    for (const group of tree(folder)) rmdirSync(group);
    return true;
  } catch {
    // the kernel needs a moment after the last process has ended
    return false;
  }
}
