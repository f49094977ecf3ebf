import { request as requestTls, Agent, type RequestOptions } from 'node:https';
import { request as requestPlain, type ClientRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AdmissionServerLimits } from '../../webhook/admission-server';
import { openLog } from '../../webhook/log';
import { readSettings } from '../../webhook/settings';
import { Webhook } from '../../webhook/webhook';
import { FakeApi, type Webhook as RegisteredWebhook } from './fake-api';

export const paths = {
  secret: '/api/v1/namespaces/cai/secrets/cai-webhook-ca',
  given: '/api/v1/namespaces/cai/secrets/cai-webhook-tls',
  templates: '/api/v1/namespaces/cai/configmaps/cai-webhook-templates',
  mutating: '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/cai-webhook',
  validating: '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/cai-webhook',
} as const;

/** The name by which the API server calls the webhook. */
export const serverName = 'cai-webhook.cai.svc';

/** An API server as the chart leaves it behind: an empty Secret, templates, and configurations without caBundle. */
export async function installedApi(): Promise<{ api: FakeApi; url: string }> {
  const api = new FakeApi();
  api.put(paths.secret, { type: 'Opaque' });
  api.put(paths.templates, { data: { 'templates.json': '{}' } });
  const clientConfig = { service: { name: 'cai-webhook', namespace: 'cai' } };
  api.put(paths.mutating, { webhooks: [{ name: 'pods.trustiflux.alibaba.com', clientConfig, sideEffects: 'None' }] });
  api.put(paths.validating, { webhooks: [{ name: 'workloads.trustiflux.alibaba.com', clientConfig }] });
  return { api, url: await api.start() };
}

/** The caBundle that the API server would trust at this moment. */
export function caBundleOf(api: FakeApi, path: string = paths.mutating): string {
  const [webhook] = (api.get(path)?.webhooks ?? []) as RegisteredWebhook[];
  return Buffer.from(webhook?.clientConfig.caBundle ?? '', 'base64').toString();
}

/** A webhook under test, with what it logged. */
export class RunningWebhook {
  readonly lines: Record<string, unknown>[] = [];
  readonly webhook: Webhook;
  private readonly folder = mkdtempSync(join(tmpdir(), 'webhook-test-'));
  private isStopped = false;

  constructor(url: string, environment: Readonly<Record<string, string>> = {}, limits?: AdmissionServerLimits) {
    writeFileSync(join(this.folder, 'token'), 'the-token\n');
    const settings = readSettings({
      CAI_NAMESPACE: 'cai',
      CAI_SERVICE: 'cai-webhook',
      CAI_TEMPLATES_CONFIGMAP: 'cai-webhook-templates',
      CAI_CA_SECRET: 'cai-webhook-ca',
      CAI_MUTATING_WEBHOOKS: 'cai-webhook',
      CAI_VALIDATING_WEBHOOKS: 'cai-webhook',
      CAI_API_SERVER: url,
      CAI_SERVICE_ACCOUNT_FOLDER: this.folder,
      CAI_HTTPS_PORT: '0',
      CAI_HTTP_PORT: '0',
      CAI_HOST: '127.0.0.1',
      CAI_DRAIN: '0s',
      CAI_LOG_LEVEL: 'debug',
      CAI_CA_LIFETIME: '365d',
      CAI_CERTIFICATE_LIFETIME: '7d',
      CAI_CA_PROPAGATION_DELAY: '5m',
      ...environment,
    });
    const to = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        this.lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
        done();
      },
    });
    this.webhook = new Webhook(settings, openLog(settings.logLevel, to), limits);
  }

  async start(): Promise<this> {
    await this.webhook.start();
    return this;
  }

  async stop(): Promise<void> {
    if (this.isStopped) return;
    this.isStopped = true;
    await this.webhook.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get port(): number {
    return this.webhook.port ?? 0;
  }

  async ready(): Promise<void> {
    await until(async () => (await this.readiness()).ready === true);
  }

  async readiness(): Promise<Record<string, unknown>> {
    return JSON.parse((await this.health('/readyz')).body) as Record<string, unknown>;
  }

  health(path: string, method = 'GET'): Promise<Answer> {
    return fetched((answered) =>
      requestPlain({ host: '127.0.0.1', port: this.webhook.healthPort, path, method, agent: false }, answered),
    );
  }
}

/** An HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

type Answered = (answer: IncomingMessage) => void;

function fetched(start: (answered: Answered) => ClientRequest, body?: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    start((answer) => {
      const chunks: Buffer[] = [];
      answer
        .on('data', (chunk: Buffer) => chunks.push(chunk))
        .on('error', reject)
        .on('end', () => {
          const { statusCode: status = 0, headers } = answer;
          resolve({ status, headers, body: Buffer.concat(chunks).toString() });
        });
    })
      .on('error', reject)
      .end(body);
  });
}

/** Sends a request over TLS as the API server does: it trusts the caBundle and nothing else. */
export function send(port: number, ca: string, body: string | Buffer, options: RequestOptions = {}): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...(options.headers as OutgoingHttpHeaders | undefined) };
  const base = { host: '127.0.0.1', port, ca, servername: serverName, method: 'POST', path: '/mutate?timeout=5s' };
  return fetched((answered) => requestTls({ agent: false, ...base, ...options, headers }, answered), body);
}

/** A keep-alive agent, as the API server's connections are. */
export function keepAliveAgent(): Agent {
  return new Agent({ keepAlive: true, maxSockets: 10 });
}

// far more than anything here takes; without an end a test that fails would never stop waiting
const maxWaitMs = 60_000;

/** Waits until something holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + maxWaitMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`does not hold: ${holds.toString()}`);
    await sleep(10);
  }
}
