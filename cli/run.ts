import { Command, CommanderError } from 'commander';
import { ProblemsError } from '../problems';
import { CommandError, exitCodes } from './command-error';
import type { CommandDefinition } from './command-definition';
import { commands } from './commands';
import { unexpected, wrongUsage } from './general-problems';
import { Interruption, type Io } from './io';
import { report } from './reporting';
import { packageVersion } from './version';

const after = `
Exit codes:
  0  done, and nothing is wrong
  1  something is wrong or refused; every problem is on standard error, one a line
  2  wrong usage, or input that cannot be read

"cai <command> --help" is the manual of a command. Error codes: docs/errors.md.`;

/** The command line of `cai` with everything it knows. */
export function program(io: Io, definitions: readonly CommandDefinition[] = commands): Command {
  const root = new Command('cai')
    .description('Confidential vLLM inference on Kubernetes, from one typed description')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print the help of a command')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('after', after)
    // a command and one below it may have options of one name
    .enablePositionalOptions()
    .exitOverride()
    .configureHelp({ showGlobalOptions: false })
    .configureOutput({
      writeOut: (text) => {
        io.stdout.write(text);
      },
      // what it prints where a command is missing: the help
      writeErr: (text) => {
        io.stderr.write(text);
      },
      // its messages become problems below
      outputError: () => undefined,
      getErrHelpWidth: () => Math.min(io.stderr.columns ?? 100, 120),
      getErrHasColors: () => io.stderr.hasColour,
      getOutHelpWidth: () => Math.min(io.stdout.columns ?? 100, 120),
      getOutHasColors: () => io.stdout.hasColour,
    });
  for (const define of definitions) define(root, io);
  refuseRepeated(root);
  return root;
}

/** Of an option given twice commander takes the last value without a word: the other is what somebody wanted too. */
function refuseRepeated(command: Command): void {
  for (const option of command.options) {
    if (!option.required || option.variadic) continue;
    let isGiven = false;
    command.on(`option:${option.name()}`, () => {
      if (isGiven) command.error(`error: option '${option.flags}' is given twice, and takes one value`);
      isGiven = true;
    });
  }
  command.commands.forEach(refuseRepeated);
}

/**
 * Runs one command line.
 *
 * @param args what follows `cai`
 * @returns what the program ends with: 0 done, 1 wrong or refused, 2 wrong usage or unreadable input, 130 or 143 interrupted
 */
export async function run(
  args: readonly string[],
  io: Io,
  definitions: readonly CommandDefinition[] = commands,
): Promise<number> {
  const root = program(io, definitions);
  root.hook('preAction', (_, acting) => {
    if (acting.opts().output === 'json') io.problemFormat = 'json';
  });
  try {
    await root.parseAsync(args, { from: 'user' });
    return io.exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return endOfParsing(io, error, commandLine(root, args));
    return endOfAction(io, error);
  }
}

function endOfParsing(io: Io, { code, exitCode, message }: CommanderError, command: string): number {
  // help and version that were asked for
  if (exitCode === 0) return exitCodes.success;
  if (code !== 'commander.help') {
    const reason = message.replace(/^error: /, '').replaceAll('\n', ' ');
    report(io, [wrongUsage.at('', { reason, command })]);
  }
  return exitCodes.usage;
}

function endOfAction(io: Io, error: unknown): number {
  if (error instanceof Interruption) {
    io.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof ProblemsError) {
    report(io, error.problems);
    return error instanceof CommandError ? error.exitCode : exitCodes.refused;
  }
  report(io, [unexpected.at('', { reason: error instanceof Error ? error.message : String(error) })]);
  return exitCodes.refused;
}

/** The deepest command that the arguments name, as its help is asked for. */
function commandLine(root: Command, args: readonly string[]): string {
  const names = ['cai'];
  let command = root;
  for (const word of args) {
    const below = command.commands.find((one) => one.name() === word);
    if (!below) continue;
    command = below;
    names.push(word);
  }
  return names.join(' ');
}
