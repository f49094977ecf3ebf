import type { ChartProps } from 'cdk8s';
import { k8s, PersistentVolumeClaim, Secret, ServiceAccount, ServiceType } from 'cdk8s-plus-27';
import { ConfidentialVllm, OssAuthType, type ConfidentialVllmProps } from '../../constructs';
import { charts } from '../../charts';
import { synthManifests } from '../../helm';
import { expectGoldenFolder } from '../support/golden';
import { at, bucket, codesOf, madeBy, objectsOf, options, problemsOf, yamlOf, type Build } from './synthesized';

const publicModel = { ...bucket, authType: OssAuthType.PUBLIC };

function service(props: Partial<ConfidentialVllmProps> = {}): Build<ConfidentialVllm> {
  return (chart) => new ConfidentialVllm(chart, 'vllm', { caiOptions: options(), oss: publicModel, ...props });
}

function made(props?: Partial<ConfidentialVllmProps>, chart?: ChartProps): ConfidentialVllm {
  return madeBy(service(props), chart);
}

const kindsOf = (objects: readonly Record<string, unknown>[]): unknown[] => objects.map(({ kind }) => kind);

const open = [{ port: 8080, allowInsecureRequestRegexes: ['^/metrics$'] }];

test('its manifests', () => {
  expectGoldenFolder(
    'constructs/confidential-vllm',
    new Map([
      ['default.yaml', yamlOf(service())],
      [
        'every-part.yaml',
        yamlOf(
          service({
            name: 'qwen',
            instance: 'blue',
            caiOptions: options({ cipherTextVolume: 'pvc-qwen', tngHttpSecurePorts: open }),
            oss: { ...bucket, akId: 'an-id', akSecret: 'a-secret' },
            service: { type: ServiceType.CLUSTER_IP, port: 80 },
            autoscaling: { maxReplicas: 5 },
            podDisruptionBudget: {},
            networkPolicy: { ingressFrom: [{ podSelector: { matchLabels: { app: 'front-end' } } }] },
            serviceMonitor: { labels: { release: 'prometheus' } },
          }),
        ),
      ],
    ]),
  );
});

test('tells what it made', () => {
  const { serviceName, endpoint, claimName, modelVolume, deployment } = made();
  expect({ serviceName, endpoint, claimName, name: deployment.name, volume: modelVolume?.claimName }).toEqual({
    serviceName: 'cai-vllm-svc',
    endpoint: 'http://cai-vllm-svc.space.svc:8080',
    claimName: 'pvc-oss',
    name: 'cai-vllm',
    volume: 'pvc-oss',
  });
});

test('the options name the claim, and no other name counts', () => {
  const oss = { ...publicModel, claimName: 'pvc-ignored' };
  const { claimName, modelVolume } = made({ caiOptions: options({ cipherTextVolume: 'pvc-qwen' }), oss });
  expect(claimName).toBe('pvc-qwen');
  expect(modelVolume?.claimName).toBe('pvc-qwen');
});

test('an existing claim takes the place of the volume', () => {
  const objects = objectsOf((chart) => {
    const claim = PersistentVolumeClaim.fromClaimName(chart, 'own', 'pvc-oss');
    const { modelVolume } = new ConfidentialVllm(chart, 'vllm', { caiOptions: options(), existingClaim: claim });
    expect(modelVolume).toBeUndefined();
  });
  expect(kindsOf(objects)).toEqual(['Deployment', 'Service']);
});

test('existing objects of cdk8s-plus are taken by interface', () => {
  const objects = objectsOf((chart) => {
    const existingSecret = Secret.fromSecretName(chart, 'oss-key', 'oss-key');
    const serviceAccount = new ServiceAccount(chart, 'account', { metadata: { name: 'vllm' } });
    new ConfidentialVllm(chart, 'vllm', {
      caiOptions: options(),
      oss: { ...bucket, existingSecret },
      apiKey: { existingSecret: Secret.fromSecretName(chart, 'api-key', 'vllm-key') },
      serviceAccount,
    });
  });
  const pod = at(
    objects.find(({ kind }) => kind === 'Deployment'),
    'spec',
    'template',
    'spec',
  );
  expect(pod).toMatchObject({ serviceAccountName: 'vllm', automountServiceAccountToken: false });
  expect(JSON.stringify(pod)).toContain('"secretName":"vllm-key"');
  expect(JSON.stringify(objects)).toContain('"nodePublishSecretRef":{"name":"oss-key"');
});

