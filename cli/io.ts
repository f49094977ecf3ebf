/** Where a command writes. */
export interface Output {
  write(text: string): void;
  /** Whether a person reads this as it appears. */
  readonly isTerminal: boolean;
  /** Whether escape sequences for colours are wanted. */
  readonly hasColour: boolean;
  /** Width of the terminal in characters. @default - it is not a terminal */
  readonly columns?: number;
}

/** Where a command reads what is piped or typed. */
export interface Input {
  readonly stream: NodeJS.ReadableStream;
  readonly isTerminal: boolean;
}

/**
 * Everything outside the program that a command may use, so that tests run commands within their own process. A command uses
 * neither `process` nor `console`.
 */
export interface Io {
  readonly stdin: Input;
  /** The result, and nothing else. */
  readonly stdout: Output;
  /** Problems, warnings, questions and progress. */
  readonly stderr: Output;
  readonly env: NodeJS.ProcessEnv;
  /** Absolute path that relative paths start from. */
  readonly cwd: string;
  /** Milliseconds since some moment; only differences mean something. */
  readonly now: () => number;
  /**
   * Aborted when the user or the system wants the program to end; its reason is an {@link Interruption}. A command that never
   * asks for it is ended at once. One that does must end by itself, after it has cleaned up.
   */
  readonly signal: AbortSignal;
  /** How problems are written: set from `-o json` before a command's action starts. */
  problemFormat: 'text' | 'json';
  /** What the program ends with if the action returns. @default 0 */
  exitCode: number;
}

/** Why a command was asked to stop. */
export class Interruption extends Error {
  public constructor(public readonly signal: 'SIGINT' | 'SIGTERM') {
    super(`interrupted by ${signal}`);
  }

  /** What shells report for a program that the signal ended. */
  public get exitCode(): number {
    return this.signal === 'SIGINT' ? 130 : 143;
  }
}
