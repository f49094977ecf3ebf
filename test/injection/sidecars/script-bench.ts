import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A script that runs. */
export class RunningScript {
  /** The exit code; that of a signal is 128 and its number, as in a container. */
  readonly ended: Promise<number>;
  private text = '';

  constructor(private readonly child: ChildProcess) {
    const collect = (chunk: Buffer): void => {
      this.text += chunk.toString();
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    this.ended = new Promise((resolve) => {
      child.on('exit', (code, signal) => {
        const done = (): void => {
          resolve(code ?? 128 + ({ SIGTERM: 15, SIGKILL: 9, SIGINT: 2 }[String(signal)] ?? 0));
        };
        // what it wrote last may still be on its way; but what it left running holds its outputs open
        child.on('close', done);
        setTimeout(done, 2000).unref();
      });
    });
  }

  /** What was printed until now, to both outputs. */
  get output(): string {
    return this.text;
  }

  terminate(): void {
    this.child.kill('SIGTERM');
  }

  async says(text: string): Promise<void> {
    await until(
      () => `${JSON.stringify(text)} in ${JSON.stringify(this.output)}`,
      () => this.output.includes(text),
    );
  }

  /** Ends whatever is left of it. */
  end(): void {
    try {
      if (this.child.pid !== undefined) process.kill(-this.child.pid, 'SIGKILL');
    } catch {
      // nothing is
    }
  }
}

async function until(what: () => string, condition: () => boolean): Promise<void> {
  // a condition that never comes true is the test's time limit
  for (let turn = 0; !condition(); turn += 1) {
    if (turn === 3000) throw new Error(`waited in vain for ${what()}`);
    await pause(10);
  }
}

/** A folder that a script takes for the root of its container, and programs that it finds on PATH. */
export class ScriptBench {
  readonly folder = mkdtempSync(join(tmpdir(), 'cai-'));
  private readonly running: RunningScript[] = [];

  constructor() {
    mkdirSync(this.path('bin'));
    mkdirSync(this.path('run'));
    this.write('proc/self/mountinfo', '');
    this.write('calls', '');
  }

  /** The place of a path of the container. */
  path(inside: string): string {
    return join(this.folder, inside);
  }

  write(path: string, text: string | Buffer): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), text);
  }

  read(path: string): string {
    return readFileSync(this.path(path), 'utf8');
  }

  remove(path: string): void {
    rmSync(this.path(path), { recursive: true });
  }

  exists(path: string): boolean {
    return existsSync(this.path(path));
  }

  /** Puts a program on PATH. It finds the bench in $BENCH, and `call` notes its name and arguments. */
  program(name: string, body: string): void {
    const note = `call() { echo "${name}\${1:+ }$*" >> "$BENCH/calls"; }`;
    this.write(`bin/${name}`, `#!/bin/sh\n${note}\n${body}\n`);
    chmodSync(this.path(`bin/${name}`), 0o755);
  }

  /** What programs have noted, with the bench's folder left out. */
  get calls(): string[] {
    return this.read('calls').replaceAll(this.folder, '').split('\n').filter(Boolean);
  }

  async called(text: string): Promise<void> {
    await this.calledTimes(text, 1);
  }

  async calledTimes(text: string, times: number): Promise<void> {
    await until(
      () => `the call ${text}, ${times} times`,
      () => this.calls.filter((call) => call.includes(text)).length >= times,
    );
  }

  async appears(path: string): Promise<void> {
    await until(
      () => path,
      () => this.exists(path),
    );
  }

  /** The text with every path of the container at its place on the bench. */
  relocated(text: string): string {
    return text.replaceAll(/\/(run|proc|etc)\/(?=[a-z])/gu, (path) => `${this.folder}${path}`);
  }

  /** Runs a script as a sidecar runs it. */
  start(
    script: string,
    command: readonly string[],
    env: Readonly<Record<string, string>>,
    shell = ['/bin/sh'],
  ): RunningScript {
    const [program = '', ...flags] = shell;
    const path = [this.path('bin'), process.env['PATH'] ?? '', '/usr/sbin', '/sbin'].join(delimiter);
    const child = spawn(program, [...flags, '-c', this.relocated(script), 'cai', ...command], {
      env: { PATH: path, BENCH: this.folder, ...env },
      detached: true,
    });
    const script_ = new RunningScript(child);
    this.running.push(script_);
    return script_;
  }

  clear(): void {
    for (const each of this.running) each.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
