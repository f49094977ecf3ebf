import { setTimeout as sleep } from 'node:timers/promises';

/** Whoever can say that waiting is in vain, and why. */
export interface Watched {
  /** That it has ended, and its last words. */
  readonly failure?: string | undefined;
  /** The end of its log. */
  tail(): string;
}

/** Waits until `probe` answers true: bounded, and its error says what it waited for and what the logs say. */
export async function waitFor(
  what: string,
  seconds: number,
  probe: () => boolean | Promise<boolean>,
  watched: readonly Watched[] = [],
): Promise<void> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const failure = watched.find((each) => each.failure !== undefined)?.failure;
    if (failure !== undefined) throw new Error(`${what}: ${failure}`);
    if (await probe()) return;
    if (performance.now() > end) {
      throw new Error([`waited ${seconds} s in vain for ${what}`, ...watched.map((each) => each.tail())].join('\n'));
    }
    await sleep(50);
  }
}
