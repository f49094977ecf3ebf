import { defaultName } from '../../../constructs/inference/schema';
import { helm, kubectl, markdown, shell, type PageContext } from './page';

const helmFolder = 'dist/helm';

/** Step 3: nodes. */
export function nodesPage({ described }: PageContext): string {
  const { region } = described.cluster;
  return markdown(
    '# Step 3: prepare the nodes',
    'In the console of ACK, as the document has it:',
    [
      `1. An ACK managed cluster (Pro)${region === undefined ? '' : ` in ${region}`}, Kubernetes 1.30 or newer.`,
      '2. A node pool: Alibaba Cloud Linux 3.2104 LTS 64-bit, system disk of 100 GiB or more, no automatic scaling, 0 nodes, and the label `ack.aliyun.com/nvidia-driver-version=550.144.03`.',
      '3. An instance `ecs.gn8v-tee.4xlarge` or larger in the VPC of the cluster, with the NVIDIA driver 550.144.03 and CUDA installed; then add it to the node pool by hand. On this family TDX and the confidential mode of the GPU are on.',
    ].join('\n'),
    'See that everything is there:',
    shell('cai doctor'),
    '[Step 4](step-4-webhook.md)',
  );
}

/** Step 4: the webhook. */
export function webhookPage({ described }: PageContext): string {
  const { name: release, namespace } = described.releases.webhook;
  const place = helm(described, namespace);
  return markdown(
    '# Step 4: install the webhook',
    `It puts the sidecars into Pods that ask for protection. In the folder of this project, after \`npm ci && npm run synth\`:`,
    shell(
      `cai values cai-webhook | helm upgrade --install ${release} ${helmFolder}/cai-webhook ${place} \\`,
      '  --create-namespace --values - --wait --timeout 10m',
      `helm test ${release} ${place}`,
    ),
    '[Step 5](step-5-vllm.md)',
  );
}

/** Step 5: vLLM. */
export function vllmPage({ described }: PageContext): string {
  const { vllm } = described;
  const { name: release, namespace } = described.releases.vllm;
  const name = vllm.fullnameOverride ?? defaultName;
  const place = kubectl(described, namespace);
  const { existingSecret: bucketSecret } = vllm.oss;
  const { existingSecret: keySecret, key } = vllm.apiKey;
  return markdown(
    '# Step 5: deploy vLLM',
    `The namespace, if it is not there: \`kubectl create namespace ${namespace}\`.`,
    bucketSecret !== undefined &&
      `The access key of the bucket, from two files without a line break at their ends, so that it is in no history of commands. A RAM user that may read \`oss://${vllm.oss.bucket}${vllm.oss.path}\` is enough:`,
    bucketSecret !== undefined &&
      shell(
        `kubectl create secret generic ${bucketSecret} ${place} \\`,
        '  --from-file=akId=./ak-id --from-file=akSecret=./ak-secret',
      ),
    keySecret !== undefined &&
      [
        'The key that clients must send, from a file without a line break at its end:',
        '',
        shell(`kubectl create secret generic ${keySecret} ${place} --from-file=${key}=./api-key`),
      ].join('\n'),
    'The service. Loading a model takes minutes:',
    shell(
      `cai values cai-vllm | helm upgrade --install ${release} ${helmFolder}/cai-vllm ${helm(described, namespace)} --values -`,
      `kubectl rollout status deployment/${name} ${place} --timeout 45m`,
    ),
    'The four sidecars and the server must run:',
    shell(
      `kubectl get pods ${place} --selector app.kubernetes.io/instance=${release} \\`,
      `  -o jsonpath='{range .items[*].status.initContainerStatuses[*]}{.name}{"\\t"}{.ready}{"\\n"}{end}'`,
    ),
    'The address for step 6:',
    shell(
      `kubectl get service ${name}-svc ${place} \\`,
      `  -o jsonpath='http://{.status.loadBalancer.ingress[0].ip}{.status.loadBalancer.ingress[0].hostname}:{.spec.ports[0].port}{"\\n"}'`,
    ),
    '[Step 6](step-6-client.md)',
  );
}
