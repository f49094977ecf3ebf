import { ApiObject, type Chart } from 'cdk8s';
import { orElse, omitEmpty, type ReleaseContext, text } from '../../helm';
import { imageReference } from '../../constructs/kubernetes/image-reference';
import { defaultWebhookName } from '../../constructs/sidecars/schema';
import { webhookPorts } from '../../constructs/webhook/service';
import type { Values } from './values';
import { restrictedContainer } from '../../constructs/kubernetes/restricted-container';

// arguments: URL of the readiness; a replica that starts may take a moment
const script = `const [url] = process.argv.slice(1);
for (let attempt = 1; attempt <= 12; attempt++) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
    console.log(answer.status, await answer.text());
    if (answer.ok) process.exit(0);
  } catch (error) {
    console.log('attempt', attempt, error.cause?.code ?? error.message);
  }
  await new Promise((wake) => setTimeout(wake, 5000));
}
console.error('the webhook is not ready; see its logs');
process.exit(1);`;

/** What `helm test` runs: asks through the Service whether the webhook is ready, in the same image. */
export function readinessTest(chart: Chart, v: Values, release: ReleaseContext): void {
  const name = orElse<string>(v.fullnameOverride, defaultWebhookName);
  new ApiObject(chart, 'readiness', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: text`${name}-test-readiness`,
      labels: { 'app.kubernetes.io/component': 'readiness', 'app.kubernetes.io/instance': release.name },
      annotations: { 'helm.sh/hook': 'test', 'helm.sh/hook-delete-policy': 'before-hook-creation' },
    },
    spec: {
      restartPolicy: 'Never',
      activeDeadlineSeconds: 300,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      imagePullSecrets: omitEmpty(v.imagePullSecrets),
      containers: [
        {
          name: 'readiness',
          image: imageReference(v.image),
          imagePullPolicy: v.image.pullPolicy,
          command: ['node', '--input-type=module', '--eval', script],
          args: [text`http://${name}.${release.namespace}.svc:${webhookPorts.http}/readyz`],
          securityContext: restrictedContainer,
        },
      ],
    },
  });
}
