import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type TLSSocket } from 'node:tls';
import { defaultLimits } from '../../webhook/admission-server';
import { largestBody, maxBodyValues } from '../../webhook/request-body';
import type { FakeApi } from './fake-api';
import { pod, podRequest, responseIn, review } from './reviews';
import { caBundleOf, installedApi, RunningWebhook, send, serverName, until } from './running-webhook';

const bodyMemory = 4 * 1024 * 1024;
let api: FakeApi;
let running: RunningWebhook;
/** One that does not wait long for slow clients. */
let impatient: RunningWebhook;
let ca: string;

beforeAll(async () => {
  const installed = await installedApi();
  api = installed.api;
  running = await new RunningWebhook(
    installed.url,
    {},
    { ...defaultLimits, bodyMemory, bodyPatience: 3_600_000 },
  ).start();
  const short = { handshakeTimeout: 300, headersTimeout: 300, requestTimeout: 600 };
  impatient = await new RunningWebhook(installed.url, {}, { ...defaultLimits, ...short }).start();
  await Promise.all([running.ready(), impatient.ready()]);
  ca = caBundleOf(api);
});

afterAll(async () => {
  await Promise.all([running.stop(), impatient.stop()]);
  await api.stop();
});

// whatever came before, the next review is answered
afterEach(async () => {
  expect(responseIn((await send(running.port, ca, review(podRequest(pod())))).body)).toHaveProperty('patch');
});

/** A connection on which bytes can be sent as they are. */
function opened({ port }: RunningWebhook = running): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, ca, servername: serverName }, () => {
      resolve(socket);
    });
    socket.on('error', reject);
  });
}

/** Everything that comes until the server ends the connection. */
function rest(socket: TLSSocket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket
      .on('data', (chunk: Buffer) => (text += chunk.toString()))
      .on('close', () => {
        resolve(text);
      });
  });
}

function head(length: number | string, more = ''): string {
  return `POST /mutate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${more}\r\n`;
}

const good = review(podRequest(pod()));

