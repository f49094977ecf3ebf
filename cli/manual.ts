import { Option, type Command } from 'commander';
import { descriptionFile } from './description/file-name';

/** What the help of a command says beyond its options, as a page of a manual does. */
export interface Manual {
  /** Paragraphs: what the command reads, does and leaves behind. */
  readonly description: readonly string[];
  /** What each exit code means here. @default - those of every command */
  readonly exitCodes?: Readonly<Record<number, string>>;
  /** Command lines with what they do. At least one. */
  readonly examples: readonly (readonly [command: string, explanation: string])[];
}

const usualExitCodes: Readonly<Record<number, string>> = {
  0: 'done, and nothing is wrong',
  1: 'something is wrong or refused; every problem is on standard error, one a line',
  2: 'wrong usage, or input that cannot be read',
};

/** Puts a manual into a command's help. */
export function describe(command: Command, { description, exitCodes, examples }: Manual): Command {
  const codes = Object.entries({ ...usualExitCodes, ...exitCodes }).map(([code, text]) => `  ${code}  ${text}`);
  const shown = examples.map(([line, explanation]) => `  # ${explanation}\n  ${line}`);
  return command
    .description(description.join('\n\n'))
    .addHelpText('after', `\nExit codes:\n${codes.join('\n')}\n\nExamples:\n${shown.join('\n\n')}`);
}

/** The option `-o`; the first format is the default. With `json`, problems on standard error are JSON objects too. */
export function outputOption(formats: readonly [string, ...string[]] = ['text', 'json']): Option {
  return new Option('-o, --output <format>', 'how the result is written').choices(formats).default(formats[0]);
}

/** The option `-c`, which names the description of the deployment. */
export function descriptionOption(): Option {
  return new Option('-c, --config <file>', 'the description of the deployment').default(descriptionFile);
}
