import { build } from 'esbuild';
import { join } from 'node:path';
import { RunningPod, type PodContext } from '../confidential/running-pod';
import { nodeImage } from '../images/images';

/** What the application got from the service. */
export interface Answers {
  readonly models: readonly string[];
  readonly completion?: string;
  readonly streamed: readonly string[];
}

/** A Pod with a stock Node.js, in which an application with the OpenAI client library is started. */
export class ApplicationPod {
  private constructor(
    private readonly context: PodContext,
    private readonly pod: RunningPod,
    private readonly program: string,
  ) {}

  static async start(context: PodContext): Promise<ApplicationPod> {
    const container = { name: 'application', image: nodeImage.reference, imagePullPolicy: 'Never' };
    const [pod, program] = await Promise.all([
      RunningPod.create(context, {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'application' },
        spec: {
          terminationGracePeriodSeconds: 0,
          automountServiceAccountToken: false,
          containers: [{ ...container, command: ['sleep', '3600'] }],
        },
      }),
      bundled(),
    ]);
    await pod.untilReady();
    return new ApplicationPod(context, pod, program);
  }

  /** Runs the application against a base URL. */
  async ask(baseUrl: string): Promise<Answers> {
    const { cluster, namespace } = this.context;
    const args = ['exec', '-i', '-n', namespace, this.pod.name, '--', 'node', '-', baseUrl];
    const { code, stdout, stderr } = await cluster.run('kubectl', args, { input: this.program, timeoutSeconds: 90 });
    if (code !== 0) throw new Error(`the OpenAI client got no answer from ${baseUrl}: ${stderr}`);
    return JSON.parse(stdout) as Answers;
  }
}

async function bundled(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, 'openai-client.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    minify: true,
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}
