import { performance } from 'node:perf_hooks';

/** How long something took over several runs, in milliseconds. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
  readonly runs: number;
}

/** Times a function over several runs, after one that does not count. */
export async function measure(runs: number, run: () => unknown): Promise<Spread> {
  await run();
  const times: number[] = [];
  for (let count = 0; count < runs; count++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { min: times[0] ?? 0, median: times[Math.floor(runs / 2)] ?? 0, max: times.at(-1) ?? 0, runs };
}

/** One line of the report: what was measured beside what it may cost. */
export function reportLine(what: string, { min, median, max, runs }: Spread, budget: number): string {
  const figures = [min, median, max].map((time) => time.toFixed(1).padStart(8)).join(' ');
  return `${what.padEnd(44)} ${figures}   budget ${budget.toFixed(0).padStart(5)} ms   ${median <= budget ? 'within' : 'OVER'} (${runs} runs)`;
}
