import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '../../support/scratch-folder';

/** A call of a stand-in. */
export interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Programs that play gocryptfs, fusermount3 and ossutil, and write down how they are called. */
export interface StandInPrograms {
  /** What a command needs to find these programs, and no others. */
  readonly env: { readonly PATH: string; readonly TMPDIR: string };
  readonly calls: () => Call[];
}

export function standInPrograms(names: readonly string[] = ['gocryptfs', 'fusermount3', 'ossutil']): StandInPrograms {
  const folder = scratchFolder();
  const record = join(folder, 'calls');
  for (const name of names) {
    const script = join(__dirname, 'stand-ins', `${name}.js`);
    const program = join(folder, name);
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${script}' '${record}' "$@"\n`);
    chmodSync(program, 0o755);
  }
  return {
    env: { PATH: folder, TMPDIR: scratchFolder() },
    calls: () => {
      if (!existsSync(record)) return [];
      const lines = readFileSync(record, 'utf8').split('\n').filter(Boolean);
      return lines.map((line) => JSON.parse(line) as Call);
    },
  };
}
