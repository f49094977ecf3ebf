import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { seconds, type Say } from './progress';

export const cacheFolder = join(
  process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'),
  'cdk8s-confidential-vllm',
  'e2e',
);

/** Something that takes long to make and is made once on a machine: a folder of the cache. */
export class Artefact {
  /** Making it is the work of processors, not of the network and the disk. */
  readonly isCompiled: boolean = false;
  readonly folder: string;

  private making: Promise<void> | undefined;

  /** `key` names the folder: it changes with everything that the content depends on. */
  constructor(
    readonly title: string,
    key: string,
    private readonly make: (folder: string, say: Say) => Promise<void>,
  ) {
    this.folder = join(cacheFolder, key);
  }

  get isMade(): boolean {
    return existsSync(this.folder);
  }

  path(file: string): string {
    return join(this.folder, file);
  }

  /** Makes it unless it is made. Who asks while it is being made waits for that. */
  async ensure(say: Say): Promise<void> {
    if (!this.isMade) await (this.making ??= this.makeBeside(say));
  }

  /** Whoever is interrupted leaves nothing that looks finished; where two processes make the same, the first stands. */
  private async makeBeside(say: Say): Promise<void> {
    const start = performance.now();
    say(`building ${this.title}`);
    this.removeUnfinished();
    const beside = `${this.folder}.unfinished-${process.pid}`;
    mkdirSync(beside, { recursive: true });
    try {
      await this.make(beside, say);
      renameSync(beside, this.folder);
    } catch (error) {
      if (!existsSync(this.folder)) throw error;
    } finally {
      rmSync(beside, { recursive: true, force: true });
    }
    say(`built ${this.title} in ${seconds(performance.now() - start)}`);
  }

  private removeUnfinished(): void {
    const parent = dirname(this.folder);
    mkdirSync(parent, { recursive: true });
    for (const name of readdirSync(parent)) {
      const builder = name.split('.unfinished-')[1];
      if (builder && !existsSync(`/proc/${builder}`)) rmSync(join(parent, name), { recursive: true, force: true });
    }
  }
}

/** What a compiler makes of many packages. */
export class CompiledArtefact extends Artefact {
  override readonly isCompiled = true;
}