describe('bodies', () => {
  test.each([
    ['empty', '', 400, 'CAI6106 empty-body'],
    ['white space', '  \n', 400, 'CAI6108 not-json'],
    ['not JSON', '{"kind": "AdmissionReview", secret', 400, 'CAI6108 not-json'],
    ['half of a review', good.slice(0, good.length / 2), 400, 'CAI6108 not-json'],
    ['two reviews', good + good, 400, 'CAI6108 not-json'],
    ['a byte order mark', `\ufeff${good}`, 400, 'CAI6108 not-json'],
    [
      'invalid UTF-8',
      Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
      400,
      'CAI6107 not-utf8',
    ],
    ['too deep', '['.repeat(300_000), 400, 'CAI6109 body-too-deep'],
    [
      'too deep, as JSON',
      `{"a":${'[{"a":'.repeat(30_000)}1${'}]'.repeat(30_000)},"b":"${'x'.repeat(200_000)}"}`,
      400,
      'CAI6109 body-too-deep',
    ],
    ['more values than bytes would tell', `{"a":[${'[],'.repeat(maxBodyValues)}1]}`, 400, 'CAI6114 too-many-values'],
    ['a uid that is a book', review(podRequest(pod(), { uid: 'x'.repeat(1000) })), 400, 'CAI6110 not-a-review'],
    ['null', 'null', 400, 'CAI6110 not-a-review'],
    ['a number', '1', 400, 'CAI6110 not-a-review'],
    ['a list', '[]', 400, 'CAI6110 not-a-review'],
    ['another object', '{"kind":"Pod","apiVersion":"v1"}', 400, 'CAI6110 not-a-review'],
    ['the version before v1', good.replace('k8s.io/v1"', 'k8s.io/v1beta1"'), 400, 'CAI6110 not-a-review'],
    ['another kind of review', good.replace('AdmissionReview', 'ConversionReview'), 400, 'CAI6110 not-a-review'],
    ['no request', review(undefined), 400, 'CAI6110 not-a-review'],
    ['a request that is null', review(null), 400, 'CAI6110 not-a-review'],
    ['no uid', review({ ...podRequest(pod()), uid: undefined }), 400, 'CAI6110 not-a-review'],
    ['a uid that is a number', review(podRequest(pod(), { uid: 7 })), 400, 'CAI6110 not-a-review'],
    ['no kind', review(podRequest(pod(), { kind: undefined })), 400, 'CAI6110 not-a-review'],
    ['too large', `{"a":"${'x'.repeat(largestBody)}"}`, 413, 'CAI6104 body-too-large'],
  ])('%s', async (_, body, status, code) => {
    const answer = await send(running.port, ca, body);
    expect([answer.status, answer.headers['content-type']]).toEqual([status, 'text/plain; charset=utf-8']);
    expect(answer.body.startsWith(`${code}: `)).toBe(true);
    expect(answer.body).not.toContain('secret');
    expect(running.lines.at(-1)).toMatchObject({ level: 'warn', code: code.split(' ')[0], status });
    expect((await running.health('/metrics')).body).toContain(
      `cai_webhook_bad_requests_total{code="${code.split(' ')[0] ?? ''}"}`,
    );
  });

  test('as deep as no object is, but small: it is answered', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const text = review(podRequest(pod({ deep: 'here' }))).replace('"here"', deep);
    const { status, body } = await send(running.port, ca, text);
    expect([status, responseIn(body).uid]).toEqual([200, podRequest(null).uid]);
  });

  test('the largest that is allowed', async () => {
    const object = pod({ filler: '' });
    const filler = 'x'.repeat(largestBody - Buffer.byteLength(review(podRequest(object))));
    const text = review(podRequest({ ...pod({ filler }) }));
    expect(Buffer.byteLength(text)).toBe(largestBody);
    expect((await send(running.port, ca, text)).status).toBe(200);
  });

  test.each([
    ['in chunks', 'Transfer-Encoding: chunked\r\n', '1\r\n \r\n0\r\n\r\n'],
    ['of a length that nobody told', '', ''],
  ])('%s', async (_, header, body) => {
    const socket = await opened();
    const answer = rest(socket);
    socket.write(`POST /mutate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${header}\r\n${body}`);
    expect(await answer).toMatch(/^HTTP\/1.1 411 [^]*CAI6113 length-required/);
  });

  test('too large, of a client that asks first: it is spared the sending', async () => {
    const socket = await opened();
    const answer = rest(socket);
    socket.write(head(largestBody + 1, 'Expect: 100-continue\r\n'));
    const text = await answer;
    expect(text).toMatch(/^HTTP\/1.1 413 /);
    expect(text.toLowerCase()).toContain('connection: close');
  });

  test('a client that asks first and may send', async () => {
    const socket = await opened();
    const answer = rest(socket);
    socket.write(head(Buffer.byteLength(good), 'Connection: close\r\nExpect: 100-continue\r\n'));
    socket.once('data', () => socket.write(good));
    expect(await answer).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK/);
  });

  const left = '"}';

  test('more at once than fit into the memory, of proven clients: the next one is sent away, none harms the server', async () => {
    const sockets = await Promise.all(Array.from({ length: 4 }, () => opened()));
    const answers = sockets.map(rest);
    const length = bodyMemory / sockets.length;
    for (const [index, socket] of sockets.entries()) {
      const proof = review(podRequest(pod(), { uid: `proof-${index}` }));
      socket.write(head(Buffer.byteLength(proof)) + proof);
      await until(() => running.lines.at(-1)?.uid === `proof-${index}`);
      socket.write(head(length, 'Connection: close\r\n') + '{"a":"' + 'x'.repeat(length - 6 - left.length));
    }
    await until(async () => {
      const { status, headers, body } = await send(running.port, ca, 'x'.repeat(10_000));
      if (status !== 503) return false;
      expect([headers['retry-after'], body]).toEqual(['1', expect.stringMatching(/^CAI6105 server-busy/)]);
      return true;
    });
    for (const socket of sockets) socket.write(left);
    for (const answer of await Promise.all(answers)) expect(answer).toMatch(/HTTP\/1.1 400 /);
  });
});

describe('requests', () => {
  test.each([
    ['another path', { path: '/' }, 404, 'CAI6101'],
    ['a path below', { path: '/mutate/x' }, 404, 'CAI6101'],
    ['health on this port', { path: '/healthz', method: 'GET' }, 404, 'CAI6101'],
    ['GET', { method: 'GET' }, 405, 'CAI6102'],
    ['PUT', { method: 'PUT' }, 405, 'CAI6102'],
    ['no content type', { headers: { 'content-type': '' } }, 415, 'CAI6103'],
    ['YAML', { headers: { 'content-type': 'application/yaml' } }, 415, 'CAI6103'],
    ['something like JSON', { headers: { 'content-type': 'application/jsonp' } }, 415, 'CAI6103'],
    ['JSON in another encoding', { headers: { 'content-type': 'application/json; charset=utf-16' } }, 415, 'CAI6103'],
    ['compression', { headers: { 'content-encoding': 'gzip' } }, 415, 'CAI6103'],
  ])('%s', async (_, options, status, code) => {
    const answer = await send(running.port, ca, good, options);
    expect(answer.status).toBe(status);
    expect(answer.body.startsWith(code)).toBe(true);
    expect(answer.headers.allow).toBe(status === 405 ? 'POST' : undefined);
  });

  test.each(['application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"', 'application/json'])(
    'content type %s is fine',
    async (type) => {
      expect((await send(running.port, ca, good, { headers: { 'content-type': type } })).status).toBe(200);
    },
  );

  test('what is not HTTP', async () => {
    const socket = await opened();
    const answer = rest(socket);
    socket.write('\0\0\0 hello\r\n\r\n');
    expect(await answer).toMatch(/^HTTP\/1.1 400 Bad Request/);
  });

  test('headers without end', async () => {
    const socket = await opened();
    const answer = rest(socket);
    socket.write(`POST /mutate HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(100_000)}`);
    expect(await answer).toMatch(/^HTTP\/1.1 431 /);
  });
});

