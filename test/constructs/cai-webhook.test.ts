import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'cdk8s';
import { CaiWebhook, LogLevel, type CaiWebhookProps } from '../../constructs';
import { webhookPorts } from '../../constructs/webhook/ports';
import { defaultTemplates, readTemplates } from '../../injection';
import { readSettings } from '../../webhook/settings';
import { expectGoldenFolder } from '../support/golden';
import { at, objectsOf, problemsOf, type Build, yamlOf } from './synthesized';

const serverBundle = "console.log('stands in for the server');\n";

function webhook(props: CaiWebhookProps = {}): Build<CaiWebhook> {
  return (chart) => new CaiWebhook(chart, 'webhook', { serverBundle, ...props });
}

function made(kind: string, props?: CaiWebhookProps): unknown {
  return objectsOf(webhook(props)).find((object) => object.kind === kind);
}

function podOf(props?: CaiWebhookProps): unknown {
  return at(made('Deployment', props), 'spec', 'template', 'spec');
}

const everything: CaiWebhookProps = {
  name: 'inject',
  instance: 'blue',
  image: { registry: 'registry.example.com', repository: 'team/cai-webhook', digest: `sha256:${'0'.repeat(64)}` },
  imagePullSecrets: [{ name: 'registry-key' }],
  replicas: 3,
  excludedNamespaces: ['monitoring'],
  closedNamespaces: ['models'],
  admissionPolicy: false,
  certManager: { issuerRef: { name: 'company', kind: 'ClusterIssuer' } },
  drainSeconds: Duration.seconds(0),
  logLevel: LogLevel.DEBUG,
  priorityClassName: '',
  requireSeparateNodes: true,
  podLabels: { team: 'platform' },
  networkPolicy: { ingressFrom: [{ ipBlock: { cidr: '10.0.0.0/24' } }] },
  serviceMonitor: { labels: { release: 'prometheus' } },
  alerts: {},
};

test('its manifests', () => {
  expectGoldenFolder(
    'constructs/cai-webhook',
    new Map([
      ['default.yaml', yamlOf(webhook())],
      ['everything.yaml', yamlOf(webhook(everything))],
    ]),
  );
});

/** What the container is told, as the kubelet would say it. */
function environment(props?: CaiWebhookProps): Record<string, string> {
  const env = at(podOf(props), 'containers', 0, 'env') as { name: string; value?: string }[];
  return Object.fromEntries(env.map(({ name, value }) => [name, value ?? 'space']));
}

