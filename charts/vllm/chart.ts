import { CaiOptions, ConfidentialVllm } from '../../constructs';
import { confidentialVllm } from '../../constructs/inference/schema';
import { asProps, only, type ChartDefinition } from '../../helm';
import { chartNotes } from './notes';
import { completionTest } from './completion-test';
import { optionsJson } from './options';
import { values, type Values } from './values';

/** The chart cai-vllm: a confidential vLLM service. */
export const vllmChart: ChartDefinition<Values> = {
  name: 'cai-vllm',
  version: '0.1.0',
  appVersion: '0.10.2',
  description:
    'Confidential LLM inference with vLLM: the model stays encrypted in OSS, its key comes from Trustee after attestation, and requests are encrypted up to the Pod.',
  keywords: ['vllm', 'llm', 'inference', 'confidential-computing', 'tdx', 'attestation'],
  kubeVersion: '>=1.30.0-0',
  annotations: {
    'artifacthub.io/category': 'ai-machine-learning',
    'artifacthub.io/license': 'Apache-2.0',
    'artifacthub.io/prerelease': 'true',
    'artifacthub.io/images': '- name: vllm\n  image: docker.io/vllm/vllm-openai:v0.10.2\n',
  },
  introduction: `The webhook of the chart cai-webhook, or ACK-CAI, must be installed in the cluster: it puts the sidecars into the Pods that decrypt the
model and encrypt the traffic.

\`\`\`sh
helm install vllm ./cai-vllm --namespace default --values values.yaml
helm test vllm --namespace default
\`\`\`

To move to another bucket or path, change \`cipher-text-volume\` in \`caiOptions\` with it: Kubernetes does not let a volume change, so
a new claim and volume are made beside the old ones. A release can be deleted: the data in the bucket stays.`,
  values,
  build: (chart, v, release) => {
    const told = only(confidentialVllm, v);
    const caiOptions = CaiOptions.fromJson(optionsJson(v), v.unsafeAllowSampleEvidence);
    // "cai-vllm" whatever the release is called: the document's commands name it
    const name = v.fullnameOverride;
    new ConfidentialVllm(chart, 'vllm', asProps({ ...told, caiOptions, name, instance: release.name }));
  },
  tests: completionTest,
  notes: chartNotes,
};
