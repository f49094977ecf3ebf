import type { ValuesMap } from '../../../helm/values/coalesce';
import { imageRegistry } from '../images/images';
import { keyedBucket } from './buckets';

/**
 * The document's values for the bucket of the tests and for vLLM on a CPU. TNG is off: without the webhook nothing
 * would put it into the Pod, and `helm test` then asks in plaintext.
 */
export function servingValues(overrides: ValuesMap = {}): ValuesMap {
  return {
    caiOptions: {
      'cipher-text-volume': 'pvc-oss',
      'model-decryption-key-id': 'kbs:///default/aliyun/model-decryption-key',
      'trustee-address': 'https://203.0.113.10:8081/api',
      'tng-http-secure-ports': [],
    },
    oss: {
      bucket: keyedBucket.name,
      path: keyedBucket.path,
      url: 'https://oss-cn-beijing-internal.aliyuncs.com',
      akId: keyedBucket.akId,
      akSecret: keyedBucket.akSecret,
    },
    image: { registry: imageRegistry, repository: 'vllm', tag: '0.32.0-cpu', pullPolicy: 'Never' },
    test: { image: `${imageRegistry}/tools:1` },
    maxModelLen: 2048,
    enforceEager: true,
    drainTimeoutSeconds: 60,
    probes: {
      startup: { periodSeconds: 3, timeoutSeconds: 10, failureThreshold: 100 },
      readiness: { periodSeconds: 3, timeoutSeconds: 8, failureThreshold: 2 },
      liveness: { timeoutSeconds: 30 },
    },
    sharedMemory: '1Gi',
    temporaryStorage: '1Gi',
    ...overrides,
  };
}

export const completionRequest = {
  model: 'qwen2.5-3b-instruct',
  prompt: 'San Francisco is a',
  max_tokens: 7,
  temperature: 0,
} as const;
