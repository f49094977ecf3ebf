import { Interruption, type Io, type Output } from './io';

function hasColour(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean {
  // https://no-color.org: any text but the empty one switches colours off
  return stream.isTTY && !env.NO_COLOR && env.TERM !== 'dumb';
}

function output(stream: NodeJS.WriteStream): Output {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // the reader has seen enough, as `head` has: that is no failure
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  return {
    write: (text) => void stream.write(text),
    isTerminal: stream.isTTY,
    hasColour: hasColour(stream, process.env),
    columns: stream.columns,
  };
}

/** The process's own streams, environment and signals. */
export function processIo(): Io {
  let controller: AbortController | undefined;
  return {
    stdin: { stream: process.stdin, isTerminal: process.stdin.isTTY },
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    now: () => performance.now(),
    get signal() {
      // Handlers are set only for commands that look: the others keep the system's way to end, which is at once. A second
      // signal finds no handler, so that a clean-up that hangs can be ended.
      if (!controller) {
        const asked = (controller = new AbortController());
        for (const name of ['SIGINT', 'SIGTERM'] as const) {
          process.once(name, () => {
            asked.abort(new Interruption(name));
          });
        }
      }
      return controller.signal;
    },
    problemFormat: 'text',
    exitCode: 0,
  };
}
