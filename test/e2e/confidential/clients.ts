import { modelFiles } from '../images/encrypted-model';
import { defaultTngImage, toolsImage } from '../images/images';
import type { Trustee } from '../trustee/start-trustee';
import { pythonCommand, securedPort } from './pods';
import { RunningPod, type PodContext } from './running-pod';

/** A file of the model, and a text in it that must never pass in plaintext. */
export const secretFile = 'Qwen2.5-3B-Instruct/config.json';
export const secretText = 'plaintext-of-the-model';
if (!modelFiles[secretFile]?.includes(secretText)) throw new Error(`${secretFile} does not hold the secret`);

export function serverUrl(address: string, path = secretFile, port = securedPort): string {
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}/${path}`;
}

/** What containers get that run until they are killed. */
const client = { imagePullPolicy: 'Never', terminationMessagePolicy: 'FallbackToLogsOnError' } as const;

function clientPod(name: string, containers: readonly Record<string, unknown>[]): Record<string, unknown> {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: {
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      containers: containers.map((container) => ({ ...client, ...container })),
    },
  };
}

/** The document's client: the real TNG, which believes a server after Trustee has spoken for it. */
export class TngClient {
  private constructor(private readonly pod: RunningPod) {}

  static async start(context: PodContext, trustee: Trustee): Promise<TngClient> {
    const configuration = {
      add_ingress: [
        {
          http_proxy: { proxy_listen: { host: '0.0.0.0', port: 41000 } },
          encap_in_http: {},
          verify: { as_addr: `${trustee.address}/attestation-service/`, policy_ids: ['default'] },
        },
      ],
    };
    const command = ['tng', 'launch', '--config-content', JSON.stringify(configuration)];
    const readinessProbe = { tcpSocket: { port: 41000 }, periodSeconds: 1 };
    const pod = await RunningPod.create(
      context,
      clientPod('tng-client', [{ name: 'tng', image: defaultTngImage.reference, command, readinessProbe }]),
    );
    await pod.untilReady();
    return new TngClient(pod);
  }

  /** The answer to one request; what curl says where there is none. */
  async get(url: string): Promise<string> {
    const curl = ['curl', '-sS', '-m', '10', '--fail-with-body', '-x', 'http://127.0.0.1:41000', url];
    const { stdout, stderr } = await this.pod.exec('tng', ...curl);
    return stdout || stderr;
  }

  /** After a restart of the server's TNG the first request gets an error that tells the client to fetch a new key. */
  async reaches(url: string): Promise<boolean> {
    return (await this.get(url)).includes(secretText) || (await this.get(url)).includes(secretText);
  }
}

/** Clients without TNG, which ask for the secret from now on until the end. */
export class PlainClient {
  private constructor(private readonly pod: RunningPod) {}

  /** `servers` are URLs by names without blanks. */
  static async start(
    context: PodContext,
    name: string,
    servers: Readonly<Record<string, string>>,
  ): Promise<PlainClient> {
    const asked = Object.entries(servers).map(([server, url]) => `${server}=${url}`);
    const command = pythonCommand('plain-client.py', secretText, ...asked);
    const pod = await RunningPod.create(
      context,
      clientPod(name, [{ name: 'client', image: toolsImage.reference, command }]),
    );
    await pod.untilReady();
    return new PlainClient(pod);
  }

  /** How often each outcome has come so far: "v4 status 403", "v6 ConnectionRefusedError", … */
  async outcomes(): Promise<Readonly<Record<string, number>>> {
    const log = await this.pod.kubectl('logs', this.pod.name, '--tail=20');
    const counts =
      log
        .split('\n')
        .reverse()
        .find((line) => line.startsWith('{"counts"')) ?? '{"counts":{}}';
    return (JSON.parse(counts) as { counts: Record<string, number> }).counts;
  }

  /** Throws where anything came in plaintext from another server than those named. */
  async expectNoPlaintext(...but: string[]): Promise<void> {
    const outcomes = await this.outcomes();
    const open = Object.keys(outcomes).filter(
      (outcome) => outcome.endsWith(' PLAINTEXT') && !but.some((server) => outcome.startsWith(`${server} `)),
    );
    if (open.length > 0) throw new Error(`plaintext came through: ${JSON.stringify(outcomes)}`);
  }
}