test('a part that is switched off is not made', () => {
  const off = { enabled: false };
  const parts = { autoscaling: off, podDisruptionBudget: off, networkPolicy: off, serviceMonitor: off };
  expect(kindsOf(objectsOf(service(parts)))).toEqual(kindsOf(objectsOf(service())));
  const deployment = objectsOf(service({ autoscaling: off })).find(({ kind }) => kind === 'Deployment');
  expect(at(deployment, 'spec', 'replicas')).toBe(1);
});

test('the Pods roll when the access key changes', () => {
  const checksumWith = (akSecret: string): unknown => {
    const objects = objectsOf(service({ oss: { ...bucket, akId: 'an-id', akSecret } }));
    const deployment = objects.find(({ kind }) => kind === 'Deployment');
    return at(deployment, 'spec', 'template', 'metadata', 'annotations', 'checksum/oss-secret');
  };
  expect(checksumWith('one')).toMatch(/^[0-9a-f]{64}$/);
  expect(checksumWith('one')).not.toBe(checksumWith('two'));
});

test('two services stand in one chart', () => {
  const objects = objectsOf((chart) => {
    service()(chart);
    new ConfidentialVllm(chart, 'second', {
      name: 'qwen',
      instance: 'cai-vllm',
      caiOptions: options({ cipherTextVolume: 'pvc-qwen' }),
      oss: publicModel,
    });
  });
  const names = objects.map((object) => `${String(object.kind)} ${String(at(object, 'metadata', 'name'))}`);
  expect(new Set(names).size).toBe(names.length);
  // also as parts of one installation, neither takes the other's Pods
  const [first, second] = objects
    .filter(({ kind }) => kind === 'Service')
    .map((object) => at(object, 'spec', 'selector'));
  expect(first).not.toEqual(second);
});

test('in a chart without a namespace the volume points into "default"', () => {
  const objects = objectsOf(service(), {});
  expect(at(objects[0], 'spec', 'claimRef', 'namespace')).toBe('default');
  for (const object of objects) expect(object.metadata).not.toHaveProperty('namespace');
});

test('a volume belongs to the cluster', () => {
  const [volume, claim] = objectsOf(service());
  expect(volume?.metadata).not.toHaveProperty('namespace');
  expect(claim?.metadata).toHaveProperty('namespace', 'space');
});

test('without a model, or with two, it is refused', () => {
  expect(codesOf(service({ oss: undefined }))).toEqual(['[chart/vllm] CAI2019']);
  const two = codesOf((chart) => {
    service({ existingClaim: PersistentVolumeClaim.fromClaimName(chart, 'own', 'pvc-oss') })(chart);
  });
  expect(two).toEqual(['[chart/vllm] CAI2019']);
});

test('reports what is wrong in all of its parts at once, with the path of each and the props as the user wrote them', () => {
  const found = problemsOf(
    service({
      caiOptions: options({ trusteeAddress: 'trustee' }),
      oss: { ...bucket, path: 'qwen' },
      autoscaling: { minReplicas: 5, metrics: [] },
      resources: { requests: { cpu: k8s.Quantity.fromNumber(8) } },
      podDisruptionBudget: { minAvailable: 1, maxUnavailable: 1 },
    }),
  );
  expect(found.map((line) => /^\S+ \S+ \S+: \S+/.exec(line)?.[0])).toEqual([
    '[chart/vllm/oss] CAI2002 oss-path: oss.path',
    '[chart/vllm/oss] CAI2005 oss-credentials: oss.akId',
    '[chart/vllm/deployment] CAI1004 wrong-form: caiOptions.trustee-address',
    '[chart/vllm/autoscaling] CAI2016 autoscaling-range: autoscaling.maxReplicas',
    '[chart/vllm/podDisruptionBudget] CAI2017 disruption-budget: podDisruptionBudget.minAvailable',
  ]);
});

