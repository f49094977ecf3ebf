import { Chart, Size, type ChartProps } from 'cdk8s';
import { k8s, Secret, ServiceType, type ISecret } from 'cdk8s-plus-27';
import { CaiOptions, ConfidentialVllm } from 'cdk8s-confidential-vllm';
import type { Construct } from 'constructs';

export interface InferenceProps extends ChartProps {
  readonly trusteeAddress: string;
  /** Labels of the Pods that may connect to the service. */
  readonly clientLabels: Record<string, string>;
}

/** The confidential service, and the key that its clients send. */
export class Inference extends Chart {
  readonly endpoint: string;
  readonly apiKey: ISecret;

  constructor(scope: Construct, id: string, props: InferenceProps) {
    super(scope, id, props);
    const key = process.env.CHAT_API_KEY;
    if (!key) throw new Error('set CHAT_API_KEY: the key that the front end sends to the service');
    // the app makes this Secret itself; the one below was made by hand
    this.apiKey = new Secret(this, 'api-key', {
      metadata: { name: 'chat-api-key' },
      stringData: { 'api-key': key },
    });

    const service = new ConfidentialVllm(this, 'vllm', {
      caiOptions: CaiOptions.of({
        cipherTextVolume: 'pvc-qwen',
        modelDecryptionKeyId: 'kbs:///default/aliyun/model-decryption-key',
        trusteeAddress: props.trusteeAddress,
        tngHttpSecurePorts: [{ port: 8080 }],
      }),
      oss: {
        bucket: 'examplebucket',
        path: '/qwen-encrypted/',
        url: 'https://oss-cn-beijing-internal.aliyuncs.com',
        existingSecret: Secret.fromSecretName(this, 'oss-key', 'oss-key'),
        capacity: Size.gibibytes(10),
      },
      apiKey: { existingSecret: this.apiKey },
      sharedMemory: Size.gibibytes(16),
      resources: { limits: { memory: k8s.Quantity.fromString('64Gi') } },
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
      service: { type: ServiceType.CLUSTER_IP },
      networkPolicy: { ingressFrom: [{ podSelector: { matchLabels: props.clientLabels } }] },
    });
    this.endpoint = service.endpoint;
  }
}
