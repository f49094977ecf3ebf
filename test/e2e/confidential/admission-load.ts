import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { statusAnnotation } from '../../../injection/names';

/*
 * Asks the API server to create confidential Pods and Deployments at a steady rate, as a dry run, which goes through all
 * of admission and leaves nothing behind. When it is told to stop it prints what came of it.
 *
 * usage: admission-load.ts KUBECONFIG NAMESPACE REQUESTS_PER_SECOND POD_AS_JSON
 */

/** What came of a load. */
export interface LoadResult {
  readonly injected: number;
  readonly accepted: number;
  /** Texts of the answers that were not as they should be, with how often they came. */
  readonly failures: Readonly<Record<string, number>>;
  readonly slowestMilliseconds: number;
}

interface Kubeconfig {
  readonly clusters: readonly [{ cluster: { server: string; 'certificate-authority-data': string } }];
  readonly users: readonly [{ user: { 'client-certificate-data': string; 'client-key-data': string } }];
}

interface Target {
  readonly path: string;
  readonly body: string;
  /** Whether an answer is as it should be. */
  readonly isGood: (status: number, text: string) => boolean;
  readonly counts: 'injected' | 'accepted';
}

type Ask = (target: Target) => Promise<{ status: number; text: string }>;

function client(file: string): Ask {
  const { clusters, users } = JSON.parse(readFileSync(file, 'utf8')) as Kubeconfig;
  const { server, 'certificate-authority-data': ca } = clusters[0].cluster;
  const decoded = (base64: string): Buffer => Buffer.from(base64, 'base64');
  const agent = new Agent({
    keepAlive: true,
    ca: decoded(ca),
    cert: decoded(users[0].user['client-certificate-data']),
    key: decoded(users[0].user['client-key-data']),
  });
  return ({ path, body }) =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json' };
      const outgoing = request(server + path, { method: 'POST', agent, headers, timeout: 20_000 }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (more: string) => (text += more));
        answer.on('error', reject).on('end', () => {
          resolve({ status: answer.statusCode ?? 0, text });
        });
      });
      outgoing.on('error', reject).on('timeout', () => outgoing.destroy(new Error('no answer within 20 s')));
      outgoing.end(body);
    });
}

function targets(namespace: string, pod: Record<string, unknown>): [Target, Target] {
  const { metadata, spec } = pod as { metadata: { labels: Record<string, string> }; spec: unknown };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'load' },
    spec: { selector: { matchLabels: metadata.labels }, template: { metadata, spec } },
  };
  const generated = { ...pod, metadata: { ...metadata, name: undefined, generateName: 'load-' } };
  return [
    {
      path: `/api/v1/namespaces/${namespace}/pods?dryRun=All`,
      body: JSON.stringify(generated),
      isGood: (status, text) => status === 201 && text.includes(statusAnnotation),
      counts: 'injected',
    },
    {
      path: `/apis/apps/v1/namespaces/${namespace}/deployments?dryRun=All`,
      body: JSON.stringify(deployment),
      isGood: (status) => status === 201,
      counts: 'accepted',
    },
  ];
}

function main([kubeconfig = '', namespace = '', rate = '', pod = '{}']: string[]): void {
  const ask = client(kubeconfig);
  const [pods, deployments] = targets(namespace, JSON.parse(pod) as Record<string, unknown>);
  const result = { injected: 0, accepted: 0, failures: {} as Record<string, number>, slowestMilliseconds: 0 };
  const running = new Set<Promise<void>>();
  const fail = (text: string): void => {
    result.failures[text] = (result.failures[text] ?? 0) + 1;
  };
  const once = async (target: Target): Promise<void> => {
    const begin = performance.now();
    try {
      const { status, text } = await ask(target);
      if (target.isGood(status, text)) result[target.counts] += 1;
      else fail(`${status} ${text.slice(0, 400)}`);
    } catch (error) {
      fail(String(error));
    }
    result.slowestMilliseconds = Math.max(result.slowestMilliseconds, Math.round(performance.now() - begin));
  };
  let count = 0;
  const timer = setInterval(
    () => {
      count += 1;
      const one = once(count % 5 === 0 ? deployments : pods).finally(() => running.delete(one));
      running.add(one);
    },
    1000 / Number(rate),
  );
  console.log('the load begins');
  process.once('SIGTERM', () => {
    clearInterval(timer);
    void Promise.all(running).then(() => {
      console.log(JSON.stringify(result));
      process.exit(0);
    });
  });
}

if (require.main === module) main(process.argv.slice(2));
