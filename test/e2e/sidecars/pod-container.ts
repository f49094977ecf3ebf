import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runc } from '../cluster/node';
import { waitFor, type Watched } from '../cluster/waiting';
import { lastLines, type CommandOptions, type CommandResult } from '../program';
import type { Machine } from './machine';
import { ociConfiguration, type RunRequest } from './oci-configuration';

let count = 0;

/** A container that runs; a restart is a new one. */
export class PodContainer implements Watched {
  private code: number | undefined;

  private constructor(
    private readonly machine: Machine,
    readonly id: string,
    private readonly log: string,
    command: readonly [string, readonly string[]],
  ) {
    const file = openSync(log, 'a');
    const child = spawn(command[0], command[1], { stdio: ['ignore', file, file] });
    closeSync(file);
    child.on('exit', (code) => (this.code = code ?? 128));
  }

  static async start(machine: Machine, request: RunRequest): Promise<PodContainer> {
    count += 1;
    const id = `${request.container.name}-${count}`;
    const bundle = join(machine.folder, 'bundles', id);
    await mkdir(bundle, { recursive: true });
    const rootfs = `/run/e2e/${id}/root`;
    await machine.sh(
      'mkdir -p "$2/upper" "$2/work" "$2/root"; mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" "$2/root"',
      request.root,
      `/run/e2e/${id}`,
    );
    await writeFile(
      join(bundle, 'config.json'),
      JSON.stringify(ociConfiguration(request, { rootfs, cgroup: `${machine.cgroup}/${id}` })),
    );
    const command = machine.inside(runc, ['run', '--bundle', bundle, id]);
    return new PodContainer(machine, id, join(bundle, 'log'), command);
  }

  /** Undefined while it runs. */
  get exitCode(): number | undefined {
    return this.code;
  }

  /** Paths of the files that it has made or changed in its own file system. */
  async writtenFiles(): Promise<string[]> {
    const list = await this.machine.sh('cd "$1" && find . -type f', `/run/e2e/${this.id}/upper`);
    return list.split('\n').filter(Boolean);
  }

  get logs(): string {
    return readFileSync(this.log, 'utf8');
  }

  tail(): string {
    return `--- log of ${this.id}\n${lastLines(this.logs, 25)}`;
  }

  get failure(): string | undefined {
    return this.code === undefined ? undefined : `${this.id} ended with ${this.code}\n${this.tail()}`;
  }

  exec(command: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
    return this.machine.run(runc, ['exec', this.id, ...command], options);
  }

  /** Waits until a probe of the Kubernetes kind `exec` succeeds. */
  async passes(probe: unknown, seconds = 30): Promise<void> {
    const { exec } = probe as { exec: { command: string[] } };
    await waitFor(`${this.id} to pass its probe`, seconds, async () => (await this.exec(exec.command)).code === 0, [
      this,
    ]);
  }

  /** `all`: every process of the container, as when it runs out of memory or its shim is killed. */
  async kill(signal: string): Promise<void> {
    const { code, stderr } = await this.machine.run(runc, ['kill', this.id, signal]);
    if (code !== 0) throw new Error(`runc kill: ${stderr}`);
  }

  /** Signals the process in it that has this name. */
  async killProgram(name: string, signal: string): Promise<void> {
    const script =
      'for p in /proc/[0-9]*; do read -r n < $p/comm && [ "$n" = "$1" ] && kill -"$2" "${p#/proc/}"; done; :';
    const { code, stderr } = await this.exec(['/bin/sh', '-c', script, 'sh', name, signal]);
    if (code !== 0) throw new Error(`kill ${name}: ${stderr}`);
  }

  async ends(seconds: number): Promise<number> {
    await waitFor(`the end of ${this.id}`, seconds, () => this.code !== undefined);
    return this.code ?? -1;
  }
}
