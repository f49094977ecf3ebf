import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import { constants } from 'node:crypto';
import { createServer, type Server } from 'node:https';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setDefaultHighWaterMark } from 'node:stream';
import type { SecureContextOptions, TLSSocket } from 'node:tls';
import type { Problem } from '../problems';
import { readReview, writeReview, type AdmissionRequest } from './admission-review';
import { Connections, type Connection } from './connections';
import { mutate, validate, type Decision } from './decision';
import type { Injector } from './injector';
import { LineLimit, placeOf, type Log } from './log';
import { MemoryBudget } from './memory-budget';
import type { Evicted, Metrics } from './metrics';
import { unknownPath, wrongMethod } from './problems';
import { headerProblem, readBody } from './request-body';
import { Turns } from './turns';

export interface AdmissionServerParts {
  /** The injection with the templates of this moment. */
  readonly injector: () => Injector;
  readonly log: Log;
  readonly metrics: Metrics;
}

/**
 * Limits that keep slow, broken and greedy clients from harming others. Times in milliseconds. Together they must fit the memory limit of the
 * chart: `npm run bench -- webhook` shows what each abuse takes.
 */
export interface AdmissionServerLimits {
  readonly handshakeTimeout: number;
  readonly headersTimeout: number;
  readonly requestTimeout: number;
  /** Until an answer must have left: who reads more slowly does not wait for it. */
  readonly answerTimeout: number;
  /** Longer than the 90 s after which the API server itself drops an idle connection: so it never writes into a closed one. */
  readonly keepAliveTimeout: number;
  readonly connections: number;
  /** Bytes of all bodies that may be held at once. */
  readonly bodyMemory: number;
  /** How long the body of a proven client may be on its way before it gives way to others. */
  readonly bodyPatience: number;
  /** Bytes of all answers that may be held at once. */
  readonly answerMemory: number;
}

// the API server itself waits for five seconds
export const defaultLimits: AdmissionServerLimits = {
  handshakeTimeout: 3_000,
  headersTimeout: 5_000,
  requestTimeout: 5_000,
  answerTimeout: 5_000,
  keepAliveTimeout: 120_000,
  connections: 512,
  bodyMemory: 32 * 1024 * 1024,
  bodyPatience: 1_000,
  answerMemory: 16 * 1024 * 1024,
};

/** Requests of one connection whose answers have not left. The API server waits for each answer, whose end it may see before this process. */
const maxPipelined = 2;

/** How long what comes after a refusal is still received and dropped: an answer sent while the sender writes could be lost. */
const lingerMs = 1_000;

const maxHeaderSize = 8192;

/**
 * Beyond so many bytes that wait to leave, Node.js pauses the connection, and a request that comes in several pieces then ends in "Parse Error:
 * Paused". An honest client may send its next request before this process has noticed that the answer to the last one has left: so
 * the mark is above any answer, and what may wait is bounded by the memory of answers. Sockets of TLS take no mark of their own, so it is
 * that of the process.
 */
const highWaterMark = 8 * 1024 * 1024;

/** Connections that wait to be accepted. Among a thousand strangers who come again and again the API server waits its turn too. */
const backlog = 4096;

/** Lines of the log a minute about requests that are no reviews: anybody can send those. */
const maxRefusalLines = 600;

