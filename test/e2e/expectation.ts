import { setTimeout as sleep } from 'node:timers/promises';

export function expectText(text: string, ...parts: string[]): void {
  for (const part of parts) {
    if (!text.includes(part))
      throw new Error(`expected ${JSON.stringify(part)} in ${JSON.stringify(text.slice(0, 4000))}`);
  }
}

export function expectEqual(actual: unknown, expected: unknown, what: string): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    throw new Error(`${what} is ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`);
  }
}

/** Asks again and again until an answer comes that is not undefined. */
export async function eventually<T>(what: string, seconds: number, ask: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + seconds * 1000;
  let last: unknown;
  while (performance.now() < end) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    await sleep(500);
  }
  throw new Error(`no ${what} within ${seconds} s${last instanceof Error ? `: ${last.message}` : ''}`);
}