describe('slow and broken clients', () => {
  test('a body that does not come', async () => {
    const socket = await opened(impatient);
    const answer = rest(socket);
    socket.write(head(1000) + '{"kind"');
    expect(await answer).toMatch(/^HTTP\/1.1 408 /);
  });

  test('headers that do not come', async () => {
    const socket = await opened(impatient);
    const answer = rest(socket);
    socket.write('POST /mutate HTTP/1.1\r\nHost');
    expect(await answer).toMatch(/^HTTP\/1.1 408 /);
  });

  test('a connection on which nothing is said', async () => {
    await rest(await opened(impatient));
  });

  test('a handshake that does not come', async () => {
    const { connect: connectPlain } = await import('node:net');
    const socket = connectPlain(impatient.port, '127.0.0.1');
    await new Promise((resolve) => socket.on('close', resolve).resume());
  });

  test('a client that closes its half after the request gets its answer', async () => {
    const socket = await opened();
    const answer = rest(socket);
    socket.end(head(Buffer.byteLength(good)) + good);
    const text = await answer;
    expect(text).toMatch(/^HTTP\/1.1 200 OK/);
    expect(responseIn(text.slice(text.indexOf('\r\n\r\n') + 4))).toHaveProperty('patch');
  });

  test('clients that go away in the middle give back the memory of their bodies', async () => {
    for (let round = 0; round < 10; round++) {
      const socket = await opened();
      socket.write(head(largestBody - 1));
      socket.write(Buffer.alloc(largestBody - 2, 'x'));
      await sleep(5);
      socket.destroy();
    }
    await sleep(50);
    const large = `{"a":"${'x'.repeat(largestBody - 100)}"}`;
    expect((await send(running.port, ca, large)).status).toBe(400);
  });

  test('a review in many pieces that comes before the answer to the last one has left', async () => {
    const large = review(podRequest(pod({ filler: 'x'.repeat(300_000) })));
    const socket = await opened();
    const answer = rest(socket);
    const last = head(Buffer.byteLength(large), 'Connection: close\r\n') + large;
    socket.write(head(Buffer.byteLength(good)) + good + last);
    expect((await answer).match(/HTTP\/1.1 200 OK/g)).toHaveLength(2);
  });

  test('many reviews on one connection, sent at once: nobody waits for so many answers', async () => {
    const socket = await opened();
    const answer = rest(socket.on('error', () => undefined));
    socket.write((head(Buffer.byteLength(good)) + good).repeat(20));
    expect((await answer).match(/HTTP\/1.1 200 OK/g)?.length ?? 0).toBeLessThan(20);
  });

  test('two reviews on one connection, sent at once', async () => {
    const socket = await opened();
    const answer = rest(socket);
    const one = head(Buffer.byteLength(good)) + good;
    socket.write(one + head(Buffer.byteLength(good), 'Connection: close\r\n') + good);
    expect((await answer).match(/HTTP\/1.1 200 OK/g)).toHaveLength(2);
  });
});

test('a client that trusts somebody else does not get far', async () => {
  const { mintAuthority } = await import('../../webhook/certificates');
  await expect(send(running.port, mintAuthority(Date.now(), 1e9).certificate, good)).rejects.toThrow(/certificate/);
});

test.each([
  ['/healthz', 'GET', 200],
  ['/readyz?verbose', 'HEAD', 200],
  ['/metrics', 'GET', 200],
  ['/mutate', 'GET', 404],
  ['/healthz', 'POST', 405],
])('the other port: %s by %s', async (path, method, status) => {
  expect((await running.health(path, method)).status).toBe(status);
});
