import type { Problem } from '../problems';
import type { Io, Output } from './io';

const colours = { error: 31, warning: 33, success: 32, faint: 90, strong: 1 } as const;

/** Text in a colour where the output shows colours. */
export function coloured(output: Output, colour: keyof typeof colours, text: string): string {
  return output.hasColour ? `\u001b[${colours[colour]}m${text}\u001b[0m` : text;
}

/** Writes problems and warnings to standard error, one a line: as text, or with `-o json` each as a JSON object. */
export function report(io: Io, problems: readonly Problem[]): void {
  for (const problem of problems) io.stderr.write(`${line(io, problem)}\n`);
}

function line(io: Io, problem: Problem): string {
  if (io.problemFormat === 'json') return JSON.stringify(problem);
  return `${coloured(io.stderr, problem.severity, `${problem.severity}:`)} ${problem.message}`;
}

/** Writes a result to standard output as JSON. */
export function printJson(io: Io, result: unknown): void {
  io.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
}
