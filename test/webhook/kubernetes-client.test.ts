import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { mintAuthority, mintServing } from '../../webhook/certificates';
import { KubernetesClient, KubernetesError, type KubernetesObject } from '../../webhook/kubernetes/client';
import { follow } from '../../webhook/kubernetes/follow';
import { FakeApi } from './fake-api';
import { until } from './running-webhook';

const collection = '/api/v1/namespaces/cai/secrets';
const path = `${collection}/it`;
const nothing = (): Promise<undefined> => Promise.resolve(undefined);

let api: FakeApi;
let client: KubernetesClient;

beforeEach(async () => {
  api = new FakeApi();
  client = new KubernetesClient({ url: await api.start(), token: nothing, authority: nothing });
});

afterEach(async () => {
  client.close();
  await api.stop();
});

describe('requests', () => {
  test('an object that is not there is undefined', async () => {
    expect(await client.get(path)).toBeUndefined();
  });

  test('of two that replace an object, the second is told', async () => {
    const object = api.put(path, { a: 1 });
    expect(await client.replace(path, { ...object, a: 2 })).toMatchObject({ a: 2 });
    await expect(client.replace(path, { ...object, a: 3 })).rejects.toMatchObject({ status: 409, reason: 'Conflict' });
    expect(api.get(path)).toMatchObject({ a: 2 });
  });

  test.each([401, 403, 429, 500, 503])('status %i is an error that says so', async (status) => {
    api.trouble = () => status;
    await expect(client.get(path)).rejects.toThrow(KubernetesError);
    await expect(client.get(path)).rejects.toMatchObject({ status, reason: 'Trouble' });
  });

  test('over TLS only the given authority is trusted; token and authority are read for each request', async () => {
    const [first, second] = [mintAuthority(Date.now(), 1e9), mintAuthority(Date.now(), 1e9)];
    const tokens: (string | undefined)[] = [];
    const serving = mintServing(first, ['localhost'], Date.now(), 1e8);
    const server = createServer({ cert: serving.certificate, key: serving.key }, (request, response) => {
      tokens.push(request.headers.authorization);
      response.end('{"metadata":{"name":"it"}}');
    });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    let [token, authority] = ['one', first.certificate];
    const secure = new KubernetesClient({
      url: `https://localhost:${(server.address() as AddressInfo).port}`,
      token: () => Promise.resolve(token),
      authority: () => Promise.resolve(authority),
    });
    await secure.get(path);
    token = 'two';
    await secure.get(path);
    authority = second.certificate;
    await expect(secure.get(path)).rejects.toThrow(/certificate/);
    expect(tokens).toEqual(['Bearer one', 'Bearer two']);
    secure.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('following', () => {
  let seen: (KubernetesObject | undefined)[];
  let failures: unknown[];
  let end: AbortController;
  let following: Promise<void>;

  function start(): void {
    [seen, failures, end] = [[], [], new AbortController()];
    following = follow(
      client,
      { collection, name: 'it' },
      {
        signal: end.signal,
        changed: (object) => {
          seen.push(object);
        },
        failed: (error) => failures.push(error),
        pauses: { first: 5, longest: 20 },
      },
    );
  }

  afterEach(async () => {
    end.abort();
    await following;
  });

  test('tells of the object as it is, and of each change once', async () => {
    api.put(path, { a: 1 });
    start();
    await until(() => api.watches === 1);
    api.put(path, { a: 2 });
    api.put(`${collection}/other`, { a: 9 });
    api.remove(path);
    api.put(path, { a: 3 });
    await until(() => seen.length >= 4);
    expect(seen.map((object) => object?.a)).toEqual([1, 2, undefined, 3]);
    expect(failures).toEqual([]);
  });

  test('tells that there is none', async () => {
    start();
    await until(() => seen.length === 1);
    expect(seen).toEqual([undefined]);
  });

  test('ends where the signal comes before the watch', async () => {
    api.put(path, { a: 1 });
    start();
    await until(() => seen.length === 1);
    end.abort();
    await following;
    const other = new AbortController();
    const changed = (): void => {
      other.abort();
    };
    // without an end it would stay for as long as a watch does
    await follow(client, { collection, name: 'it' }, { signal: other.signal, changed, failed: changed });
    expect(api.watches).toBe(0);
  }, 20_000);

  test('sees what changed while the connection was away', async () => {
    api.put(path, { a: 1 });
    start();
    await until(() => api.watches === 1);
    api.trouble = () => 503;
    api.cutWatches();
    await until(() => failures.length > 2);
    api.put(path, { a: 2 });
    api.trouble = undefined;
    await until(() => seen.length === 2);
    expect(seen.map((object) => object?.a)).toEqual([1, 2]);
  });

  test('sees that the object went between the reading and the watch, which says nothing of what is not there', async () => {
    api.put(path, { a: 1 });
    api.trouble = ({ path: asked }) => {
      if (asked.includes('watch=true')) api.remove(path);
      return undefined;
    };
    start();
    await until(() => seen.length === 2);
    expect(seen.map((object) => object?.a)).toEqual([1, undefined]);
    api.put(path, { a: 2 });
    await until(() => seen.length === 3);
    expect(failures).toEqual([]);
  });

  test.each([
    ['an error', '{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}\n'],
    ['what is not JSON', 'x\n'],
  ])('begins anew after %s in the watch', async (_, line) => {
    api.put(path, { a: 1 });
    start();
    await until(() => api.watches === 1);
    api.say(line);
    await until(() => failures.length === 1 && api.watches === 1);
    api.put(path, { a: 2 });
    await until(() => seen.length === 2);
  });

  test('a change that comes in pieces is one change', async () => {
    start();
    await until(() => api.watches === 1);
    const line = JSON.stringify({ type: 'ADDED', object: { a: 'ä', metadata: { name: 'it', resourceVersion: '7' } } });
    for (const byte of Buffer.from(`${line}\n`)) api.say(Buffer.from([byte]));
    await until(() => seen.length === 2);
    expect(seen[1]?.a).toBe('ä');
  });
});
