import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { killGroup, lastLines } from '../program';
import { waitFor, type Watched } from './waiting';

/** A program of the cluster that runs until it is stopped or the cluster ends. */
export class Component implements Watched {
  private readonly leader: number | undefined;
  private ending: string | undefined;

  constructor(
    readonly name: string,
    readonly log: string,
    command: readonly [program: string, args: readonly string[]],
    env: Record<string, string>,
  ) {
    const file = openSync(log, 'a');
    const child = spawn(command[0], command[1], {
      cwd: '/',
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['ignore', file, file],
    });
    closeSync(file);
    this.leader = child.pid;
    child.on('error', (error) => (this.ending = error.message));
    child.on('exit', (code, signal) => (this.ending = signal ?? `code ${code ?? 0}`));
    // a cluster that is kept goes on without its runner
    child.unref();
  }

  get pid(): number {
    if (this.leader === undefined) throw new Error(`${this.name} did not start`);
    return this.leader;
  }

  get failure(): string | undefined {
    return this.ending === undefined ? undefined : `${this.name} has ended (${this.ending})\n${this.tail()}`;
  }

  text(): string {
    return readFileSync(this.log, 'utf8');
  }

  tail(): string {
    return `--- end of the log of ${this.name}\n${lastLines(this.text(), 25)}`;
  }

  /** TERM, and KILL for what is still there after the grace period. */
  async stop(graceSeconds = 10): Promise<void> {
    const leader = this.pid;
    // the whole group: nsenter passes no signal on to the program that it started
    killGroup(leader, 'SIGTERM');
    try {
      await waitFor(`the end of ${this.name}`, graceSeconds, () => !killGroup(leader, 0));
    } catch {
      killGroup(leader, 'SIGKILL');
      await waitFor(`the end of ${this.name} after KILL`, 10, () => !killGroup(leader, 0));
    }
  }
}
