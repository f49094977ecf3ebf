import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';

/** An answer to a request. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Cut after a megabyte. */
  readonly text: string;
}

/** A request, in plaintext or through a proxy. */
export interface Request {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The proxy that is asked for the whole URL. @default - nobody is between */
  readonly proxy?: URL;
  readonly timeout: number;
}

const maxBytes = 1024 * 1024;

/** Sends a request over a connection of its own. Rejects with an Error of Node.js when no answer comes. */
export function exchange({ url, method, headers = {}, body, proxy, timeout }: Request): Promise<Answer> {
  const to = proxy ?? url;
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: hostOf(to),
        port: to.port === '' ? 80 : to.port,
        method,
        path: proxy ? url.href : `${url.pathname}${url.search}`,
        headers: {
          host: url.host,
          ...headers,
          ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
        },
        // a connection that somebody has just closed would look like a failure
        agent: false,
        signal: AbortSignal.timeout(timeout),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let length = 0;
        const finish = (): void => {
          const text = Buffer.concat(chunks).subarray(0, maxBytes).toString();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        };
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          length += chunk.length;
          if (length <= maxBytes) return;
          finish();
          response.destroy();
        });
        response.once('end', finish);
        response.once('error', reject);
      },
    );
    request.once('error', reject);
    request.end(body);
  });
}

/** Opens a connection and closes it. Rejects with an Error of Node.js when nobody listens. */
export function touch(url: URL, timeout: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostOf(url), port: Number(url.port === '' ? 80 : url.port), timeout });
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('timeout', () => socket.destroy(Object.assign(new Error('the time is up'), { code: 'ETIMEDOUT' })));
    socket.once('error', reject);
  });
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}
