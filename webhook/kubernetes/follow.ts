import { StringDecoder } from 'node:string_decoder';
import { setTimeout as sleep } from 'node:timers/promises';
import { KubernetesError, type KubernetesClient, type KubernetesObject } from './client';

/** One object to follow. */
export interface Followed {
  /** Path of the collection: `/api/v1/namespaces/cai/secrets`. */
  readonly collection: string;
  readonly name: string;
}

export interface FollowOptions {
  readonly signal: AbortSignal;
  /** Called with the object as it is, and undefined when there is none; once at first, then at each change, never twice at once. */
  readonly changed: (object: KubernetesObject | undefined) => Promise<void> | void;
  readonly failed: (error: unknown) => void;
  /** First and longest pause after a failure, in milliseconds. @default 200 and 30000 */
  readonly pauses?: { readonly first: number; readonly longest: number };
}

// Shorter than connections are cut that nobody speaks on. After each watch the object is read again, so that nothing is missed
// for longer than this even when the network loses a connection without a word.
const watchSeconds = 120;
const maxLineLength = 4 * 1024 * 1024;

/**
 * Follows one object until the signal. It is read, then watched without a resource version: such a watch begins with the object
 * as it is, so that nothing can be too old, and the verbs get and watch on one name suffice.
 */
export async function follow(client: KubernetesClient, followed: Followed, options: FollowOptions): Promise<void> {
  const { signal, pauses = { first: 200, longest: 30_000 } } = options;
  const seen = new Seen(options);
  let pause = pauses.first;
  const isOver = (): boolean => signal.aborted;
  while (!isOver()) {
    try {
      await seen.now(await client.get(pathOf(followed)));
      // a signal that came while the object was read tells its listeners nothing any more
      if (isOver()) return;
      await watch(client, followed, seen, signal);
      pause = pauses.first;
    } catch (error) {
      if (isOver()) return;
      options.failed(error);
      pause = Math.min(pause * 2, pauses.longest);
    }
    await sleep(pause * (0.5 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
  }
}

function pathOf({ collection, name }: Followed): string {
  return `${collection}/${name}`;
}

/** Drops what has been told already. */
class Seen {
  private last: string | undefined = 'nothing yet';

  constructor(private readonly options: FollowOptions) {}

  async now(object: KubernetesObject | undefined): Promise<void> {
    const version = object === undefined ? undefined : `${object.metadata.uid}/${object.metadata.resourceVersion}`;
    if (version === this.last) return;
    this.last = version;
    await this.options.changed(object);
  }
}

interface WatchEvent {
  readonly type: string;
  readonly object: KubernetesObject & { readonly code?: number; readonly reason?: string };
}

async function watch(client: KubernetesClient, followed: Followed, seen: Seen, signal: AbortSignal): Promise<void> {
  const { collection, name } = followed;
  const query = `watch=true&fieldSelector=metadata.name%3D${name}&timeoutSeconds=${watchSeconds}`;
  // AbortSignal.any would do, but in Node.js 20 the signal that lives on keeps every one that was made of it
  const over = new AbortController();
  const end = (): void => {
    over.abort();
  };
  const timer = setTimeout(end, (watchSeconds + 10) * 1000);
  signal.addEventListener('abort', end);
  try {
    const answer = await client.watch(`${collection}?${query}`, over.signal);
    // what went after it was read and before the watch began is in neither: a watch tells at its begin what there is, not what is not
    if ((await client.get(pathOf(followed))) === undefined) await seen.now(undefined);
    for await (const line of linesOf(answer)) {
      const { type, object } = JSON.parse(line) as WatchEvent;
      if (type === 'ERROR') throw new KubernetesError(object.code ?? 0, object.reason ?? '', 'the watch ended');
      if (type === 'ADDED' || type === 'MODIFIED') await seen.now(object);
      if (type === 'DELETED') await seen.now(undefined);
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    // an answer that nobody reads any more would keep its connection
    end();
  }
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of chunks) {
    rest += decoder.write(chunk);
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxLineLength) throw new KubernetesError(200, 'TooLarge', 'a line of the watch is too large');
    yield* lines.filter((line) => line !== '');
  }
}
