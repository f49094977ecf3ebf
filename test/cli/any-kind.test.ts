import * as fc from 'fast-check';
import { parse } from 'yaml';
import { checkWorkload, defaultTemplates, podTemplateOf, type JsonObject } from '../../injection';
import { titleOf } from '../../cli/manifests/reading';
import { yamlText } from '../../helm/yaml-text';
import { cai } from './in-process';

const annotation = 'trustiflux.alibaba.com/ack-cai-options';
const options = JSON.stringify({
  'cipher-text-volume': 'pvc-oss',
  'model-decryption-key-id': 'kbs:///default/aliyun/model-decryption-key',
  'trustee-address': 'https://203.0.113.10:8081/api',
});
const asking = { annotations: { [annotation]: options } };
const spec = {
  containers: [
    {
      name: 's',
      image: 'r.example.com/v:1',
      ports: [{ containerPort: 8080 }],
      volumeMounts: [{ name: 'model', mountPath: '/models', readOnly: true }],
    },
  ],
  volumes: [{ name: 'model', persistentVolumeClaim: { claimName: 'pvc-oss' } }],
};
const template = { metadata: asking, spec };
const bare = { metadata: { labels: { app: 'v' } }, spec: { containers: [{ name: 'other', image: 'i' }] } };

/** What the injection makes of the same template in a kind of Kubernetes itself. */
const injected = (
  checkWorkload({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { template } }, defaultTemplates).object as {
    spec: { template: JsonObject };
  }
).spec.template;

const kind = (apiVersion: string, name: string, more: object): JsonObject => ({
  apiVersion,
  kind: name,
  metadata: { name: 'v' },
  ...more,
});

const kinds: readonly JsonObject[] = [
  kind('argoproj.io/v1alpha1', 'Rollout', { spec: { template } }),
  kind('serving.knative.dev/v1', 'Service', { spec: { template } }),
  kind('leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', {
    spec: { leaderWorkerTemplate: { leaderTemplate: template, workerTemplate: template } },
  }),
  kind('jobset.x-k8s.io/v1alpha2', 'JobSet', {
    spec: { replicatedJobs: [{ name: 'a', template: { spec: { template } } }] },
  }),
  kind('kueue.x-k8s.io/v1beta1', 'Workload', { spec: { podSets: [{ template: bare }, { template }] } }),
  kind('ray.io/v1', 'RayService', {
    spec: { rayClusterConfig: { headGroupSpec: { template: bare }, workerGroupSpecs: [{ template }] } },
  }),
  kind('kubeflow.org/v1', 'PyTorchJob', {
    spec: { pytorchReplicaSpecs: { Master: { template }, Worker: { template } } },
  }),
  kind('flink.apache.org/v1beta1', 'FlinkDeployment', {
    spec: { podTemplate: { apiVersion: 'v1', kind: 'Pod', ...template }, jobManager: { podTemplate: bare } },
  }),
  kind('apps.kruise.io/v1alpha1', 'CloneSet', { spec: { template } }),
  kind('batch.volcano.sh/v1alpha1', 'Job', { spec: { tasks: [{ name: 'a', template }] } }),
  kind('example.com/v1', 'Deployment', { spec: { template } }),
  kind('template.openshift.io/v1', 'Template', {
    objects: [kind('apps/v1', 'Deployment', { spec: { template } }), kind('v1', 'Service', {})],
  }),
  kind('v1', 'PodList', { items: [{ ...kind('v1', 'Pod', { spec }), metadata: asking }] }),
];

const isOurs = (value: unknown): boolean => JSON.stringify(value) === JSON.stringify(template);
const withInjected = (text: string): unknown =>
  JSON.parse(text, (_, value: unknown) => {
    if (isOurs(value)) return injected;
    const { metadata, spec: inner, ...more } = (value ?? {}) as { metadata?: object; spec?: object };
    const isWhole =
      JSON.stringify(metadata) === JSON.stringify(asking) && JSON.stringify(inner) === JSON.stringify(spec);
    return isWhole ? { ...more, ...injected } : value;
  });

