import { TngClient } from '../../constructs';
import { asProps, type ChartDefinition } from '../../helm';
import { connectionTest } from './connection-test';
import { chartNotes } from './notes';
import { values, type Values } from './values';

/** The chart tng-client: what encrypts requests to confidential services, for applications that know nothing of it. */
export const clientChart: ChartDefinition<Values> = {
  name: 'tng-client',
  version: '0.1.0',
  appVersion: '2.2.4',
  description:
    'Takes plain HTTP requests of trusted applications, verifies the confidential service behind them with Trustee, and encrypts them up to its Pods.',
  keywords: ['llm', 'inference', 'confidential-computing', 'attestation', 'proxy', 'tng'],
  kubeVersion: '>=1.30.0-0',
  annotations: {
    'artifacthub.io/category': 'networking',
    'artifacthub.io/license': 'Apache-2.0',
    'artifacthub.io/prerelease': 'true',
    'artifacthub.io/images':
      '- name: tng\n  image: confidential-ai-registry.cn-shanghai.cr.aliyuncs.com/product/tng:2.2.4\n',
  },
  introduction: `For applications in a cluster whose network they trust, which ask a confidential service anywhere: **requests are plaintext up to
this client**, and encrypted to an attested Pod from there on. It needs no confidential node. Do not put it between the confidential
Pods and clients that do not trust their cluster: those run TNG themselves (\`cai client\`).

\`\`\`sh
helm install tng-client ./tng-client --namespace apps --values values.yaml
helm test tng-client --namespace apps
\`\`\`

Each upstream gets a base URL of its own, which is all that an OpenAI client needs:

\`\`\`yaml
trustee:
  address: https://trustee.example.com:8081/api
upstreams:
  - { name: qwen, host: inference.example.com, port: 8080, servicePort: 80 }
\`\`\`

\`\`\`sh
curl http://tng-client.apps.svc/v1/models
\`\`\``,
  values,
  build: (chart, { fullnameOverride: name, ...told }, release) => {
    new TngClient(chart, 'client', asProps({ ...told, name, instance: release.name }));
  },
  tests: connectionTest,
  notes: chartNotes,
};