describe('the server', () => {
  const kubelet = { KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '443' };

  test('understands what it is told, and is told all', () => {
    const settings = readSettings({ ...environment(), ...kubelet });
    expect(settings).toMatchObject({
      namespace: 'space',
      templates: 'cai-webhook-templates',
      port: webhookPorts.https,
      healthPort: webhookPorts.http,
      certificates: { source: 'self-managed-ca', secret: 'cai-webhook-ca', service: 'cai-webhook' },
    });
  });

  test('reads the Secret of cert-manager, and writes none', () => {
    const settings = readSettings({ ...environment({ certManager: {} }), ...kubelet });
    expect(settings.certificates).toEqual({ source: 'secret-certificate', secret: 'cai-webhook-tls' });
    const objects = objectsOf(webhook({ certManager: {} }));
    expect(objects.filter(({ kind }) => kind === 'Secret' || kind === 'ClusterRole')).toEqual([]);
    expect(
      at(
        objects.find(({ kind }) => kind === 'Role'),
        'rules',
        1,
      ),
    ).toMatchObject({
      resourceNames: ['cai-webhook-tls'],
      verbs: ['get', 'list', 'watch'],
    });
    const annotation = { 'cert-manager.io/inject-ca-from': 'space/cai-webhook' };
    for (const kind of ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']) {
      expect(at(made(kind, { certManager: {} }), 'metadata', 'annotations')).toEqual(annotation);
    }
  });

  test('has time to drain before it is killed', () => {
    expect(at(podOf({ drainSeconds: Duration.seconds(30) }), 'terminationGracePeriodSeconds')).toBe(45);
    expect(environment({ drainSeconds: Duration.seconds(30) })).toMatchObject({ CAI_DRAIN: '30s' });
  });

  test('lives with its certificates for as long as is said', () => {
    const certificates = { lifetime: Duration.hours(12), caPropagationDelay: Duration.millis(1500) };
    expect(environment({ certificates })).toMatchObject({
      CAI_CA_LIFETIME: '365d',
      CAI_CERTIFICATE_LIFETIME: '43200s',
      CAI_CA_PROPAGATION_DELAY: '1500ms',
    });
    expect(readSettings({ ...environment({ certificates }), ...kubelet })).toMatchObject({
      certificates: { servingLifetime: 12 * 3_600_000, caPropagationDelay: 1500 },
    });
  });

  test('comes in a ConfigMap, whose change rolls the Pods, unless the image includes it', () => {
    const sum = (props: CaiWebhookProps): unknown =>
      at(made('Deployment', props), 'spec', 'template', 'metadata', 'annotations', 'checksum/server');
    expect(sum({})).toMatch(/^[0-9a-f]{64}$/);
    expect(sum({ serverBundle: 'another' })).not.toBe(sum({}));
    expect(sum({ sidecars: { tng: { version: '2.2.0' } } })).toBe(sum({}));
    expect(at(podOf(), 'containers', 0, 'command', 4)).toBe('/opt/cai-webhook/server.cjs.br');
    const built: CaiWebhookProps = { image: { repository: 'team/cai-webhook' } };
    expect(sum(built)).toBeUndefined();
    expect(at(podOf(built), 'containers', 0, 'command')).toBeUndefined();
    expect(objectsOf(webhook(built)).filter(({ kind }) => kind === 'ConfigMap')).toHaveLength(1);
    const stock: CaiWebhookProps = { image: { repository: 'team/nodejs', includesServer: false } };
    expect(sum(stock)).toBe(sum({}));
  });

  test('needs the package to be built, or its text, or an image that includes it', () => {
    const problem = expect.stringContaining('CAI2103 missing-server') as unknown;
    expect(problemsOf(webhook({ serverBundle: undefined }))).toEqual([problem]);
    expect(problemsOf(webhook({ serverBundle: undefined, image: { includesServer: true } }))).toEqual([]);
  });
});

