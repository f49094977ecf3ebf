import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { compiledOnce, runProgram } from '../library/program';
import { helmBinary, type Outcome } from '../support/helm-binary';
import { cloneSources } from '../support/rooms';
import { scratchFolder } from '../support/scratch-folder';

export const repository = join(__dirname, '../..');

// installing and testing is what surrounds the test that runs this
const npmStandIn = `#!/bin/sh
case "$1" in ci) test -f package-lock.json ;; test) : ;; *) PATH="\${PATH#*:}" exec npm "$@" ;; esac
`;

// Pages call npx for programs of node_modules alone. The real one spends a second finding out that nothing is to be installed.
const npxStandIn = `#!/bin/sh
program=node_modules/.bin/$1; shift; exec "$program" "$@"
`;

/** A copy of the repository in which commands of the pages run and leave what they leave. */
export class Workbench {
  readonly folder = scratchFolder();
  readonly #bin = scratchFolder();

  constructor() {
    for (const path of cloneSources) cpSync(join(repository, path), join(this.folder, path), { recursive: true });
    symlinkSync(join(repository, 'node_modules'), join(this.folder, 'node_modules'));
    writeFileSync(join(this.#bin, 'npm'), npmStandIn, { mode: 0o755 });
    writeFileSync(join(this.#bin, 'npx'), npxStandIn, { mode: 0o755 });
    symlinkSync(helmBinary(), join(this.#bin, 'helm'));
    symlinkSync(join(this.folder, 'cli/cai.js'), join(this.#bin, 'cai'));
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.folder, path), text);
  }

  shell(script: string): Promise<Outcome> {
    return this.#run('sh', ['-ec', script]);
  }

  /** Runs a program of a page. It finds the library by the library's name. */
  program(path: string): Promise<Outcome> {
    return this.#run(process.execPath, ['-r', 'ts-node/register', path]);
  }

  #run(command: string, args: readonly string[]): Promise<Outcome> {
    return runProgram(command, args, this.folder, {
      PATH: `${this.#bin}${delimiter}${process.env.PATH ?? ''}`,
      NODE_OPTIONS: `--require ${compiledOnce}`,
    });
  }
}
