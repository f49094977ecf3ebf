import { ConfigMap, Secret } from 'cdk8s-plus-27';
import { Duration, type Chart } from 'cdk8s';
import { TngClient, VersionSet, type TngClientProps } from '../../constructs';
import { expectGoldenFolder } from '../support/golden';
import { at, objectsOf, problemsOf, yamlOf, type Build } from './synthesized';

const trustee = { address: 'https://trustee.example.com:8081/api' };

function client(props: Partial<TngClientProps> = {}): Build<TngClient> {
  return (chart) => new TngClient(chart, 'client', { trustee, ...props });
}

function made(kind: string, props?: Partial<TngClientProps>): unknown {
  return objectsOf(client(props)).find((object) => object.kind === kind);
}

function configurationOf(props?: Partial<TngClientProps>): Record<string, unknown> {
  return JSON.parse(String(at(made('ConfigMap', props), 'data', 'config.json'))) as Record<string, unknown>;
}

const everything = (chart: Chart): TngClient =>
  new TngClient(chart, 'client', {
    name: 'qwen-client',
    instance: 'blue',
    trustee: {
      address: 'https://trustee.internal/api/',
      policyIds: ['production'],
      trustedCertificates: { configMap: ConfigMap.fromConfigMapName(chart, 'signers', 'trustee-signers') },
      authorities: { secret: Secret.fromSecretName(chart, 'authority', 'company-authority'), key: 'root.pem' },
    },
    proxy: { port: 3128 },
    upstreams: [{ name: 'qwen', host: '192.0.2.20', port: 8080, servicePort: 80 }],
    image: { registry: 'registry.example.com', repository: 'team/tng', tag: '2.12.0' },
    imagePullSecrets: [{ name: 'registry-key' }],
    replicas: 3,
    drainSeconds: Duration.minutes(1),
    service: { annotations: { note: 'inside' } },
    podDisruptionBudget: { maxUnavailable: 2 },
    networkPolicy: { ingressFrom: [{ podSelector: { matchLabels: { app: 'chat' } } }] },
  });

test('its manifests', () => {
  expectGoldenFolder(
    'constructs/tng-client',
    new Map([
      ['default.yaml', yamlOf(client())],
      ['everything.yaml', yamlOf(everything)],
    ]),
  );
});

const upstream = { name: 'qwen', host: '192.0.2.20', port: 8080, servicePort: 8080 };

test('without the proxy there is one door for each upstream', () => {
  const props = { proxy: { enabled: false }, upstreams: [upstream, { ...upstream, name: 'llama', servicePort: 8081 }] };
  expect((configurationOf(props).add_ingress as object[]).map((ingress) => Object.keys(ingress))).toEqual([
    ['encap_in_http', 'mapping', 'verify'],
    ['encap_in_http', 'mapping', 'verify'],
  ]);
  const ports = at(made('Service', props), 'spec', 'ports') as { name: string; port: number }[];
  expect(ports.map(({ name, port }) => `${name} ${port}`)).toEqual(['qwen 8080', 'llama 8081']);
});

test.each([
  [{}, 'encap_in_http'],
  [{ image: { tag: '2.0.0' } }, 'encap_in_http'],
  [{ image: { tag: '2.2.6' } }, 'ohttp'],
  [{ image: { tag: 'latest' }, versionSet: VersionSet.B }, 'ohttp'],
  [{ image: { tag: '2.12.0' }, versionSet: VersionSet.A }, 'encap_in_http'],
])('the protocol is that of the version set: %j', (props, key) => {
  const [ingress] = configurationOf(props).add_ingress as Record<string, unknown>[];
  expect(Object.keys(ingress ?? {})).toEqual(expect.arrayContaining([key]));
  expect(ingress?.[key]).toEqual({});
  expect(Object.keys(ingress ?? {})).toHaveLength(3);
});

test('a change of the configuration rolls the Pods', () => {
  const sum = (props?: Partial<TngClientProps>): unknown =>
    at(made('Deployment', props), 'spec', 'template', 'metadata', 'annotations', 'checksum/configuration');
  expect(sum()).toMatch(/^[0-9a-f]{64}$/);
  expect(sum({ upstreams: [upstream] })).not.toBe(sum());
  expect(sum({ replicas: 5 })).toBe(sum());
});

test('it is an ordinary Pod: restricted, without a token, and no TEE is asked for', () => {
  const pod = at(made('Deployment'), 'spec', 'template', 'spec') as {
    containers: { securityContext: unknown; resources: unknown }[];
    automountServiceAccountToken: boolean;
  };
  expect(pod.automountServiceAccountToken).toBe(false);
  expect(pod.containers.map(({ securityContext }) => securityContext)).toEqual([
    {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsGroup: 65532,
      runAsNonRoot: true,
      runAsUser: 65532,
      seccompProfile: { type: 'RuntimeDefault' },
    },
  ]);
  expect(JSON.stringify(made('Deployment'))).not.toContain('trustiflux');
});

test('a port below 1024 needs a setting, others do not', () => {
  const sysctls = (servicePort: number): unknown =>
    at(
      made('Deployment', { upstreams: [{ ...upstream, servicePort }] }),
      'spec',
      'template',
      'spec',
      'securityContext',
    );
  expect([80, 1023].map(sysctls)).toEqual(
    [80, 1023].map(() => ({ sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] })),
  );
  expect([1024, 8080, 10240].map(sysctls)).toEqual([undefined, undefined, undefined]);
});

test('it tells the host that applications ask', () => {
  let host = '';
  objectsOf((chart) => {
    const made = new TngClient(chart, 'client', { trustee, name: 'ask' });
    host = made.host;
    return made;
  });
  expect(host).toBe('ask.space.svc');
});

test('what would not verify is refused, all at once', () => {
  const codes = problemsOf(
    client({
      trustee: { address: 'http://<trustee-ip>:8081/api' },
      upstreams: [upstream, { ...upstream, name: 'qwen-2', host: 'a b' }],
      image: { tag: 'latest' },
    }),
  ).map((line) => /CAI\d{4}/.exec(line)?.[0]);
  expect(codes.sort()).toEqual(['CAI1009', 'CAI2205', 'CAI5011', 'CAI5016', 'CAI5016']);
});

test('single values are checked as those of the chart are, each at its place', () => {
  const lines = problemsOf(
    client({
      replicas: 1.5,
      proxy: { port: 99999 },
      image: { digest: 'sha256:zz' },
      upstreams: [{ ...upstream, name: 'qwen(' }],
      service: { type: 'Loadbalancer' as never },
      drainSeconds: Duration.millis(500),
      name: 'Bad_Name',
    }),
  );
  expect(lines.map((line) => line.replace(/^\[chart\/client\] /, '').split(';')[0])).toEqual([
    'CAI1005 out-of-range: proxy.port is 99999',
    'CAI1004 wrong-form: upstreams.0.name is "qwen("',
    'CAI1004 wrong-form: image.digest is "sha256:zz"',
    'CAI1003 wrong-type: replicas is 1.5',
    'CAI1003 wrong-type: drainSeconds is 0.5',
    'CAI1006 not-one-of: service.type is "Loadbalancer"',
    'CAI1004 wrong-form: name is "Bad_Name"',
  ]);
});
