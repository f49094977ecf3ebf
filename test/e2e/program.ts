import { spawn } from 'node:child_process';

export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
}

export interface CommandOptions {
  input?: string;
  timeoutSeconds?: number;
  env?: Record<string, string>;
}

interface ProgramOptions extends CommandOptions {
  readonly folder?: string;
  readonly onErrorLine?: (line: string) => void;
}

const running = new Set<number>();

/** Runs a program to its end and answers how it ended, whatever its exit code; 124 when its time was up. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<CommandResult> {
  // setpriv: a runner that is killed takes the programs that it waits for along
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], {
    cwd: options.folder,
    env: { ...process.env, ...options.env },
    detached: true,
  });
  const { pid } = child;
  const result: CommandResult = { code: -1, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (result.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    result.stderr += text;
    if (options.onErrorLine) text.split('\n').filter(Boolean).forEach(options.onErrorLine);
  });
  // a program that does not read its input to the end says so by its exit code
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  if (pid) running.add(pid);
  let timedOut = false;
  const seconds = options.timeoutSeconds ?? 300;
  const timer = setTimeout(() => {
    timedOut = true;
    if (pid) killGroup(pid, 'SIGKILL');
  }, seconds * 1000);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      if (pid) running.delete(pid);
      const answer = (): void => {
        result.code = timedOut ? 124 : (code ?? 128);
        if (timedOut) result.stderr += `\nended after ${seconds} s: ${program} ${args.join(' ')}`;
        else if (signal) result.stderr += `\nended by ${signal}`;
        resolve(result);
      };
      // on a busy machine what was printed comes long after the end; but what the program left running may hold its output open
      const late = setTimeout(answer, 2000);
      child.once('close', () => {
        clearTimeout(late);
        answer();
      });
    });
  });
}

/** What a program prints; an error with its last lines where it fails. */
export async function printed(program: string, args: readonly string[], options: ProgramOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await runProgram(program, args, options);
  if (code !== 0)
    throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${lastLines(stderr || stdout, 30)}`);
  return stdout;
}

export function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

/** Programs run in groups of their own, so that a Ctrl-C of the terminal does not reach them: this does. */
export function killRunningPrograms(): void {
  for (const pid of running) killGroup(pid, 'SIGKILL');
}

/** Answers whether there was anybody to receive the signal. */
export function killGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(-leader, signal);
    return true;
  } catch {
    return false;
  }
}
