import type { Io } from './io';

const redrawEvery = 100;
const lineEvery = 10_000;

/**
 * Tells how far long work is: on a terminal in one line that is drawn anew, elsewhere as a line every ten seconds, so that a
 * log stays short. Only on standard error.
 */
export class Progress {
  private last: number;
  private isDrawn = false;

  public constructor(private readonly io: Io) {
    // work that is over at once shows nothing in a log
    this.last = io.stderr.isTerminal ? -Infinity : io.now();
  }

  /** Where the work stands now. Call it as often as you like: most calls write nothing, and then `text` is not asked. */
  public update(text: () => string): void {
    const { stderr, now } = this.io;
    const time = now();
    if (time - this.last < (stderr.isTerminal ? redrawEvery : lineEvery)) return;
    this.last = time;
    if (!stderr.isTerminal) {
      stderr.write(`${text()}\n`);
      return;
    }
    this.isDrawn = true;
    stderr.write(`\r\u001b[K${text().slice(0, Math.max(0, (stderr.columns ?? 80) - 1))}`);
  }

  /** Takes the drawn line away. Call it before anything else is written, also when the work failed. */
  public clear(): void {
    if (this.isDrawn) this.io.stderr.write('\r\u001b[K');
    this.isDrawn = false;
  }
}
