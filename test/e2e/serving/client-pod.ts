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
}