test('the Pods keep to the restricted Pod Security profile', () => {
  const pod = podOf() as { volumes: object[]; containers: { securityContext: unknown }[] };
  for (const { securityContext } of pod.containers) {
    expect(securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
  }
  expect(pod.volumes.flatMap((volume) => Object.keys(volume)).sort()).toEqual(['configMap', 'name']);
  expect(Object.keys(pod).filter((key) => key.startsWith('host'))).toEqual([]);
});

test('the server may touch objects by their names alone', () => {
  const rules = objectsOf(webhook())
    .filter(({ kind }) => /Role$/.test(String(kind)))
    .flatMap((role) => at(role, 'rules') as { resources: string[]; resourceNames?: string[]; verbs: string[] }[]);
  expect(rules.length).toBe(4);
  for (const { resourceNames, verbs } of rules) {
    expect(resourceNames).toHaveLength(1);
    expect(verbs).not.toEqual(expect.arrayContaining(['create']));
    expect(verbs).not.toEqual(expect.arrayContaining(['*']));
  }
  expect(rules.filter(({ verbs }) => verbs.includes('update')).map(({ resources }) => resources)).toEqual([
    ['secrets'],
  ]);
});

test('the registrations tell the API server all that the design says', () => {
  for (const [kind, path] of [
    ['MutatingWebhookConfiguration', '/mutate'],
    ['ValidatingWebhookConfiguration', '/validate'],
  ] as const) {
    const webhooks = at(made(kind), 'webhooks') as Record<string, unknown>[];
    expect(webhooks[0]).toMatchObject({
      admissionReviewVersions: ['v1'],
      failurePolicy: 'Fail',
      matchPolicy: 'Equivalent',
      sideEffects: 'None',
      timeoutSeconds: 5,
      clientConfig: { service: { name: 'cai-webhook', namespace: 'space', path, port: 443 } },
    });
    expect(webhooks[0]?.clientConfig).not.toHaveProperty('caBundle');
    expect(at(webhooks[0], 'namespaceSelector', 'matchExpressions', 0, 'values')).toEqual([
      'space',
      'kube-system',
      'kube-public',
      'kube-node-lease',
    ]);
  }
  const policies = (kind: string): unknown =>
    (at(made(kind), 'webhooks') as object[]).map((one) => [at(one, 'name'), at(one, 'failurePolicy')]);
  expect(policies('MutatingWebhookConfiguration')).toEqual([['pods.trustiflux.alibaba.com', 'Fail']]);
  // the second tells early what is judged again in the Pods
  expect(policies('ValidatingWebhookConfiguration')).toEqual([
    ['workloads.trustiflux.alibaba.com', 'Fail'],
    ['templates.trustiflux.alibaba.com', 'Ignore'],
  ]);
  const [first, second] = at(made('ValidatingWebhookConfiguration'), 'webhooks') as object[];
  const condition = (one: unknown): unknown => at(one, 'matchConditions', 2, 'expression');
  // every workload goes to one of the two, and to one alone
  expect(condition(first)).toBe(`!(${String(condition(second))})`);
  expect({ ...first, name: '', failurePolicy: '', matchConditions: [] }).toEqual({
    ...second,
    name: '',
    failurePolicy: '',
    matchConditions: [],
  });
  expect(at(made('MutatingWebhookConfiguration'), 'webhooks', 0, 'reinvocationPolicy')).toBe('IfNeeded');
  const excluded = made('ValidatingWebhookConfiguration', { excludedNamespaces: ['monitoring'] });
  for (const one of [0, 1])
    expect(at(excluded, 'webhooks', one, 'namespaceSelector', 'matchExpressions', 0, 'values')).toContain('monitoring');
});

test('what belongs to the cluster has no namespace', () => {
  const ofCluster = /^(Cluster|Mutating|Validating)/;
  for (const { kind, metadata } of objectsOf(webhook())) {
    expect([kind, at(metadata, 'namespace')]).toEqual([kind, ofCluster.test(String(kind)) ? undefined : 'space']);
  }
});

test('the Secret of the authority holds nothing that an upgrade could lay over it', () => {
  expect(Object.keys(made('Secret') as object).sort()).toEqual(['apiVersion', 'kind', 'metadata', 'type']);
});

test('alerts read metrics that the server has', () => {
  const source = readFileSync(join(__dirname, '../../webhook/metrics.ts'), 'utf8');
  const known = [...source.matchAll(/named\(\s*'([a-z_]+)'/g)].map(([, name = '']) => `cai_webhook_${name}`);
  const text = JSON.stringify(made('PrometheusRule', { alerts: {} }));
  const read = [...text.matchAll(/cai_webhook_[a-z_]+/g)].map(([name]) => name);
  expect(read.length).toBeGreaterThan(4);
  expect(read.filter((name) => !known.includes(name))).toEqual([]);
});

describe('the templates of the sidecars', () => {
  const templates = (props: CaiWebhookProps = {}) => {
    const json = at(made('ConfigMap', props), 'data', 'templates.json');
    return readTemplates(json).templates;
  };

  test('are the defaults of the injection where nobody says otherwise', () => {
    expect(templates()).toEqual(defaultTemplates);
  });

  test('take the registry for names that have none', () => {
    const { sidecars } = templates({
      sidecars: {
        registry: 'registry.example.com/team',
        tng: { image: 'ghcr.io/other/tng' },
        cachefs: { image: 'files/cachefs', digest: `sha256:${'1'.repeat(64)}` },
      },
    }) ?? { sidecars: defaultTemplates.sidecars };
    expect(sidecars.aa.image).toBe('registry.example.com/team/attestation-agent');
    expect(sidecars.tng.image).toBe('ghcr.io/other/tng');
    expect(sidecars.cachefs).toMatchObject({
      image: 'registry.example.com/team/files/cachefs',
      digest: `sha256:${'1'.repeat(64)}`,
    });
  });

  test('may not mix version sets', () => {
    const [mixed, ...more] = problemsOf(webhook({ sidecars: { tng: { version: '2.12.0' } } }));
    expect(mixed).toContain('CAI5012 mixed-version-sets: sidecars mix version sets');
    expect(more).toEqual([]);
  });

  const codesOfSidecars = (sidecars: object): string[] =>
    problemsOf(webhook({ sidecars }))
      .flatMap((line) => /CAI\d{4}/.exec(line) ?? [])
      .sort();

  test.each([
    ['beside what is wrong elsewhere', { tng: { version: '2.12.0', image: 'a:b' } }, ['CAI1004', 'CAI5012']],
    ['of which another is in no set', { aa: { version: 'x' }, cdh: { version: '1.4.0' } }, ['CAI5011', 'CAI5012']],
    ['of which another is no tag', { aa: { version: 'no tag' }, cdh: { version: '1.4.0' } }, ['CAI1004', 'CAI5012']],
    [
      'unless one cannot be read',
      { aa: { version: 1.4 }, cdh: { version: '1.4.0' }, tng: { version: '2.3.0' } },
      ['CAI1003'],
    ],
  ])('nor versions %s, and all is told at once', (_, sidecars, expected) => {
    expect(codesOfSidecars(sidecars)).toEqual(expected);
  });
});

test('refuses what the chart refuses, everything at once, each under its prop', () => {
  const lines = problemsOf(
    webhook({
      replicas: -2,
      drainSeconds: Duration.millis(500),
      image: { tag: 'not a tag', digest: 'sha256:zz' },
      logLevel: 'loud' as never,
      certificates: { lifetime: '7 weeks' as never },
      certManager: { enabled: false, issuerRef: { name: 'ours', kind: 'Cluster Issuer' } },
      sidecars: { tng: { version: 'x' }, cachefs: { image: 'a:b' } },
      podLabels: { 'app.kubernetes.io/component': 'mine' },
      name: 'Bad_Name',
    }),
  );
  expect(lines.map((line) => line.replace(/^\[chart\/webhook[^\]]*\] /, '').split(';')[0])).toEqual([
    'CAI1004 wrong-form: sidecars.cachefs.image is "a:b"',
    'CAI1004 wrong-form: image.tag is "not a tag"',
    'CAI1004 wrong-form: image.digest is "sha256:zz"',
    'CAI1005 out-of-range: replicas is -2',
    'CAI1004 wrong-form: certificates.lifetime is "7 weeks"',
    'CAI1004 wrong-form: certManager.issuerRef.kind is "Cluster Issuer"',
    'CAI1003 wrong-type: drainSeconds is 0.5',
    'CAI1006 not-one-of: logLevel is "loud"',
    'CAI1004 wrong-form: name is "Bad_Name"',
    'CAI2102 issuer-without-cert-manager: certManager.issuerRef.name is ours but certManager is not enabled',
    'CAI5011 unsupported-version: sidecars.tng.version "x" belongs to no version set',
    'CAI2015 reserved-key: podLabels has a key that begins with trustiflux.alibaba.com/, or one that selects the Pods (app.kubernetes.io/name, instance, component)',
  ]);
});

test('is named once where the same app makes two', () => {
  const names = objectsOf((chart) => {
    webhook()(chart);
    return new CaiWebhook(chart, 'canary', { serverBundle, name: 'canary', sidecars: { tng: { version: '2.2.0' } } });
  })
    .filter(({ kind }) => kind === 'ConfigMap')
    .map(({ metadata }) => at(metadata, 'name'));
  expect(names).toEqual(['cai-webhook-templates', 'cai-webhook-server', 'canary-templates', 'canary-server']);
});
