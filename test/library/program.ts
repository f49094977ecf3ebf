import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Outcome } from '../support/helm-binary';

/** What a program that starts often loads first, so that its TypeScript is not compiled at each start. */
export const compiledOnce = join(__dirname, 'compiled-once.js');

/** Runs a program in a folder and answers how it ended, whatever its exit code. */
export function runProgram(
  command: string,
  args: readonly string[],
  folder: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const options = { cwd: folder, env: { ...process.env, ...variables } };
  return new Promise((resolve, reject) => {
    execFile(command, args, options, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(new Error(`${command} did not run`, { cause: error }));
      else resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}
