import { optionsMap } from '../description/derived';
import type { Description } from '../description/description';
import { present, type ChartValues } from './chart-values';

/** Values of the chart cai-vllm. */
export const vllmValues: ChartValues = {
  more: ['vllm', 'values'],
  release: ({ vllm, cluster }: Description) => ({ name: vllm.release, namespace: cluster.namespace }),
  make: (described: Description) => {
    const { attestation, bucket, cluster, model, vllm } = described;
    return present({
      caiOptions: optionsMap(described),
      unsafeAllowSampleEvidence: attestation.unsafeAllowSampleEvidence,
      oss: {
        bucket: bucket.name,
        path: bucket.path,
        url: bucket.endpoint,
        authType: bucket.auth === 'existingSecret' ? 'ak' : bucket.auth,
        existingSecret: bucket.secret,
        roleName: bucket.roleName,
        roleArn: bucket.roleArn,
        oidcProviderArn: bucket.oidcProviderArn,
      },
      image: { tag: vllm.imageTag },
      model: { path: model.path, servedName: model.name },
      apiKey: { existingSecret: vllm.apiKeySecret },
      gpuCount: vllm.gpuCount,
      replicas: vllm.replicas,
      nodeSelector: cluster.nodeSelector,
    });
  },
  madeFrom: {
    caiOptions: 'trustee.address',
    unsafeAllowSampleEvidence: 'attestation.unsafeAllowSampleEvidence',
    'oss.bucket': 'bucket.name',
    'oss.path': 'bucket.path',
    'oss.url': 'bucket.endpoint',
    'oss.authType': 'bucket.auth',
    'oss.existingSecret': 'bucket.secret',
    'oss.roleName': 'bucket.roleName',
    'oss.roleArn': 'bucket.roleArn',
    'oss.oidcProviderArn': 'bucket.oidcProviderArn',
    'image.tag': 'vllm.imageTag',
    'model.path': 'model.path',
    'model.servedName': 'model.name',
    'apiKey.existingSecret': 'vllm.apiKeySecret',
    gpuCount: 'vllm.gpuCount',
    replicas: 'vllm.replicas',
    nodeSelector: 'cluster.nodeSelector',
  },
};
