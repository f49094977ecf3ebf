export type Say = (text: string) => void;

/** Lines with the seconds since the run began. */
export function stopwatch(): Say {
  const start = performance.now();
  return (text) => {
    console.log(`[${seconds(performance.now() - start).padStart(8)}] ${text}`);
  };
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** While long work goes on: a line every ten seconds that says how far it is. */
export async function withProgress<T>(say: Say, state: () => string, work: Promise<T>): Promise<T> {
  const timer = setInterval(() => {
    say(`  ${state()}`);
  }, 10_000);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}
