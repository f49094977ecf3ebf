import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { ok, type Answer } from './answer';
import type { AttestationService } from './attestation-service';
import type { KeyBroker } from './key-broker';

export interface TrusteeParts {
  readonly keyBroker: KeyBroker;
  readonly attestationService: AttestationService;
  /** One line for each request: never what is in it. */
  readonly log: (line: string) => void;
  /** Certificate and key, as PEM, with which it speaks https. @default - it speaks http */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
}

interface Request {
  readonly body: unknown;
  readonly cookies: string | undefined;
}

type Route = (request: Request, path: readonly string[]) => Answer;

/** Plays the gateway of Trustee 1.5.2, with the routes that a Pod and a client of TNG use. It is not started yet. */
export function trusteeGateway({ keyBroker, attestationService, log, tls }: TrusteeParts): Server {
  const routes: [method: string, path: RegExp, route: Route][] = [
    ['GET', /^\/api\/health$/, () => ok({ status: 'ok' })],
    ['GET', /^\/api\/services-health$/, servicesHealth],
    ['POST', /^\/api\/kbs\/v0\/auth$/, ({ body }) => keyBroker.auth(body)],
    ['POST', /^\/api\/kbs\/v0\/attest$/, ({ body, cookies }) => keyBroker.attest(body, cookies)],
    [
      'GET',
      /^\/api\/kbs\/v0\/resource\/([^/]+)\/([^/]+)\/([^/]+)$/,
      ({ cookies }, path) => keyBroker.resource(path, cookies),
    ],
    ['POST', /^\/api\/(?:attestation-service|as)\/attestation$/, ({ body }) => attestationService.attestation(body)],
    ['POST', /^\/api\/(?:attestation-service|as)\/challenge$/, () => attestationService.challenge()],
    ['GET', /^\/api\/(?:attestation-service|as)\/certificate$/, () => attestationService.certificate()],
  ];
  const answerTo = async (request: IncomingMessage): Promise<Answer> => {
    const path = new URL(request.url ?? '/', 'http://trustee').pathname;
    for (const [method, pattern, route] of routes) {
      const found = request.method === method ? pattern.exec(path) : null;
      if (found) return route({ body: await bodyOf(request), cookies: request.headers.cookie }, found.slice(1));
    }
    return { status: 404, body: '404 page not found' };
  };
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    answerTo(request)
      .catch((error: unknown): Answer => ({ status: 400, body: { error: String(error) } }))
      .then((answer) => {
        log(`${request.method ?? ''} ${request.url ?? ''} ${answer.status}`);
        send(response, answer);
      }, String);
  };
  return tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
}

function servicesHealth(): Answer {
  const service = { status: 'ok', timestamp: new Date().toISOString() };
  return ok({ gateway: service, kbs: service, as: service, rvps: service });
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? undefined : JSON.parse(text);
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  const isText = typeof body === 'string';
  const type = isText ? 'text/plain' : 'application/json';
  response.writeHead(status, { 'content-type': type, ...headers });
  response.end(isText ? body : JSON.stringify(body));
}
