import { createServer, type ServerResponse } from 'node:http';
import { Connections } from './connections';
import type { Metrics } from './metrics';

/** Whether the server can do its work, and in detail what it waits for or has trouble with. */
export interface Readiness {
  readonly ready: boolean;
  readonly [detail: string]: unknown;
}

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/** All times of a connection, in milliseconds. The kubelet waits for three seconds. */
const timeout = 3_000;

const maxConnections = 128;

/**
 * Opens the plain HTTP port of kubelet and Prometheus: `/healthz`, `/readyz` with the detail as JSON, `/metrics`. Anybody may hold its connections
 * open: each serves one request, and when there are too many the oldest of whoever has most ends.
 */
export async function openHealthServer(
  address: { readonly port: number; readonly host?: string },
  readiness: () => Readiness,
  metrics: Metrics,
): Promise<HealthServer> {
  const server = createServer({
    headersTimeout: timeout,
    requestTimeout: timeout,
    connectionsCheckingInterval: 1000,
    maxHeaderSize: 8192,
  });
  const connections = new Connections(maxConnections, () => {
    metrics.evicted('health');
  });
  server.prependListener('connection', (socket) => {
    connections.add(socket);
    // whatever it does meanwhile
    const ending = setTimeout(() => socket.destroy(), 2 * timeout).unref();
    socket.on('close', () => {
      clearTimeout(ending);
    });
  });
  server.on('request', (request, response) => {
    request.resume();
    const path = (request.url ?? '').split('?')[0];
    if (request.method !== 'GET' && request.method !== 'HEAD') send(response, 405, 'text/plain', 'GET only\n');
    else if (path === '/healthz') send(response, 200, 'text/plain', 'ok\n');
    else if (path === '/readyz') sendReadiness(response, readiness());
    else if (path === '/metrics') void sendMetrics(response, metrics);
    else send(response, 404, 'text/plain', 'there are /healthz, /readyz and /metrics\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ ...address, backlog: 4096 }, resolve);
  });
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function sendReadiness(response: ServerResponse, readiness: Readiness): void {
  send(response, readiness.ready ? 200 : 503, 'application/json', `${JSON.stringify(readiness)}\n`);
}

async function sendMetrics(response: ServerResponse, metrics: Metrics): Promise<void> {
  try {
    send(response, 200, metrics.contentType, await metrics.text());
  } catch {
    send(response, 500, 'text/plain', 'the metrics cannot be read\n');
  }
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  const headers = { 'content-type': type, 'content-length': Buffer.byteLength(body), connection: 'close' };
  response.writeHead(status, headers).end(body);
}
