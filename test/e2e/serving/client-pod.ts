import { toolsImage } from '../images/images';
import type { ScenarioContext } from '../scenario';

/** A Pod with curl, as a client within the cluster. */
export class ClientPod {
  public constructor(private readonly context: Pick<ScenarioContext, 'cluster' | 'namespace'>) {}

  public async start(): Promise<void> {
    const { cluster, namespace } = this.context;
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'client' },
      spec: {
        terminationGracePeriodSeconds: 1,
        containers: [
          { name: 'client', image: toolsImage.reference, imagePullPolicy: 'Never', command: ['sleep', '3600'] },
        ],
      },
    };
    const { code, stderr } = await cluster.run('kubectl', ['apply', '-n', namespace, '-f', '-'], {
      input: JSON.stringify(pod),
    });
    if (code !== 0) throw new Error(stderr);
    await cluster.kubectl('wait', '-n', namespace, '--for=condition=Ready', 'pod/client', '--timeout=90s');
  }

  /** curl in the Pod; answers the body, and throws with curl's message when the answer is no 2xx. */
  public curl(...args: string[]): Promise<string> {
    return this.context.cluster.kubectl(
      'exec',
      '-n',
      this.context.namespace,
      'client',
      '--',
      'curl',
      '--silent',
      '--show-error',
      '--fail-with-body',
      ...args,
    );
  }

  public post(url: string, body: unknown, ...args: string[]): Promise<string> {
    return this.curl('--header', 'Content-Type: application/json', '--data', JSON.stringify(body), ...args, url);
  }

  /** Posts, keeps the answer in the Pod, and says how often each pattern of grep stands in it. */
  public async postAndCount(
    url: string,
    body: unknown,
    patterns: readonly string[],
    ...args: string[]
  ): Promise<number[]> {
    const script = 'curl --silent --show-error --fail-with-body "$@" >/tmp/answer';
    const data = ['--header', 'Content-Type: application/json', '--data', JSON.stringify(body)];
    await this.shell(script, ...data, ...args, url);
    const count = async (pattern: string): Promise<number> =>
      Number(await this.shell('grep -o "$1" /tmp/answer | wc -l', pattern));
    return Promise.all(patterns.map(count));
  }

  private shell(script: string, ...args: string[]): Promise<string> {
    const { cluster, namespace } = this.context;
    return cluster.kubectl('exec', '-n', namespace, 'client', '--', '/bin/sh', '-ec', script, 'client', ...args);
  }
}
