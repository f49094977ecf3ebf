// What somebody without credentials, or with the right to create Pods, does to the webhook: one abuse for so long, in a process of its own.
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { reviewAbout, podWithMounts } from './webhook-pods';

/** What an abuse is told, as JSON on the command line. */
export interface AbuseOrder {
  readonly name: string;
  readonly port: number;
  readonly healthPort: number;
  readonly milliseconds: number;
}

interface Target {
  readonly port: number;
  readonly healthPort: number;
  readonly end: number;
}

const host = '127.0.0.1';
const isOver = ({ end }: Target): boolean => Date.now() >= end;
const head = (length: string, path = '/mutate'): string =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${length}\r\n`;
const withLength = (body: string): string => head(`Content-Length: ${Buffer.byteLength(body)}\r\n`) + body;

/** An open connection whose end is no trouble; undefined where it is refused. */
function open(port: number, isTls: boolean): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = isTls ? connectTls({ port, host, rejectUnauthorized: false }) : connectPlain(port, host);
    socket.on(isTls ? 'secureConnect' : 'connect', () => {
      resolve(socket);
    });
    socket.on('error', () => {
      resolve(undefined);
    });
    socket.on('close', () => {
      resolve(undefined);
    });
  });
}

/** So many connections at once; each does its thing until it is ended, and then comes again. */
async function again(
  target: Target,
  { count, port, isTls }: { count: number; port: number; isTls: boolean },
  act: (socket: Socket) => void,
): Promise<void> {
  const one = async (): Promise<void> => {
    while (!isOver(target)) {
      const socket = await open(port, isTls);
      if (socket === undefined) {
        await sleep(10);
        continue;
      }
      const closed = new Promise((resolve) => socket.on('close', resolve));
      act(socket);
      await Promise.race([closed, sleep(Math.max(0, target.end - Date.now()))]);
      socket.destroy();
    }
  };
  await Promise.all(Array.from({ length: count }, one));
}

/** Writes the same again and again, as fast as it is taken. */
function pour(socket: Socket, piece: string | Buffer): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on('drain', more);
  more();
}

const mounts = (count: number): string => reviewAbout(podWithMounts(count));
const values = `{"a":[${'{},'.repeat(190_000)}1]}`;
const strings = `{"a":"${'x'.repeat(3 * 1024 * 1024 - 10)}"}`;
const numbers = `{"a":[${'1e9,'.repeat(390_000)}1]}`;
const keys = `{"a":{${Array.from({ length: 190_000 }, (_, index) => `"k${index}":1`).join()}}}`;

/** Asks as fast as answers come, and drops them. */
function repeat(socket: Socket, request: string): void {
  socket.on('data', () => socket.write(request));
  socket.write(request);
}

export const abuses: Readonly<Record<string, (target: Target) => Promise<void>>> = {
  'chunks of one byte': (target) =>
    again(target, { count: 8, port: target.port, isTls: true }, (socket) => {
      socket.resume().write(head('Transfer-Encoding: chunked\r\n'));
      pour(socket, '1\r\n \r\n'.repeat(2000));
    }),
  'records of one byte': (target) =>
    again(target, { count: 16, port: target.port, isTls: true }, (socket) => {
      socket.resume().write(head('Content-Length: 3000000\r\n'));
      // each write is a record of TLS
      void (async () => {
        while (!socket.destroyed) {
          for (let count = 0; count < 200; count++) socket.write(' ');
          await sleep(1);
        }
      })();
    }),
  'bodies that never end': (target) =>
    again(target, { count: 300, port: target.port, isTls: true }, (socket) => {
      socket.resume().write(`${head('Content-Length: 3000000\r\n')}${' '.repeat(2_900_000)}`);
    }),
  'bodies that cost most to parse': async (target) => {
    const bodies = [values, strings, numbers, keys].map(withLength);
    await Promise.all(
      bodies.map((body) =>
        again(target, { count: 5, port: target.port, isTls: true }, (socket) => {
          socket.resume().write(body);
        }),
      ),
    );
  },
  'answers that nobody reads': (target) =>
    again(target, { count: 300, port: target.port, isTls: true }, (socket) => {
      socket.pause();
      pour(socket, withLength(mounts(1_900)));
    }),
  'headers that never end': (target) =>
    again(target, { count: 400, port: target.port, isTls: true }, (socket) => {
      socket.resume().write(`POST /mutate HTTP/1.1\r\n${'X: y\r\n'.repeat(1200)}`);
    }),
  'idle connections': (target) =>
    again(target, { count: 1200, port: target.port, isTls: true }, (socket) => {
      socket.resume().write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    }),
  'proven connections': (target) =>
    again(target, { count: 1200, port: target.port, isTls: true }, (socket) => {
      socket.resume().write(withLength(reviewAbout({})));
    }),
  'handshakes that never end': (target) =>
    again(target, { count: 1200, port: target.port, isTls: false }, (socket) => {
      socket.resume().write(Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1]));
    }),
  'connections to the health port': (target) =>
    again(target, { count: 300, port: target.healthPort, isTls: false }, (socket) => {
      repeat(socket, 'GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n');
    }),
  '85,000 mounts': (target) =>
    again(target, { count: 4, port: target.port, isTls: true }, (socket) => {
      repeat(socket, withLength(mounts(85_000)));
    }),
  'as many mounts as are allowed': (target) =>
    again(target, { count: 4, port: target.port, isTls: true }, (socket) => {
      repeat(socket, withLength(mounts(1_999)));
    }),
};

const [, , text] = process.argv;
if (text !== undefined && require.main === module) {
  const { name, port, healthPort, milliseconds } = JSON.parse(text) as AbuseOrder;
  void abuses[name]?.({ port, healthPort, end: Date.now() + milliseconds }).then(() => process.exit(0));
}
