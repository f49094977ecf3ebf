import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../artefact';
import type { Say } from '../progress';
import { Cgroup } from './cgroup';
import { processStat } from './process-stat';
import { unlessGone } from './unless-gone';

const runs = join(cacheFolder, 'runs');
let count = 0;

/**
 * All that a cluster keeps on disk, in a folder whose name says which process made it. Together with the control group
 * of the same name it is what a run can leave behind, and enough to clean up after it.
 */
export class RunFolder {
  readonly path: string;
  readonly cgroup: Cgroup;

  private constructor(readonly name: string) {
    this.path = join(runs, name);
    this.cgroup = new Cgroup(`cdk8s-e2e-${name}`);
  }

  static create(): RunFolder {
    count += 1;
    const run = new RunFolder(`${process.pid}-${processStat(process.pid)?.startTime ?? ''}-${count}`);
    for (const folder of ['log', 'scratch']) mkdirSync(run.file(folder), { recursive: true });
    return run;
  }

  static all(): RunFolder[] {
    return unlessGone(() => readdirSync(runs), []).map((name) => new RunFolder(name));
  }

  file(...name: string[]): string {
    return join(this.path, ...name);
  }

  /** From now on it does not count as left behind when its process has ended. */
  keep(howToTalk: string): void {
    writeFileSync(this.file('kept'), howToTalk);
  }

  get kept(): string | undefined {
    return unlessGone(() => readFileSync(this.file('kept'), 'utf8'), undefined);
  }

  get makerRuns(): boolean {
    const [pid = '', start] = this.name.split('-');
    return processStat(Number(pid))?.startTime === start;
  }

  async remove(): Promise<void> {
    await this.cgroup.remove();
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Removes what runs that were killed have left; kept clusters only when asked. */
export async function removeLeftovers(say: Say, keptToo = false): Promise<void> {
  for (const run of RunFolder.all()) {
    if (run.makerRuns) continue;
    if (run.kept !== undefined && !keptToo) {
      say(`a cluster of an earlier run is still up (end it with: npm run e2e -- --down)\n${run.kept}`);
      continue;
    }
    say(run.kept === undefined ? `removing what the run ${run.name} has left` : `taking down the cluster ${run.name}`);
    await run.remove();
  }
}
