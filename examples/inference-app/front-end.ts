import { Chart, type ChartProps } from 'cdk8s';
import { ConfigMap, Deployment, EnvValue, Volume, type ISecret } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';

export interface FrontEndProps extends ChartProps {
  readonly trusteeAddress: string;
  readonly labels: Record<string, string>;
  /** Base URL of the inference service. */
  readonly endpoint: string;
  /** Secret with the key `api-key`, which the service asks for. */
  readonly apiKey: ISecret;
}

const proxyPort = 41000;

/**
 * A front end, and beside it in the same Pod the TNG client, which verifies the service with Trustee before it passes a
 * request on. A plain client would be refused.
 */
export class FrontEnd extends Chart {
  constructor(scope: Construct, id: string, props: FrontEndProps) {
    super(scope, id, props);
    const gateway = new ConfigMap(this, 'gateway', {
      data: { 'tng.json': JSON.stringify(gatewayConfiguration(props.trusteeAddress), null, 2) },
    });
    const deployment = new Deployment(this, 'deployment', {
      metadata: { name: 'front-end' },
      podMetadata: { labels: props.labels },
      replicas: 2,
    });
    deployment.addContainer({
      name: 'front-end',
      image: 'registry.example.com/chat/front-end:1.0.0',
      portNumber: 3000,
      envVariables: {
        OPENAI_BASE_URL: EnvValue.fromValue(`${props.endpoint}/v1`),
        OPENAI_API_KEY: EnvValue.fromSecretValue({ secret: props.apiKey, key: 'api-key' }),
        http_proxy: EnvValue.fromValue(`http://127.0.0.1:${proxyPort}`),
      },
    });
    const container = deployment.addContainer({
      name: 'tng',
      image: 'confidential-ai-registry.cn-shanghai.cr.aliyuncs.com/product/tng:2.2.4',
      command: ['tng', 'launch', '--config-file', '/etc/tng/tng.json'],
      securityContext: { user: 65532, group: 65532 },
    });
    container.mount('/etc/tng', Volume.fromConfigMap(this, 'gateway-volume', gateway), { readOnly: true });
    container.mount('/tmp', Volume.fromEmptyDir(this, 'temporary', 'temporary'));
  }
}

function gatewayConfiguration(trusteeAddress: string): object {
  return {
    add_ingress: [
      {
        http_proxy: { proxy_listen: { host: '127.0.0.1', port: proxyPort } },
        encap_in_http: {},
        verify: { as_addr: `${trusteeAddress}/attestation-service/`, policy_ids: ['default'] },
      },
    ],
  };
}
