import { connect as connectPlain, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { defaultLimits } from '../../webhook/admission-server';
import { LineLimit } from '../../webhook/log';
import type { FakeApi } from './fake-api';
import { pod, podRequest, responseIn, review } from './reviews';
import { caBundleOf, installedApi, RunningWebhook, send, serverName, until } from './running-webhook';

// small, so that each abuse is small too
const limits = { ...defaultLimits, connections: 16, bodyMemory: 256 * 1024, answerMemory: 128 * 1024 };
const good = review(podRequest(pod()));
const open: Socket[] = [];
let api: FakeApi;
let running: RunningWebhook;

beforeAll(async () => {
  const installed = await installedApi();
  api = installed.api;
  running = await new RunningWebhook(installed.url, {}, limits).start();
  await running.ready();
});

afterAll(async () => {
  await running.stop();
  await api.stop();
});

// whatever strangers still do, the API server is answered on a new connection, and so is the kubelet
afterEach(async () => {
  const { status, body } = await send(running.port, caBundleOf(api), good);
  expect([status, responseIn(body).allowed]).toEqual([200, true]);
  expect((await running.health('/healthz')).status).toBe(200);
  for (const socket of open.splice(0)) socket.destroy();
});

/** A connection that does something as soon as it is there, and whose end is no trouble. */
function stranger(act: (socket: TLSSocket) => void): TLSSocket {
  const socket = connect({ host: '127.0.0.1', port: running.port, ca: caBundleOf(api), servername: serverName }, () => {
    act(socket);
  });
  open.push(socket.on('error', () => undefined));
  return socket;
}

function plain(port: number | undefined, act: (socket: Socket) => void): Socket {
  const socket = connectPlain({ host: '127.0.0.1', port: port ?? 0 }, () => {
    act(socket);
  });
  open.push(socket.on('error', () => undefined));
  return socket;
}

const several = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);
const post = (length: number, body = ''): string =>
  `POST /mutate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`;
const ended = (sockets: readonly Socket[]): number => sockets.filter(({ closed }) => closed).length;

async function evictions(what: string): Promise<number> {
  const { body } = await running.health('/metrics');
  return Number(new RegExp(`evictions_total\\{what="${what}"\\} (\\d+)`).exec(body)?.[1] ?? 0);
}

test('handshakes that never end', async () => {
  const sockets = several(60, () =>
    plain(running.port, (socket) => socket.resume().write(Buffer.from([0x16, 3, 1, 2]))),
  );
  await until(() => ended(sockets) >= 60 - limits.connections);
});

test('idle connections of strangers: none stays open after what is no review', async () => {
  const sockets = several(40, () => stranger((socket) => socket.resume().write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')));
  await until(() => ended(sockets) === sockets.length);
});

test('proven connections that then do nothing', async () => {
  const before = await evictions('connection');
  const sockets = several(40, () => stranger((socket) => socket.resume().write(post(Buffer.byteLength(good), good))));
  await until(() => ended(sockets) >= sockets.length - limits.connections);
  await until(async () => (await evictions('connection')) >= before + sockets.length - limits.connections);
});

test('bodies that never end: the largest give way', async () => {
  const sockets = several(12, () => stranger((socket) => socket.resume().write(post(60_000, ' '.repeat(50_000)))));
  await until(async () => (await evictions('body')) >= 8);
  expect(ended(sockets)).toBeGreaterThanOrEqual(8);
});

test('bodies in records of one byte', async () => {
  const sockets = several(4, () =>
    stranger((socket) => {
      socket.resume().write(post(60_000));
      for (let count = 0; count < 2_000; count++) socket.write(' ');
    }),
  );
  await until(() => sockets.every(({ bytesWritten }) => bytesWritten > 2_000));
});

test('answers that nobody reads', async () => {
  const many = review(podRequest(pod({}, 'x')));
  const sockets = several(12, () => {
    const socket = stranger(() => {
      socket.pause();
      // as long as it is taken: the kernel holds some of the answers
      const more = (): void => {
        while (!socket.destroyed && socket.write(post(Buffer.byteLength(good), good)));
      };
      socket.on('drain', more);
      more();
      socket.write(post(Buffer.byteLength(many), many));
    });
    return socket;
  });
  await until(async () => (await evictions('answer')) + (await evictions('connection')) > 0);
  await until(() => ended(sockets) > 0);
});

test('the health port serves one request a connection, and the oldest give way', async () => {
  const before = await evictions('health');
  const silent = several(200, () => plain(running.webhook.healthPort, (socket) => socket.resume()));
  await until(async () => (await evictions('health')) >= before + 60);
  expect(ended(silent)).toBeGreaterThanOrEqual(60);
  let text = '';
  const asking = plain(running.webhook.healthPort, (socket) =>
    socket.on('data', (chunk: Buffer) => (text += chunk.toString())).write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n'),
  );
  await until(() => asking.closed);
  expect(text).toMatch(/^HTTP\/1.1 200 [^]*connection: close/i);
});

test('strangers do not fill the log', () => {
  const limit = new LineLimit(2, 1000);
  expect([0, 1, 2, 3].map((at) => limit.take(at))).toEqual([0, 0, undefined, undefined]);
  expect([1000, 1001, 1002].map((at) => limit.take(at))).toEqual([2, 0, undefined]);
});
