import { readFileSync } from 'node:fs';
import { connect, type TLSSocket } from 'node:tls';
import { performance } from 'node:perf_hooks';

/** What a load is told, as JSON on the command line. */
export interface LoadOrder {
  readonly port: number;
  readonly bodyFile: string;
  readonly connections: number;
  readonly milliseconds: number;
  /** Requests a second; absent: as many as the server answers. */
  readonly rate?: number;
}

/** What a load prints. Times in milliseconds. */
export interface LoadResult {
  readonly requests: number;
  readonly failures: number;
  readonly seconds: number;
  readonly p50: number;
  readonly p99: number;
}

/** One connection: sends the request, waits for the whole answer. */
class Connection {
  private expected = -1;
  private received = '';
  private done: ((isGood: boolean) => void) | undefined;

  constructor(private readonly socket: TLSSocket) {
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      this.take(text);
    });
    socket.on('error', () => this.done?.(false));
  }

  send(request: Buffer): Promise<boolean> {
    return new Promise((resolve) => {
      this.done = resolve;
      this.socket.write(request);
    });
  }

  end(): void {
    this.socket.destroy();
  }

  private take(text: string): void {
    this.received += text;
    if (this.expected === -1) {
      const head = this.received.indexOf('\r\n\r\n');
      if (head === -1) return;
      const length = /content-length: (\d+)/i.exec(this.received.slice(0, head))?.[1] ?? '0';
      this.expected = head + 4 + Number(length);
    }
    if (this.received.length < this.expected) return;
    const isGood = this.received.startsWith('HTTP/1.1 200') && this.received.includes('"patch":"');
    this.expected = -1;
    this.received = '';
    this.done?.(isGood);
  }
}

function opened(port: number): Promise<Connection> {
  return new Promise((resolve, reject) => {
    // who answers is not what is measured
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(new Connection(socket));
    });
    socket.on('error', reject);
  });
}

async function run({ port, bodyFile, connections, milliseconds, rate }: LoadOrder): Promise<LoadResult> {
  const body = readFileSync(bodyFile);
  const head = `POST /mutate?timeout=5s HTTP/1.1\r\nHost: webhook\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;
  const request = Buffer.concat([Buffer.from(head), body]);
  const pool = await Promise.all(Array.from({ length: connections }, () => opened(port)));
  const times: number[] = [];
  let failures = 0;
  const start = performance.now();
  const end = start + milliseconds;
  const ask = async (connection: Connection, due: number): Promise<void> => {
    if (await connection.send(request)) times.push(performance.now() - due);
    else failures++;
  };
  let next = 0;
  const due = (): number => (rate === undefined ? performance.now() : start + (next++ * 1000) / rate);
  await Promise.all(
    pool.map(async (connection) => {
      for (let at = due(); at < end; at = due()) {
        while (performance.now() < at) await new Promise((resolve) => setImmediate(resolve));
        // from when it was due: a request that waits for a connection waits for the server
        await ask(connection, at);
      }
      connection.end();
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  times.sort((a, b) => a - b);
  const at = (part: number): number => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
  return { requests: times.length, failures, seconds, p50: at(0.5), p99: at(0.99) };
}

const [, , order] = process.argv;
if (order !== undefined)
  void run(JSON.parse(order) as LoadOrder).then((result) => {
    console.log(JSON.stringify(result));
  });
