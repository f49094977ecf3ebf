import { Duration, Size, type Chart, type ChartProps } from 'cdk8s';
import {
  ImagePullPolicy,
  k8s,
  PersistentVolumeClaim,
  Secret,
  ServiceAccount,
  type IPersistentVolumeClaim,
} from 'cdk8s-plus-27';
import { InferenceDeployment, ModelDtype, ProbeHandler, type InferenceDeploymentProps } from '../../constructs';
import { restrictedContainer } from '../../constructs/kubernetes/container';
import { expectGoldenFolder } from '../support/golden';
import { at, codesOf, containerOf, madeBy, objectsOf, options, problemsOf, yamlOf, type Build } from './synthesized';

type Given = Omit<InferenceDeploymentProps, 'caiOptions' | 'claim'> & Partial<InferenceDeploymentProps>;

function deployment(props: Given | ((chart: Chart) => Given) = {}): Build<InferenceDeployment> {
  return (chart) => {
    const given = typeof props === 'function' ? props(chart) : props;
    const claim: IPersistentVolumeClaim = PersistentVolumeClaim.fromClaimName(chart, 'claim', 'pvc-oss');
    return new InferenceDeployment(chart, 'server', { caiOptions: options(), claim, ...given });
  };
}

function made(props?: Given | ((chart: Chart) => Given), chart?: ChartProps): unknown {
  return objectsOf(deployment(props), chart).find(({ kind }) => kind === 'Deployment');
}

const podOf = (object: unknown): unknown => at(object, 'spec', 'template', 'spec');

function everything(chart: Chart): Given {
  return {
    name: 'qwen',
    instance: 'blue',
    image: {
      registry: 'registry.example.com',
      repository: 'mirror/vllm-openai',
      digest: `sha256:${'0'.repeat(64)}`,
      pullPolicy: ImagePullPolicy.ALWAYS,
    },
    imagePullSecrets: [{ name: 'registry-key' }],
    model: { path: '', servedName: 'qwen' },
    maxModelLen: 8192,
    gpuMemoryUtilization: 0.85,
    tensorParallelSize: 2,
    pipelineParallelSize: 1,
    dtype: ModelDtype.BFLOAT16,
    quantization: 'awq',
    kvCacheDtype: 'fp8',
    maxNumSeqs: 64,
    maxNumBatchedTokens: 16384,
    seed: 0,
    enablePrefixCaching: false,
    enforceEager: true,
    enableAutoToolChoice: true,
    toolCallParser: 'hermes',
    reasoningParser: 'deepseek_r1',
    trustRemoteCode: true,
    shutdownTimeout: 60,
    extraArgs: ['--disable-log-requests'],
    env: [
      { name: 'VLLM_LOGGING_LEVEL', value: 'INFO' },
      { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
    ],
    apiKey: { existingSecret: Secret.fromSecretName(chart, 'api-key', 'vllm-key'), key: 'key' },
    replicas: 3,
    resources: {
      limits: { cpu: k8s.Quantity.fromNumber(8), memory: k8s.Quantity.fromString('64Gi') },
      requests: { cpu: k8s.Quantity.fromString('500m') },
    },
    gpuCount: 2,
    sharedMemory: Size.gibibytes(16),
    temporaryStorage: Size.mebibytes(512),
    nodeSelector: { 'example.com/tee': 'tdx' },
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'qwen' } } },
        ],
      },
    },
    tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' },
    ],
    runtimeClassName: 'nvidia',
    priorityClassName: 'high',
    probes: {
      handler: ProbeHandler.HTTP,
      startup: { failureThreshold: 360 },
      liveness: { periodSeconds: Duration.seconds(30), timeoutSeconds: Duration.seconds(10) },
    },
    drainTimeoutSeconds: Duration.minutes(10),
    serviceAccount: ServiceAccount.fromServiceAccountName(chart, 'account', 'vllm'),
    podAnnotations: { 'example.com/team': 'chat' },
    podLabels: { team: 'chat' },
    podSecurityContext: { fsGroup: 65532 },
    securityContext: { runAsNonRoot: true },
    extraVolumes: [{ name: 'extra', emptyDir: { sizeLimit: k8s.Quantity.fromString('1Gi') } }],
    extraVolumeMounts: [{ name: 'extra', mountPath: '/extra' }],
    secretChecksum: 'a-checksum',
  };
}

