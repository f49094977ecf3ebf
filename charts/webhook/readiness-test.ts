import type { Chart } from 'cdk8s';
import { orElse, spread, type ReleaseContext, text } from '../../helm';
import { imageReference } from '../../constructs/kubernetes/image-reference';
import { defaultWebhookName } from '../../constructs/sidecars/schema';
import { webhookPorts } from '../../constructs/webhook/ports';
import { testPod } from '../test-pod';
import type { Values } from './values';
import { restrictedContainer } from '../../constructs/kubernetes/container';

// arguments: URL of the readiness; a replica that starts may take a moment. An agent of its own obeys no proxy of the image
const script = `import { Agent, get } from 'node:http';
const [url] = process.argv.slice(1);
const ask = () =>
  new Promise((resolve, reject) => {
    const request = get(url, { agent: new Agent(), signal: AbortSignal.timeout(5000) }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (part) => (body += part)).on('error', reject);
      answer.on('end', () => resolve([answer.statusCode, body]));
    });
    request.on('error', reject);
  });
for (let attempt = 1; attempt <= 12; attempt++) {
  try {
    const [status, body] = await ask();
    console.log(status, body);
    if (status === 200) process.exit(0);
  } catch (error) {
    console.log('attempt', attempt, error.code ?? error.message);
  }
  await new Promise((wake) => setTimeout(wake, 5000));
}
console.error('the webhook is not ready; see its logs');
process.exit(1);`;

/** What `helm test` runs: asks through the Service whether the webhook is ready, in the same image. */
export function readinessTest(chart: Chart, v: Values, release: ReleaseContext): void {
  const name = orElse<string>(v.fullnameOverride, defaultWebhookName);
  const nodeSelector = { ...spread(v.nodeSelector), 'kubernetes.io/os': 'linux' };
  testPod(
    chart,
    { ...v, nodeSelector },
    {
      component: 'readiness',
      name: text`${name}-test-readiness`,
      release,
      longestSeconds: 300,
      container: {
        image: imageReference(v.image),
        imagePullPolicy: v.image.pullPolicy,
        command: ['node', '--input-type=module', '--eval', script],
        args: [text`http://${name}.${release.namespace}.svc:${webhookPorts.http}/readyz`],
        securityContext: restrictedContainer,
      },
    },
  );
}
