import { request as plainRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import { TLSSocket } from 'node:tls';

/** A question to Trustee. */
export interface Question {
  readonly method: 'GET' | 'POST';
  /** What follows the base URL, with its slash. */
  readonly path: string;
  /** Sent as JSON. @default - no body */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Cut after a megabyte. */
  readonly text: string;
  readonly milliseconds: number;
}

/** What a TLS connection tells. */
export interface TlsFacts {
  readonly protocol: string;
  /** Why the certificate does not prove the server. @default - it does */
  readonly fault?: string;
  /** When the certificate ends. */
  readonly end: Date;
}

const maxBytes = 1024 * 1024;

/** Asks one Trustee. A certificate that proves nothing is noted, not refused: nothing secret is ever sent. */
export class TrusteeClient {
  /** Of the last connection with TLS. */
  tls: TlsFacts | undefined;

  /**
   * @param base the base URL without a slash at its end
   * @param timeout for each question in milliseconds
   * @param now milliseconds since some moment
   * @param authorities of its certificate, as PEM; those that Node.js knows without them
   */
  constructor(
    private readonly base: string,
    private readonly timeout: number,
    private readonly now: () => number,
    private readonly authorities?: string,
  ) {}

  /** The answer, whatever its status. Redirects are answers. Rejects with an Error of Node.js when there is none. */
  async ask({ method, path, body, headers = {} }: Question): Promise<Answer> {
    const url = new URL(this.base + path);
    const start = this.now();
    const content = body === undefined ? undefined : JSON.stringify(body);
    const sent = {
      ...{ accept: 'application/json', ...headers },
      ...(content !== undefined && {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(content)),
      }),
    };
    const response = await this.response(url, method, sent, content);
    const text = await bodyOf(response);
    return { status: response.statusCode ?? 0, headers: response.headers, text, milliseconds: this.now() - start };
  }

  private response(
    url: URL,
    method: string,
    headers: Record<string, string>,
    content: string | undefined,
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const isSecure = url.protocol === 'https:';
      const signal = AbortSignal.timeout(this.timeout);
      // agent: a connection that the server has just closed would look like a failure
      const options = { method, headers, signal, agent: false as const };
      const request = isSecure
        ? secureRequest(url, {
            ...options,
            rejectUnauthorized: false,
            ...(this.authorities !== undefined && { ca: this.authorities }),
          })
        : plainRequest(url, options);
      request.once('error', reject);
      request.once('response', (response) => {
        if (response.socket instanceof TLSSocket) this.tls = factsOf(response.socket);
        resolve(response);
      });
      request.end(content);
    });
  }
}

function factsOf(socket: TLSSocket): TlsFacts {
  const { valid_to: end } = socket.getPeerCertificate();
  const fault = socket.authorized ? undefined : String(socket.authorizationError);
  return { protocol: socket.getProtocol() ?? 'unknown', end: new Date(end), ...(fault !== undefined && { fault }) };
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes).toString();
}