// TLS 1.2 would let a client renew its keys over and over, at the cost of the server
const secure = { minVersion: 'TLSv1.2', secureOptions: constants.SSL_OP_NO_RENEGOTIATION } as const;

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
  private readonly connections: Connections;
  private readonly connectionOf = new WeakMap<Socket, Connection>();
  private readonly bodies: MemoryBudget;
  private readonly answers: MemoryBudget;
  private readonly refusals = new LineLimit(maxRefusalLines, 60_000);
  private readonly turns = new Turns();
  private sweeping: NodeJS.Timeout | undefined;
  private isLeaving = false;

  constructor(
    private readonly parts: AdmissionServerParts,
    private readonly limits: AdmissionServerLimits = defaultLimits,
  ) {
    const evicted = (what: Evicted) => (): void => {
      parts.metrics.evicted(what);
    };
    setDefaultHighWaterMark(false, highWaterMark);
    this.connections = new Connections(limits.connections, evicted('connection'));
    this.bodies = new MemoryBudget(limits.bodyMemory, limits.bodyPatience, evicted('body'));
    this.answers = new MemoryBudget(limits.answerMemory, 0, evicted('answer'));
    const { handshakeTimeout, headersTimeout, requestTimeout, keepAliveTimeout } = limits;
    this.server = createServer({
      ...secure,
      ALPNProtocols: ['http/1.1'],
      handshakeTimeout,
      headersTimeout,
      requestTimeout,
      keepAliveTimeout,
      maxHeaderSize,
      connectionsCheckingInterval: Math.min(1000, headersTimeout),
    });
    // before TLS, whose state of a connection is most of what it costs
    this.server.prependListener('connection', (socket: Socket) => {
      this.connections.add(socket);
    });
    this.server.on('secureConnection', (socket: TLSSocket) => {
      const connection = this.connections.of(socket);
      if (connection === undefined) socket.destroy();
      else this.connectionOf.set(socket, connection);
    });
    this.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.answer(request, response);
    });
    // a client that asks first is spared from sending what would be refused
    this.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
      const refusal = this.problemOf(request);
      if (refusal === undefined) response.writeContinue();
      this.answer(request, response);
      // whether the body comes all the same is anybody's guess
      if (refusal !== undefined) response.end();
    });
  }

  /** Takes a certificate into use. Connections that are open keep theirs. */
  useCertificate(certificate: SecureContextOptions): void {
    this.server.setSecureContext({ ...certificate, ...secure });
  }

  /** Opens the port. Only after {@link useCertificate}, so that the first handshake succeeds. Answers the port. */
  listen(at: { readonly port: number; readonly host?: string }): Promise<number> {
    this.sweeping = setInterval(
      () => {
        this.answers.evictOlderThan(this.limits.answerTimeout);
      },
      Math.min(1000, this.limits.answerTimeout),
    ).unref();
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen({ ...at, backlog }, () => {
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
    clearInterval(this.sweeping);
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const connection = this.connectionOf.get(request.socket);
    if (connection === undefined) {
      // it had to give way while this was read
      request.socket.destroy();
      return;
    }
    if (connection.requests >= maxPipelined) {
      connection.evict();
      return;
    }
    connection.requests++;
    response.on('close', () => {
      connection.requests--;
    });
    const exchange = { request, response, connection };
    const problem = this.problemOf(request);
    const route = routeOf(request);
    if (route === undefined || problem !== undefined) {
      this.refuse(exchange, problem ?? noRoute());
      return;
    }
    const sender = { request, response, owner: connection };
    readBody(sender, { memory: this.bodies, turns: this.turns }, (body) => {
      if ('problem' in body) {
        this.refuse(exchange, body);
        return;
      }
      const start = performance.now();
      const review = readReview(body.text);
      if ('problem' in review) {
        this.refuse(exchange, { ...review, status: 400 });
        return;
      }
      connection.prove();
      const decision = route(review.request, this.parts.injector());
      const answer = writeReview(review.request.uid, decision.answer);
      const headers: Headers = this.isLeaving ? { connection: 'close' } : {};
      if (this.write(exchange, { status: 200, type: 'application/json', body: answer, headers })) response.end();
      this.report(review.request, decision, performance.now() - start);
    });
  }

  /** What can be said of a request before its body is there. */
  private problemOf(request: IncomingMessage): Refusal | undefined {
    if (routeOf(request) === undefined) return noRoute();
    if (request.method !== 'POST') return { problem: wrongMethod.at('', {}), status: 405 };
    return headerProblem(request);
  }

  /** Says what is wrong and ends the connection, as soon as the sender is done: who sends no review needs none that stays open. */
  private refuse(exchange: Exchange, { problem, status }: Refusal): void {
    const { request, response } = exchange;
    const headers: Headers = {
      connection: 'close',
      ...(status === 405 ? { allow: 'POST' } : {}),
      ...(status === 503 ? { 'retry-after': '1' } : {}),
    };
    const body = [`${problem.message}\n`];
    if (this.write(exchange, { status, type: 'text/plain; charset=utf-8', body, headers })) {
      const end = (): void => void response.end();
      if (request.complete || !hasBody(request)) end();
      else {
        const timer = setTimeout(end, lingerMs);
        request.on('close', () => {
          clearTimeout(timer);
        });
        request.on('end', end).resume();
      }
    }
    this.parts.metrics.badRequest(problem.code);
    const unsaid = this.refusals.take();
    if (unsaid === undefined) return;
    const more = unsaid === 0 ? {} : { unsaid };
    this.parts.log.warn({ code: problem.code, status, ...more }, STATUS_CODES[status]);
  }

  /** Writes an answer, which is counted until it has left; false: there was no memory for it. */
  private write({ response, connection }: Exchange, { status, type, body, headers }: Answer): boolean {
    const length = body.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
    const holding = this.answers.take(connection, length);
    if (holding === undefined) {
      connection.evict();
      return false;
    }
    response.on('close', () => {
      holding.release();
    });
    response.writeHead(status, { 'content-type': type, 'content-length': length, ...headers });
    for (const piece of body) response.write(piece);
    return true;
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

type Headers = Readonly<Record<string, string>>;

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: readonly (string | Buffer)[];
  readonly headers: Headers;
}

/** A request, its answer, and the connection of both. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly connection: Connection;
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined;
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
