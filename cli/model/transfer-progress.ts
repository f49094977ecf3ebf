import type { Io } from '../io';
import { Progress } from '../progress';
import { bytesText, durationText } from './amounts';

/** How much there is to do. */
export interface Workload {
  readonly bytes: number;
  readonly files: number;
}

const rateOver = 10_000;
const sampleEvery = 500;

/** Tells how far a model is: bytes, files, how fast, and how long it still takes. */
export class TransferProgress {
  private bytes = 0;
  private files = 0;
  private readonly progress: Progress;
  private samples: { readonly time: number; readonly bytes: number }[];

  /** @param verb what is done, as in "encrypting" */
  public constructor(
    private readonly io: Io,
    private readonly verb: string,
    private readonly whole: Workload,
  ) {
    this.progress = new Progress(io);
    this.samples = [{ time: io.now(), bytes: 0 }];
  }

  public add(bytes: number, path: string): void {
    this.bytes += bytes;
    this.show(path);
  }

  /** Counts bytes that needed no work, or takes away those that need it again: neither says how fast the work is. */
  public skip(bytes: number): void {
    this.bytes += bytes;
    this.samples = this.samples.map((sample) => ({ time: sample.time, bytes: sample.bytes + bytes }));
  }

  public fileDone(path: string): void {
    this.files += 1;
    this.show(path);
  }

  public clear(): void {
    this.progress.clear();
  }

  private show(path: string): void {
    const time = this.io.now();
    const last = this.samples.at(-1);
    if (last && time - last.time >= sampleEvery) {
      this.samples.push({ time, bytes: this.bytes });
      this.samples = this.samples.filter((sample) => time - sample.time <= rateOver);
    }
    this.progress.update(() => this.text(time, path));
  }

  private text(time: number, path: string): string {
    const { bytes, files } = this.whole;
    const percent = bytes === 0 ? 100 : Math.floor((this.bytes / bytes) * 100);
    const [first] = this.samples;
    const rate = first && time > first.time ? (this.bytes - first.bytes) / (time - first.time) : 0;
    const speed = rate > 0 ? [`${bytesText(rate * 1000)}/s`, `${durationText((bytes - this.bytes) / rate)} left`] : [];
    return [
      `${this.verb} ${bytesText(this.bytes)} of ${bytesText(bytes)} (${percent} %)`,
      `${this.files} of ${files} files`,
      ...speed,
      // control characters in a name would move the cursor
      path.replace(/\p{C}/gu, '?'),
    ].join(', ');
  }
}
