import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import { performance } from 'node:perf_hooks';
import type { SecureContextOptions } from 'node:tls';
import type { Problem } from '../problems';
import { readReview, writeReview, type AdmissionRequest } from './admission-review';
import { mutate, validate, type Decision } from './decision';
import type { Injector } from './injector';
import { placeOf, type Log } from './log';
import type { Metrics } from './metrics';
import { unknownPath, wrongMethod } from './problems';
import { BodyMemory, headerProblem, readBody } from './request-body';

export interface AdmissionServerParts {
  /** The injection with the templates of this moment. */
  readonly injector: () => Injector;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Limits that keep slow, broken and greedy clients from harming others. Times in milliseconds. */
export interface AdmissionServerLimits {
  readonly handshakeTimeout: number;
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  /** Longer than the 90 s after which the API server itself drops an idle connection: so it never writes into a closed one. */
  readonly keepAliveTimeout: number;
  readonly connections: number;
  /** Bytes of all bodies that may be held at once. */
  readonly bodyMemory: number;
}

export const defaultLimits: AdmissionServerLimits = {
  handshakeTimeout: 5_000,
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 120_000,
  connections: 1000,
  bodyMemory: 48 * 1024 * 1024,
};

type Decide = (request: AdmissionRequest, injector: Injector) => Decision;
const routes = new Map<string, Decide>([
  ['/mutate', mutate],
  ['/validate', validate],
]);

interface Refusal {
  readonly problem: Problem;
  readonly status: number;
}

function noRoute(): Refusal {
  return { problem: unknownPath.at('', {}), status: 404 };
}

/** The HTTPS server that answers reviews. */
export class AdmissionServer {
  private readonly server: Server;
  private readonly memory: BodyMemory;
  private isLeaving = false;

  constructor(
    private readonly parts: AdmissionServerParts,
    limits: AdmissionServerLimits = defaultLimits,
  ) {
    this.memory = new BodyMemory(limits.bodyMemory);
    const { handshakeTimeout, headersTimeout, requestTimeout, keepAliveTimeout } = limits;
    this.server = createServer({
      minVersion: 'TLSv1.2',
      ALPNProtocols: ['http/1.1'],
      handshakeTimeout,
      headersTimeout,
      requestTimeout,
      keepAliveTimeout,
      connectionsCheckingInterval: Math.min(1000, headersTimeout),
    });
    this.server.maxConnections = limits.connections;
    const answer = (request: IncomingMessage, response: ServerResponse): void => {
      this.answer(request, response);
    };
    this.server.on('request', answer);
    // a client that asks first is spared from sending what would be refused
    this.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
      if (this.problemOf(request) === undefined) response.writeContinue();
      // whether the body comes all the same is anybody's guess, so that nothing may follow on this connection
      else response.setHeader('connection', 'close');
      answer(request, response);
    });
  }

  /** Takes a certificate into use. Connections that are open keep theirs. */
  useCertificate(certificate: SecureContextOptions): void {
    this.server.setSecureContext({ ...certificate, minVersion: 'TLSv1.2' });
  }

  /** Opens the port. Only after {@link useCertificate}, so that the first handshake succeeds. Answers the port. */
  listen(at: { readonly port: number; readonly host?: string }): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen({ ...at, backlog: 511 }, () => {
        this.server.off('error', reject);
        // such as too many open files: the next connection may succeed
        this.server.on('error', (error) => {
          this.parts.log.error(placeOf(error), 'connection not accepted');
        });
        const address = this.server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : at.port);
      });
    });
  }

  /** From now on every answer asks the client to leave the connection, which it does without losing a request. */
  leave(): void {
    this.isLeaving = true;
  }

  /** Takes no new connection, ends idle ones, and waits until every request is answered, for so many milliseconds at most. */
  async close(patience: number): Promise<void> {
    this.leave();
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
    const timer = setTimeout(() => {
      this.server.closeAllConnections();
    }, patience);
    await closed;
    clearTimeout(timer);
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const problem = this.problemOf(request);
    const route = routeOf(request);
    if (route === undefined || problem !== undefined) {
      request.resume();
      this.refuse(response, problem ?? noRoute());
      return;
    }
    readBody(request, this.memory, (body) => {
      if ('problem' in body) {
        this.refuse(response, body);
        return;
      }
      const start = performance.now();
      const review = readReview(body.text);
      if ('problem' in review) {
        this.refuse(response, { ...review, status: 400 });
        return;
      }
      const decision = route(review.request, this.parts.injector());
      this.send(response, 200, 'application/json', writeReview(review.request.uid, decision.answer));
      this.report(review.request, decision, performance.now() - start);
    });
  }

  /** What can be said of a request before its body is there. */
  private problemOf(request: IncomingMessage): Refusal | undefined {
    if (routeOf(request) === undefined) return noRoute();
    if (request.method !== 'POST') return { problem: wrongMethod.at('', {}), status: 405 };
    return headerProblem(request);
  }

  private refuse(response: ServerResponse, { problem, status }: Refusal): void {
    if (status === 405) response.setHeader('allow', 'POST');
    if (status === 503) response.setHeader('retry-after', '1');
    this.send(response, status, 'text/plain; charset=utf-8', [`${problem.message}\n`]);
    this.parts.metrics.badRequest(problem.code);
    this.parts.log.warn({ code: problem.code, status }, STATUS_CODES[status]);
  }

  private send(response: ServerResponse, status: number, type: string, body: readonly (string | Buffer)[]): void {
    response.writeHead(status, {
      'content-type': type,
      'content-length': body.reduce((length, piece) => length + Buffer.byteLength(piece), 0),
      ...(this.isLeaving ? { connection: 'close' } : {}),
    });
    for (const piece of body) response.write(piece);
    response.end();
  }

  private report(request: AdmissionRequest, decision: Decision, ms: number): void {
    const { uid, kind, namespace, name, operation, object } = request;
    const { outcome, answer, problems, warnings, failure } = decision;
    this.parts.metrics.decided(decision, ms / 1000);
    const line = {
      uid: short(uid),
      kind: short(kind),
      namespace: short(namespace),
      name: name === '' ? generateName(object) : short(name),
      operation: short(operation),
      outcome,
      codes: [...problems, ...warnings].map(({ code }) => code),
      operations: answer.patch?.length ?? 0,
      ms: Math.round(ms * 1000) / 1000,
    };
    if (failure === undefined) this.parts.log.info(line, 'decision');
    else this.parts.log.error({ ...line, ...placeOf(failure) }, 'decision');
  }
}

function routeOf({ url = '' }: IncomingMessage): Decide | undefined {
  const query = url.indexOf('?');
  return routes.get(query === -1 ? url : url.slice(0, query));
}

/** What the name of an object will begin with, where the API server has not chosen the name yet. */
function generateName(object: unknown): string {
  const metadata = (object as { metadata?: { generateName?: unknown } } | null | undefined)?.metadata;
  const name = metadata?.generateName;
  return typeof name === 'string' ? `${short(name)}*` : '';
}

/** Longer than any name of Kubernetes is only what somebody else sent. */
function short(name: string): string {
  return name.length <= 253 ? name : name.slice(0, 253);
}
