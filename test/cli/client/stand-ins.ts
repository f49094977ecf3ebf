import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createRawServer, type AddressInfo, type Server, type Socket } from 'node:net';

const servers: Server[] = [];
const sockets = new Set<Socket>();

/** Starts a server on a free port of this machine. Answers its URL. */
export async function listening(server: Server): Promise<string> {
  servers.push(server);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export async function stopAll(): Promise<void> {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
}

/** A URL on which nobody listens. */
export async function nobody(): Promise<string> {
  const server = createServer();
  const url = await listening(server);
  servers.splice(servers.indexOf(server), 1);
  await new Promise((resolve) => server.close(resolve));
  return url;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a server was asked. */
export interface Asked {
  readonly line: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** A server that answers from a list, and then its last reply again and again. */
export async function answering(...replies: readonly [Reply, ...Reply[]]): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = [];
  const listener: RequestListener = (request, response) => {
    void textOf(request).then((body) => {
      const { authorization } = request.headers;
      asked.push({ line: `${request.method ?? ''} ${request.url ?? ''}`, authorization, body });
      send(response, replies[Math.min(asked.length, replies.length) - 1] ?? replies[0]);
    });
  };
  return { url: await listening(createServer(listener)), asked };
}

/** A server that cuts every connection once somebody has sent something. */
export function cutting(): Promise<string> {
  return listening(
    createRawServer((socket) => {
      socket.once('data', () => socket.resetAndDestroy());
    }),
  );
}

/** A server that takes connections and never answers. */
export function silent(): Promise<string> {
  return listening(createRawServer(() => undefined));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, { status, body, headers = {} }: Reply): void {
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json', ...headers });
  response.end(isText ? body : JSON.stringify(body));
}

const well = { status: 'ok', timestamp: '2025-08-26T13:46:13+08:00' };

/** Answers of the links where all is well, and of each that is not. What TNG writes was taken from the real 2.12.0. */
export const replies = {
  trustee: { status: 200, body: { gateway: well, kbs: well, as: well, rvps: well } },
  trusteeIll: { status: 200, body: { gateway: well, kbs: well, as: { status: 'error', message: 'no' }, rvps: well } },
  refused: { status: 403, body: { code: 'RejectNonTngRequest', message: 'Access needs a TNG-secured connection.' } },
  refused418: { status: 418, body: 'I am a teapot' },
  models: { status: 200, body: { object: 'list', data: [] } },
  completion: { status: 200, body: { choices: [{ text: ' city in' }] } },
  noEvidence: tng('ohttp key config has no attestation_info'),
  noTng: tng('full response: Not Found: HTTP status client error (404 Not Found) for url (http://192.0.2.20:8080/)'),
  unreachable: tng(
    'error sending request for url (http://192.0.2.20:8080/): client error (Connect): tcp connect error: Connection refused (os error 111)',
  ),
  trusteeUnreached: tng(
    'error sending request for url (http://192.0.2.10:8081/api/attestation-service/challenge): client error (Connect): tcp connect error: Connection refused (os error 111)',
  ),
  // after the TNG of the service has restarted, for some 100 ms (real-components, D7)
  oldKey: {
    status: 500,
    body: { code: 'ShouldRequestNewKeyConfigFromServerError', message: 'the server does not know this key any more' },
    headers: { server: 'tng/2.12.0' },
  },
  oldTunnel: { status: 400, body: 'Failed to establish the secure session: handshake failed' },
  oldEvidence: { status: 400, body: 'Failed to verify evidence: the policy default rejects it' },
  wrongKey: { status: 401, body: { error: 'Unauthorized' } },
  noModel: {
    status: 404,
    body: { object: 'error', message: 'The model `x` does not exist.', type: 'NotFoundError', code: 404 },
  },
  busy: { status: 503, body: { error: { message: 'too busy', type: 'Overloaded', code: 'Overloaded' } } },
} as const satisfies Record<string, Reply>;

function tng(message: string): Reply {
  const text = `Failed to create OHTTP client: Failed to request ohttp key config from server: ${message}`;
  return { status: 500, body: { code: 'CreateOHttpClientFailed', message: text }, headers: { server: 'tng/2.12.0' } };
}