test('with nothing but what is required it is the same service as that of the chart', () => {
  const chart = charts.get('cai-vllm');
  if (!chart) throw new Error('there is no chart cai-vllm');
  const { objects } = synthManifests(
    chart.definition,
    { caiOptions: options().json, oss: publicModel },
    { name: 'cai-vllm', namespace: 'space' },
  );
  expect(objectsOf(service())).toEqual(objects);
});

test('what the chart refuses is refused here too, with the same codes, all at once', () => {
  const wrong = {
    name: 'Bad_Name',
    caiOptions: options({ tngHttpSecurePorts: open }),
    replicas: -2,
    gpuCount: -1,
    gpuMemoryUtilization: 7,
    service: { type: 'Loadbalancer', port: 99999 },
    probes: { handler: 'htpp' },
    image: { tag: 'not a tag', digest: 'sha256:zz' },
    autoscaling: { minReplicas: 1.5 },
    tolerations: [{ key: 'gpu', operator: 'Exist' }],
    podLabels: { 'not a key': 'x' },
    model: { served: 'qwen' },
  };
  const found = problemsOf(service(wrong as unknown as Partial<ConfidentialVllmProps>));
  expect(found.map((line) => line.replace(/^\[chart\/vllm\] /, '').split(/ is | cannot be /)[0]).sort()).toEqual([
    'CAI1001 unknown-key: model.served',
    'CAI1003 wrong-type: autoscaling.minReplicas',
    'CAI1004 wrong-form: image.digest',
    'CAI1004 wrong-form: image.tag',
    'CAI1004 wrong-form: name',
    'CAI1005 out-of-range: gpuCount',
    'CAI1005 out-of-range: gpuMemoryUtilization',
    'CAI1005 out-of-range: replicas',
    'CAI1005 out-of-range: service.port',
    'CAI1006 not-one-of: probes.handler',
    'CAI1006 not-one-of: service.type',
    'CAI1006 not-one-of: tolerations.0.operator',
    'CAI1007 wrong-key-form: podLabels.not a key',
  ]);
});

test('parts that are given are wanted, unless they say otherwise', () => {
  const kinds = (props: Partial<ConfidentialVllmProps>): unknown[] => kindsOf(objectsOf(service(props)));
  expect(kinds({ autoscaling: {}, caiOptions: options({ tngHttpSecurePorts: open }) })).toContain(
    'HorizontalPodAutoscaler',
  );
  expect(kinds({ autoscaling: { enabled: false } })).not.toContain('HorizontalPodAutoscaler');
  expect(kinds({})).not.toContain('HorizontalPodAutoscaler');
});

test('metrics that nobody can read are refused, and those that TNG lets pass are not', () => {
  const codes = (props: Partial<ConfidentialVllmProps>): unknown[] =>
    problemsOf(service(props)).map((line) => /(CAI\d+) [^;]*/.exec(line)?.[0]);
  const hidden = expect.stringContaining('CAI2034 metrics-behind-tng: caiOptions.tng-http-secure-ports') as unknown;
  expect(codes({ serviceMonitor: {} })).toEqual([hidden]);
  expect(codes({ autoscaling: {} })).toEqual([hidden]);
  expect(codes({ serviceMonitor: { enabled: false }, autoscaling: { enabled: false } })).toEqual([]);
  const everywhere = [{ port: 8080, allowInsecureRequestRegexes: ['^/v1/models$', '.*'] }];
  for (const tngHttpSecurePorts of [open, everywhere, []])
    expect(codes({ serviceMonitor: {}, autoscaling: {}, caiOptions: options({ tngHttpSecurePorts }) })).toEqual([]);
});

test('an autoscaler without metrics measures the cpu, which is to be requested', () => {
  const found = problemsOf(service({ autoscaling: { metrics: [] } }));
  expect(found).toEqual([expect.stringContaining('CAI2032 metric-without-request: autoscaling.metrics')]);
  const requests = { cpu: k8s.Quantity.fromString('8') };
  expect(problemsOf(service({ autoscaling: { metrics: [] }, resources: { requests } }))).toEqual([]);
  // a limit is a request where there is none
  expect(problemsOf(service({ autoscaling: { metrics: [] }, resources: { limits: requests } }))).toEqual([]);
});