test.each(kinds.map((one) => [titleOf(one), one] as const))(
  'every template of a %s that asks for it is injected, and nothing else',
  async (_, object) => {
    const { code, stdout, stderr } = await cai(['inject', '-f', '-', '-o', 'json'], { stdin: JSON.stringify(object) });
    expect([code, stderr]).toEqual([0, '']);
    const made = JSON.parse(stdout) as JsonObject;
    expect(made).toEqual(withInjected(JSON.stringify(object)));
    expect(checkWorkload(made, defaultTemplates)).toMatchObject({ decision: 'unchanged', object: made });
    expect(await cai(['check', '-'], { stdin: stdout })).toMatchObject({ code: 0, stderr: '' });
    expect((await cai(['explain', '-f', '-'], { stdin: JSON.stringify(object) })).stdout).toContain('container s');
  },
);

test('what is wrong in a template of an unknown kind has its place', async () => {
  const wrong = {
    ...template,
    metadata: { annotations: { [annotation]: options.replace('cipher-text-volume', 'cipher') } },
  };
  const object = kind('argoproj.io/v1alpha1', 'Rollout', { spec: { template: wrong } });
  const { code, stderr } = await cai(['inject', '-f', 'r.yaml'], { files: { 'r.yaml': yamlText(object) } });
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/CAI1001 unknown-key: r\.yaml:9:\d+: Rollout\/v: \/cipher /u),
  ]);
});

test.each([
  [
    'a misspelt key',
    { spec: { template: { ...bare, metadata: { annotations: { [`${annotation}z`]: '{}' } } } } },
    'CAI1001',
  ],
  ['options above the template', { metadata: asking, spec: { template: bare } }, 'CAI5302'],
  [
    'a misspelt key above the template',
    { metadata: { annotations: { [`${annotation}z`]: '{}' } }, spec: { template } },
    'CAI1001',
  ],
  [
    'the label alone',
    {
      spec: {
        template: {
          ...bare,
          metadata: { labels: { 'trustiflux.alibaba.com/confidential-computing-mode': 'ACK-CAI' } },
        },
      },
    },
    'CAI5102',
  ],
])('%s is refused', async (_, more, code) => {
  const object = kind('argoproj.io/v1alpha1', 'Rollout', more);
  for (const args of [
    ['inject', '-f', '-'],
    ['explain', '-f', '-'],
    ['check', '-'],
  ]) {
    const ended = await cai(args, { stdin: JSON.stringify(object) });
    expect(ended.code).toBe(1);
    expect(`${ended.stdout}${ended.stderr}`).toContain(code);
  }
});

test.each([
  [
    'KServe, which hands annotations down',
    kind('serving.kserve.io/v1beta1', 'InferenceService', { metadata: asking, spec: { predictor: { model: {} } } }),
  ],
  [
    'SparkApplication, with annotations of its own',
    kind('sparkoperator.k8s.io/v1', 'SparkApplication', { spec: { driver: asking } }),
  ],
  [
    'Argo Workflow',
    kind('argoproj.io/v1alpha1', 'Workflow', { spec: { podMetadata: asking, templates: [{ container: {} }] } }),
  ],
  ['a Service', kind('v1', 'Service', { metadata: asking })],
])('%s: nobody knows, which inject warns of and check refuses', async (_, object) => {
  const stdin = yamlText(object);
  const made = await cai(['inject', '-f', '-'], { stdin });
  expect(made).toMatchObject({ code: 0, stdout: stdin });
  expect(made.stderr).toMatch(/^warning: CAI5304 unknown-template: standard input:\d+:/u);
  const checked = await cai(['check', '-'], { stdin });
  expect(checked).toMatchObject({ code: 1, stdout: '' });
  expect(checked.stderr).toMatch(/^error: CAI5304 unknown-template: /u);
  expect((await cai(['explain', '-f', '-'], { stdin })).stdout).toContain('no template of Pods is known to be');
});

test('what has nothing to do with us is let be, whatever it looks like', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      const object = kind('example.com/v1', 'Thing', { spec: value, template: bare });
      expect(checkWorkload(object, defaultTemplates)).toMatchObject({
        decision: 'ignored',
        problems: [],
        warnings: [],
      });
      expect(checkWorkload(object, defaultTemplates).object).toBe(object);
      expect(podTemplateOf(object)).toBeUndefined();
    }),
  );
});

test('printed as YAML it is the same object', async () => {
  for (const object of kinds) {
    const { stdout } = await cai(['inject', '-f', '-'], { stdin: yamlText(object) });
    expect(parse(stdout)).toEqual(withInjected(JSON.stringify(object)));
  }
});
