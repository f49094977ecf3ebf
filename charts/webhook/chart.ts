import { CaiWebhook } from '../../constructs';
import { asProps, type ChartDefinition } from '../../helm';
import { chartNotes } from './notes';
import { readinessTest } from './readiness-test';
import { values, type Values } from './values';

/**
 * The chart cai-webhook: the admission webhook that makes annotated Pods confidential.
 *
 * @param serverBundle text of the server program, which images without it get by a ConfigMap
 */
export function webhookChart(serverBundle: string): ChartDefinition<Values> {
  return {
    name: 'cai-webhook',
    version: '0.1.0',
    appVersion: '0.1.0',
    description:
      'Makes annotated Pods confidential: injects attestation, model decryption and encrypted traffic as native sidecars, or refuses the Pod.',
    keywords: ['admission-webhook', 'sidecar-injector', 'confidential-computing', 'tdx', 'attestation'],
    kubeVersion: '>=1.30.0-0',
    annotations: {
      'artifacthub.io/category': 'security',
      'artifacthub.io/license': 'Apache-2.0',
      'artifacthub.io/prerelease': 'true',
      'artifacthub.io/images': '- name: node\n  image: docker.io/library/node:22-bookworm-slim\n',
    },
    introduction: `One a cluster, in a namespace of its own. It needs no image of ours: the server comes in a ConfigMap and runs in a stock Node.js
image. It makes its own certificates, unless \`certManager.enabled\` is set.

\`\`\`sh
helm install cai-webhook ./cai-webhook --namespace cai-system --create-namespace
helm test cai-webhook --namespace cai-system
\`\`\`

Where API servers reach nodes and no Pods, set \`hostNetwork\`; where a firewall lets them reach some ports alone, \`ports\`; where a
quota forbids system-cluster-critical outside of kube-system, set \`priorityClassName\` to another class or to nothing.

Pods that do not ask for protection never reach the webhook. Those that do are refused while it is away. \`helm uninstall\` removes
everything that could refuse a Pod; Pods that run go on.`,
    values,
    build: (chart, { fullnameOverride: name, registry, unsafeAllowSampleEvidence, ...told }, release) => {
      const { aa, cdh, tng, cachefs } = told.sidecars;
      const sidecars = { registry, aa, cdh, tng, cachefs, unsafeAllowSampleEvidence };
      new CaiWebhook(chart, 'webhook', asProps({ ...told, sidecars, name, instance: release.name, serverBundle }));
    },
    tests: readinessTest,
    notes: chartNotes,
  };
}
