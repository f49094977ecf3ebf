import { pino, destination, type DestinationStream, type Logger } from 'pino';

export type Log = Logger;

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

// A write for each line would cost a fifth of an admission. A line waits for so many others, or so many milliseconds.
const fullBuffer = 8192;
const maxWaitMs = 100;

/** Bytes that wait for whoever reads the output; what comes beyond is lost. */
const maxWaiting = 4 * 1024 * 1024;

function standardOutput(): DestinationStream & { flush(done: (error?: Error) => void): void } {
  const output = destination({ dest: 1, sync: false, minLength: fullBuffer, maxLength: maxWaiting });
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    timer = undefined;
    output.flush();
  };
  return {
    write: (line) => {
      output.write(line);
      timer ??= setTimeout(flush, maxWaitMs);
    },
    flush: (done) => {
      output.flush(done);
    },
  };
}

/** The time of a line, as `Date` has it. The text of its second is kept: making it costs as much as the rest of the line. */
function clock(): () => string {
  let [second, text] = [NaN, ''];
  return () => {
    const now = Date.now();
    if (Math.floor(now / 1000) !== second) {
      second = Math.floor(now / 1000);
      text = new Date(now).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS.'.length);
    }
    return `,"time":"${text}${String(now % 1000).padStart(3, '0')}Z"`;
  };
}

/** A log of one JSON line an entry. It never gets an object of Kubernetes, the text of a body or key material. */
export function openLog(level: LogLevel, to: DestinationStream = standardOutput()): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: clock(),
      formatters: { level: (label) => ({ level: label }) },
    },
    to,
  );
}

/**
 * An error as it may stand in a log: its name and where it was thrown. Its message may quote what was being read, so it is left out.
 */
export function placeOf(failure: unknown): { error: string; at: string[] } {
  if (!(failure instanceof Error)) return { error: typeof failure, at: [] };
  const frames = (failure.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line));
  return { error: failure.name, at: frames.slice(0, 8).map((line) => line.trim()) };
}

/** Keeps strangers from filling the log: so many lines in a time, and how many were not written. */
export class LineLimit {
  private start = 0;
  private count = 0;
  private unsaid = 0;

  constructor(
    private readonly most: number,
    private readonly milliseconds: number,
  ) {}

  /** How many lines were not written since the last one; undefined: this one is not to be written either. */
  take(now = Date.now()): number | undefined {
    if (now - this.start >= this.milliseconds) [this.start, this.count] = [now, 0];
    if (this.count >= this.most) {
      this.unsaid++;
      return undefined;
    }
    this.count++;
    const { unsaid } = this;
    this.unsaid = 0;
    return unsaid;
  }
}
