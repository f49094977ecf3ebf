import {
  request as requestPlain,
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { Agent as TlsAgent, request as requestTls } from 'node:https';

/** An object as the API server sends it, with what every object has. */
export interface KubernetesObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** How to reach the API server. Token and authority are read anew for every request, because both are renewed. */
export interface KubernetesAccess {
  readonly url: string;
  readonly token: () => Promise<string | undefined>;
  readonly authority: () => Promise<string | undefined>;
}

/** A refusal by the API server. */
export class KubernetesError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
  ) {
    super(message);
    this.name = 'KubernetesError';
  }
}

interface Call {
  readonly method: 'GET' | 'PUT' | 'PATCH';
  readonly path: string;
  readonly contentType?: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

const requestTimeout = 10_000;
const maxAnswerBytes = 4 * 1024 * 1024;

/** A client of the Kubernetes API that can do what the webhook needs, and is small enough for a ConfigMap. */
export class KubernetesClient {
  // connections are kept by address and authority, so that a new authority gets new ones
  private readonly agent: Agent = new TlsAgent({ keepAlive: true, maxSockets: 8, timeout: 60_000 });

  constructor(private readonly access: KubernetesAccess) {}

  /** The object at a path; undefined when there is none. */
  async get(path: string): Promise<KubernetesObject | undefined> {
    try {
      return await this.call({ method: 'GET', path });
    } catch (error) {
      if (error instanceof KubernetesError && error.status === 404) return undefined;
      throw error;
    }
  }

  /**
   * Replaces an object, when it still has the `resourceVersion` that it had when it was read.
   *
   * @throws KubernetesError with status 409 when somebody else was faster
   */
  replace(path: string, object: KubernetesObject): Promise<KubernetesObject> {
    return this.call({ method: 'PUT', path, contentType: 'application/json', body: object });
  }

  /** Server-side apply: the fields of the object are ours from now on, whoever had them before. */
  apply(path: string, object: KubernetesObject, fieldManager: string): Promise<KubernetesObject> {
    return this.call({
      method: 'PATCH',
      path: `${path}?fieldManager=${fieldManager}&force=true`,
      contentType: 'application/apply-patch+yaml',
      body: object,
    });
  }

  /** Opens a watch. The caller reads the lines of the answer and destroys it. */
  async watch(path: string, signal: AbortSignal): Promise<IncomingMessage> {
    const answer = await this.send({ method: 'GET', path, signal });
    if (answer.statusCode === 200) return answer;
    throw refusal(answer.statusCode ?? 0, await textOf(answer));
  }

  /** Ends the connections that are not in use. */
  close(): void {
    this.agent.destroy();
  }

  private async call(call: Call): Promise<KubernetesObject> {
    const answer = await this.send({ ...call, signal: AbortSignal.timeout(requestTimeout) });
    const status = answer.statusCode ?? 0;
    const text = await textOf(answer);
    if (status < 200 || status > 299) throw refusal(status, text);
    return JSON.parse(text) as KubernetesObject;
  }

  private async send({ method, path, contentType, body, signal }: Call): Promise<IncomingMessage> {
    const [token, authority] = await Promise.all([this.access.token(), this.access.authority()]);
    const url = new URL(path, this.access.url);
    const content = body === undefined ? undefined : JSON.stringify(body);
    const options: RequestOptions & { ca?: string } = {
      method,
      headers: {
        accept: 'application/json',
        'user-agent': 'cai-webhook',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(content === undefined
          ? {}
          : { 'content-type': contentType ?? 'application/json', 'content-length': Buffer.byteLength(content) }),
      },
      ...(signal === undefined ? {} : { signal }),
    };
    return new Promise((resolve, reject) => {
      const start = (): ClientRequest => {
        if (url.protocol === 'http:') return requestPlain(url, options);
        return requestTls(url, {
          ...options,
          agent: this.agent,
          ...(authority === undefined ? {} : { ca: authority }),
        });
      };
      start().on('response', resolve).on('error', reject).end(content);
    });
  }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxAnswerBytes) throw new KubernetesError(answer.statusCode ?? 0, 'TooLarge', 'the answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What the API server says of a refusal, cut: it names objects and fields, not their values. */
function refusal(status: number, text: string): KubernetesError {
  try {
    const { reason = '', message = '' } = JSON.parse(text) as { reason?: string; message?: string };
    return new KubernetesError(status, reason, message.slice(0, 300));
  } catch {
    return new KubernetesError(status, '', `the API server answered with status ${status}`);
  }
}