test('its manifests', () => {
  expectGoldenFolder(
    'constructs/inference-deployment',
    new Map([
      ['default.yaml', yamlOf(deployment())],
      ['all-props.yaml', yamlOf(deployment(everything))],
      ['no-gpu.yaml', yamlOf(deployment({ gpuCount: 0, nodeSelector: {}, autoscaled: true }))],
    ]),
  );
});

test('tells its name, its selector and its port', () => {
  const { name, selector, port } = madeBy(deployment({ name: 'qwen', instance: 'blue' }));
  expect(name).toBe('qwen');
  expect(port).toBe(8080);
  expect(at(made({ name: 'qwen', instance: 'blue' }), 'spec', 'selector', 'matchLabels')).toEqual(selector);
});

test('the Pod template asks to be confidential', () => {
  const template = at(made(), 'spec', 'template', 'metadata');
  expect(at(template, 'annotations', 'trustiflux.alibaba.com/ack-cai-options')).toBe(
    '{"cipher-text-volume":"pvc-oss","model-decryption-key-id":"kbs:///default/aliyun/model-decryption-key","trustee-address":"https://203.0.113.10:8081/api"}',
  );
  expect(at(template, 'labels', 'trustiflux.alibaba.com/confidential-computing-mode')).toBe('ACK-CAI');
});

test('labels of the user stand beside ours', () => {
  const podLabels = { 'app.kubernetes.io/version': '1', team: 'chat' };
  const labels = at(made({ podLabels }), 'spec', 'template', 'metadata', 'labels');
  expect(labels).toMatchObject({ ...podLabels, 'app.kubernetes.io/instance': 'cai-vllm' });
});

test('security holds for the container and not for sidecars beside it', () => {
  expect(at(containerOf(made()), 'securityContext')).toEqual(restrictedContainer);
  expect(podOf(made())).not.toHaveProperty('securityContext');
});

test('with GPUs the old Pod stops first, without the new one starts first', () => {
  const strategyOf = (gpuCount: number): unknown => at(made({ gpuCount }), 'spec', 'strategy', 'rollingUpdate');
  expect(strategyOf(1)).toEqual({ maxSurge: 0, maxUnavailable: 1 });
  expect(strategyOf(0)).toEqual({ maxSurge: 1, maxUnavailable: 0 });
  expect(at(containerOf(made({ gpuCount: 0 })), 'resources')).toBeUndefined();
});

test('a model without a path is that of the document, one with an empty path is the volume itself', () => {
  const pathFor = (model: InferenceDeploymentProps['model']): unknown => at(containerOf(made({ model })), 'args', 0);
  expect(pathFor(undefined)).toBe('/models/Qwen2.5-3B-Instruct');
  expect(pathFor({ servedName: 'qwen' })).toBe('/models/Qwen2.5-3B-Instruct');
  expect(pathFor({ path: '' })).toBe('/models');
  expect(pathFor({ path: 'a/b' })).toBe('/models/a/b');
});

test('an autoscaler decides about replicas alone', () => {
  expect(at(made({ autoscaled: true, replicas: 4 }), 'spec')).not.toHaveProperty('replicas');
  expect(at(made({ replicas: 0 }), 'spec', 'replicas')).toBe(0);
});

test('what lies in memory is added to the memory limit', () => {
  const limitOf = (props: Given): unknown => at(containerOf(made(props)), 'resources', 'limits', 'memory');
  const resources = { limits: { memory: k8s.Quantity.fromString('64Gi') } };
  // 64 GiB, 8 GiB of shared memory and 2 GiB of temporary files
  expect(limitOf({ resources })).toBe(`${(64 + 8 + 2) * 1024}Mi`);
  expect(limitOf({ resources, sharedMemory: Size.mebibytes(64), temporaryStorage: Size.gibibytes(1) })).toBe(
    `${64 * 1024 + 64 + 1024}Mi`,
  );
  expect(limitOf({})).toBeUndefined();
});

