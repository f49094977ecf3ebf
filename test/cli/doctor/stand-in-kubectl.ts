import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '../../support/scratch-folder';

/** What the stand-in says: the first answer all of whose words are in the command line. */
export interface KubectlAnswer {
  readonly words: readonly string[];
  readonly stdout?: unknown;
  readonly code?: number;
}

/** A program that takes kubectl's place and answers from a table; what it is not told about is an empty answer. */
export function standInKubectl(answers: readonly KubectlAnswer[]): string {
  const folder = scratchFolder();
  const lines = answers.map(({ words, stdout = '', code = 0 }, index) => {
    const file = join(folder, `${index}`);
    writeFileSync(file, typeof stdout === 'string' ? stdout : JSON.stringify(stdout));
    return `if has ${words.join(' ')}; then cat ${file}; exit ${code}; fi`;
  });
  const path = join(folder, 'kubectl');
  writeFileSync(
    path,
    `#!/bin/sh
line=" $* "
has() { for word; do case $line in *" $word "*) ;; *) return 1 ;; esac; done; }
${lines.join('\n')}
`,
  );
  chmodSync(path, 0o755);
  return path;
}
