import { performance } from 'node:perf_hooks';

/** How long work may keep the process from hearing others, in milliseconds. */
const sliceMs = 2;

/**
 * Work that is done at once while there is little of it, and else bit by bit: between two bits new connections are taken and bytes are
 * received, however many requests came in at one time. Each address has its turn.
 */
export class Turns {
  private readonly waiting = new Map<string, (() => void)[]>();
  private spent = 0;
  private isScheduled = false;

  constructor(private readonly clock: () => number = () => performance.now()) {}

  run(address: string, work: () => void): void {
    if (this.waiting.size === 0 && this.spent < sliceMs) {
      this.do(work);
    } else {
      const ofAddress = this.waiting.get(address);
      if (ofAddress === undefined) this.waiting.set(address, [work]);
      else ofAddress.push(work);
    }
    if (this.isScheduled) return;
    this.isScheduled = true;
    setImmediate(this.next);
  }

  private readonly next = (): void => {
    this.isScheduled = false;
    this.spent = 0;
    while (this.waiting.size > 0 && this.spent < sliceMs) {
      const [first] = this.waiting;
      if (first === undefined) break;
      const [address, work] = first;
      const now = work.shift();
      // to the end of the line, if more of it waits
      this.waiting.delete(address);
      if (work.length > 0) this.waiting.set(address, work);
      if (now !== undefined) this.do(now);
    }
    if (this.waiting.size === 0) return;
    this.isScheduled = true;
    setImmediate(this.next);
  };

  private do(work: () => void): void {
    const start = this.clock();
    work();
    this.spent += this.clock() - start;
  }
}
