import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KubernetesObject } from '../../webhook/kubernetes/client';

interface Watcher {
  readonly path: string;
  readonly response: ServerResponse;
}

/** A request that the fake received. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/**
 * A small part of the Kubernetes API over real HTTP: objects with resource versions, optimistic replacement, server-side apply of
 * lists of webhooks, and watches of one object that begin with its state.
 */
export class FakeApi {
  readonly received: Received[] = [];
  private readonly objects = new Map<string, KubernetesObject>();
  private readonly watchers = new Set<Watcher>();
  private version = 0;
  private readonly server: Server;
  /** Answers in the place of the fake: to simulate trouble. */
  trouble: ((request: Received) => number | undefined) | undefined;

  constructor() {
    this.server = createServer((request, response) => {
      void this.answer(request, response);
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get(path: string): KubernetesObject | undefined {
    return this.objects.get(path);
  }

  /** Makes or changes an object, as another client would. */
  put(path: string, object: Record<string, unknown>): KubernetesObject {
    const old = this.objects.get(path);
    const name = path.split('/').at(-1) ?? '';
    const metadata = {
      ...(object.metadata as object | undefined),
      name,
      uid: old?.metadata.uid ?? `uid-${name}-${this.version}`,
      resourceVersion: String(++this.version),
    };
    const stored: KubernetesObject = { ...object, metadata };
    this.objects.set(path, stored);
    this.tell(path, old === undefined ? 'ADDED' : 'MODIFIED', stored);
    return stored;
  }

  remove(path: string): void {
    const old = this.objects.get(path);
    this.objects.delete(path);
    if (old !== undefined) this.tell(path, 'DELETED', old);
  }

  /** Cuts every watch, as a load balancer or a restart of the API server does. */
  cutWatches(): void {
    for (const { response } of this.watchers) response.destroy();
  }

  /** Sends bytes on every watch, as they are. */
  say(bytes: string | Buffer): void {
    for (const { response } of this.watchers) response.write(bytes);
  }

  get watches(): number {
    return this.watchers.size;
  }

  private tell(path: string, type: string, object: KubernetesObject): void {
    for (const watcher of this.watchers) {
      if (watcher.path === path) watcher.response.write(`${JSON.stringify({ type, object })}\n`);
    }
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    const { pathname, searchParams } = new URL(url, 'http://api');
    const received = { method, path: url, headers, body: Buffer.concat(chunks).toString() };
    this.received.push(received);
    const status = this.trouble?.(received);
    if (status !== undefined) refuse(response, status, 'Trouble');
    else if (searchParams.get('watch') === 'true') this.watch(pathname, searchParams, response);
    else if (method === 'GET') this.read(pathname, response);
    else if (method === 'PUT') this.replace(pathname, received.body, response);
    else if (method === 'PATCH') this.apply(pathname, searchParams, received, response);
    else refuse(response, 405, 'MethodNotAllowed');
  }

  private watch(collection: string, query: URLSearchParams, response: ServerResponse): void {
    const [, name = ''] = /^metadata\.name=(.+)$/.exec(query.get('fieldSelector') ?? '') ?? [];
    const path = `${collection}/${name}`;
    const watcher = { path, response };
    this.watchers.add(watcher);
    response.on('close', () => this.watchers.delete(watcher));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    const object = this.objects.get(path);
    if (object !== undefined) response.write(`${JSON.stringify({ type: 'ADDED', object })}\n`);
  }

  private read(path: string, response: ServerResponse): void {
    const object = this.objects.get(path);
    if (object === undefined) refuse(response, 404, 'NotFound');
    else send(response, object);
  }

  private replace(path: string, body: string, response: ServerResponse): void {
    const object = JSON.parse(body) as KubernetesObject;
    const old = this.objects.get(path);
    if (old === undefined) refuse(response, 404, 'NotFound');
    else if (object.metadata.resourceVersion !== old.metadata.resourceVersion) refuse(response, 409, 'Conflict');
    else send(response, this.put(path, object));
  }

  private apply(path: string, query: URLSearchParams, { headers, body }: Received, response: ServerResponse): void {
    const old = this.objects.get(path);
    const applied = JSON.parse(body) as KubernetesObject & { webhooks: Webhook[] };
    if (headers['content-type'] !== 'application/apply-patch+yaml' || query.get('fieldManager') === null) {
      refuse(response, 415, 'UnsupportedMediaType');
    } else if (old === undefined) refuse(response, 403, 'Forbidden');
    else if (applied.metadata.uid !== old.metadata.uid) refuse(response, 409, 'Conflict');
    else if (query.get('force') !== 'true') refuse(response, 409, 'Conflict');
    else {
      const webhooks = (old.webhooks as Webhook[]).map((webhook) => {
        const ours = applied.webhooks.find(({ name }) => name === webhook.name);
        return { ...webhook, clientConfig: { ...webhook.clientConfig, ...ours?.clientConfig } };
      });
      send(response, this.put(path, { ...old, webhooks }));
    }
  }
}

/** A webhook of a configuration. */
export interface Webhook {
  readonly name: string;
  readonly clientConfig: { readonly caBundle?: string; readonly [field: string]: unknown };
}

function send(response: ServerResponse, object: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(object));
}

function refuse(response: ServerResponse, code: number, reason: string): void {
  const status = {
    apiVersion: 'v1',
    kind: 'Status',
    status: 'Failure',
    code,
    reason,
    message: `${reason} by the fake`,
  };
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(status));
}
