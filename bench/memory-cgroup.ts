import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = '/sys/fs/cgroup';

/** What differs between the two versions of control groups. */
const versions = {
  v1: { folder: join(root, 'memory'), limit: 'memory.limit_in_bytes', peak: 'memory.max_usage_in_bytes' },
  v2: { folder: root, limit: 'memory.max', peak: 'memory.peak' },
} as const;

/** A memory limit as a container has it: whoever takes more is killed. */
export class MemoryCgroup {
  private constructor(
    readonly folder: string,
    private readonly peakFile: string,
  ) {}

  /** Undefined where this machine lets nobody make one. */
  static make(name: string, bytes: number): MemoryCgroup | undefined {
    const version = existsSync(join(versions.v1.folder, versions.v1.limit)) ? versions.v1 : versions.v2;
    const folder = join(version.folder, name);
    try {
      mkdirSync(folder);
      writeFileSync(join(folder, version.limit), String(bytes));
      return new MemoryCgroup(folder, version.peak);
    } catch {
      // no control groups, no right to make one, or no memory controller: what is measured then is RSS
      return undefined;
    }
  }

  /** A command that runs another one inside. */
  wrap(argv: readonly string[]): string[] {
    return ['/bin/sh', '-c', 'echo $$ > "$0/cgroup.procs" && exec "$@"', this.folder, ...argv];
  }

  /** The most that was taken, in MB: pages of files that were read are counted too. */
  get peak(): number {
    return Number(readFileSync(join(this.folder, this.peakFile), 'utf8')) / 1024 / 1024;
  }

  remove(): void {
    rmdirSync(this.folder);
  }
}
