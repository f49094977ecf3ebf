import { type Problem, ProblemsError } from '../problems';

/** What the program ends with. */
export const exitCodes = {
  success: 0,
  /** Something was found to be wrong, or is refused. */
  refused: 1,
  /** The command could not begin: wrong usage, or input that cannot be read. */
  usage: 2,
} as const;

/** Ends a command with problems, which are printed one a line. */
export class CommandError extends ProblemsError {
  public constructor(
    problems: readonly Problem[],
    public readonly exitCode: 1 | 2 = exitCodes.refused,
  ) {
    super(problems);
    this.name = 'CommandError';
  }
}

/** A {@link CommandError} for wrong usage or for input that cannot be read: the program ends with 2. */
export function unusable(...problems: readonly Problem[]): CommandError {
  return new CommandError(problems, exitCodes.usage);
}