test('the API key is a file in the container and no part of the Pod', () => {
  const secret = 'vllm-key';
  const object = made((chart) => ({ apiKey: { existingSecret: Secret.fromSecretName(chart, 'key', secret) } }));
  expect(at(podOf(object), 'volumes')).toContainEqual({
    name: 'api-key',
    secret: { secretName: secret, items: [{ key: 'api-key', path: 'api-key' }] },
  });
  const container = containerOf(object);
  expect(at(container, 'command')).toEqual(['/bin/sh', '-ec', expect.stringContaining('exec vllm serve "$@"'), 'vllm']);
  expect(JSON.stringify([at(container, 'args'), at(container, 'env')])).not.toMatch(/api.key/i);
});

test('a claim of cdk8s-plus that the app makes itself', () => {
  const objects = objectsOf((chart) => {
    const claim = new PersistentVolumeClaim(chart, 'own', { metadata: { name: 'pvc-own' } });
    new InferenceDeployment(chart, 'server', { caiOptions: options({ cipherTextVolume: 'pvc-own' }), claim });
  });
  expect(objects.map(({ kind }) => kind).sort()).toEqual(['Deployment', 'PersistentVolumeClaim']);
  const server = objects.find(({ kind }) => kind === 'Deployment');
  expect(at(podOf(server), 'volumes', 0, 'persistentVolumeClaim')).toEqual({ claimName: 'pvc-own', readOnly: true });
});

test('a chart without a namespace leaves the choice to kubectl', () => {
  expect(at(made({}, {}), 'metadata')).not.toHaveProperty('namespace');
});

test.each<[string, Given]>([
  ['CAI2010', { resources: { limits: { memory: k8s.Quantity.fromString('64G') } } }],
  ['CAI2010', { resources: { limits: { memory: k8s.Quantity.fromNumber(68719476736) } } }],
  ['CAI2011', { resources: { limits: { 'nvidia.com/gpu': k8s.Quantity.fromNumber(1) } } }],
  ['CAI2011', { resources: { requests: { 'nvidia.com/gpu': k8s.Quantity.fromNumber(1) } } }],
  ['CAI2012', { tensorParallelSize: 2 }],
  ['CAI2013', { env: [{ name: 'VLLM_API_KEY', value: 'x' }] }],
  ['CAI2013', { env: [{ name: 'HF_HUB_OFFLINE', value: '0' }] }],
  ['CAI2014', { extraArgs: ['--api-key=secret'] }],
  ['CAI2014', { extraArgs: ['--port', '9000'] }],
  ['CAI5107', { extraVolumes: [{ name: 'cai-key', emptyDir: {} }] }],
  ['CAI2021', { extraVolumeMounts: [{ name: 'extra', mountPath: '/models/extra' }] }],
  ['CAI2015', { podAnnotations: { 'trustiflux.alibaba.com/ack-cai-options': '{}' } }],
  ['CAI2015', { podLabels: { 'trustiflux.alibaba.com/anything': 'x' } }],
  ['CAI2015', { podLabels: { 'app.kubernetes.io/component': 'mine' } }],
  ['CAI5109', { caiOptions: options({ cipherTextVolume: 'pvc-other' }) }],
  ['CAI1004', { caiOptions: options({ modelDecryptionKeyId: 'kbs:///default/key' }) }],
])('refuses with %s: %j', (code, props) => {
  expect(codesOf(deployment(props))).toContain(`[chart/server] ${code}`);
});

test('reports everything that is wrong at once, and never a key', () => {
  const found = problemsOf(
    deployment({
      caiOptions: options({ trusteeAddress: 'http://<trustee-ip>:8081/api' }),
      tensorParallelSize: 4,
      extraArgs: ['--api-key=do-not-show'],
      env: [{ name: 'VLLM_API_KEY', value: 'do-not-show' }],
    }),
  );
  expect(found.map((line) => line.replace(/:.*/, ''))).toEqual([
    '[chart/server] CAI1009 placeholder-left',
    '[chart/server] CAI2012 tensor-parallel-size',
    '[chart/server] CAI2013 reserved-env',
    '[chart/server] CAI2014 reserved-argument',
  ]);
  expect(found.join('\n')).not.toContain('do-not-show');
});
