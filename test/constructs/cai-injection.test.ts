import { ApiObject, App, Chart, Cron, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { CaiInjection, CaiOptions, ConfidentialVllm } from '../../constructs';
import {
  checkWorkload,
  defaultTemplates,
  optionsAnnotation,
  readTemplates,
  sidecarOrder,
  statusAnnotation,
} from '../../injection';
import type { Manifest } from '../../helm';
import { at, bucket, objectsOf, options, problemsOf, type Build } from './synthesized';

const annotations = { [optionsAnnotation]: options().json };
const claimVolume = { name: 'model', persistentVolumeClaim: { claimName: 'pvc-oss' } };
const container = { name: 'app', image: 'app:1', volumeMounts: [{ name: 'model', mountPath: '/models' }] };
const spec = { containers: [container], volumes: [claimVolume] };
const template = { metadata: { labels: { app: 'x' }, annotations }, spec };
const inSpec = { selector: { matchLabels: { app: 'x' } }, template };

const bodies: readonly (readonly [kind: string, apiVersion: string, body: object, path: readonly string[]])[] = [
  ['Pod', 'v1', { spec }, []],
  ['PodTemplate', 'v1', { template }, ['template']],
  ['ReplicationController', 'v1', { spec: { template } }, ['spec', 'template']],
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].map(
    (kind) => [kind, 'apps/v1', { spec: inSpec }, ['spec', 'template']] as const,
  ),
  ['Job', 'batch/v1', { spec: { template } }, ['spec', 'template']],
  [
    'CronJob',
    'batch/v1',
    { spec: { schedule: '0 0 * * *', jobTemplate: { spec: { template } } } },
    ['spec', 'jobTemplate', 'spec', 'template'],
  ],
];

function apiObject([kind, apiVersion, body, path]: (typeof bodies)[number]): Build<ApiObject> {
  const metadata = path.length === 0 ? { annotations } : {};
  return (chart) => new ApiObject(chart, 'it', { apiVersion, kind, metadata: { name: 'it', ...metadata }, ...body });
}

const protectedBy =
  (build: Build<ApiObject>, props?: Parameters<typeof CaiInjection.protect>[1]): Build<CaiInjection> =>
  (chart) =>
    CaiInjection.protect(build(chart), props);

describe.each(bodies.map((body) => [body[0], body] as const))('a %s', (_kind, body) => {
  test('becomes what the webhook would make of it', () => {
    const [plain] = objectsOf(apiObject(body));
    const [made] = objectsOf(protectedBy(apiObject(body)));
    expect(made).toEqual(checkWorkload(plain, defaultTemplates).object);
    expect(at(made, ...body[3], 'spec', 'initContainers', 0, 'name')).toBe(sidecarOrder[0]);
  });

  test('is not changed a second time, by us or by the webhook', () => {
    const twice: Build = (chart) => {
      const object = apiObject(body)(chart);
      CaiInjection.protect(object);
      CaiInjection.protect(chart);
    };
    const [made] = objectsOf(protectedBy(apiObject(body)));
    expect(objectsOf(twice)).toEqual([made]);
    expect(checkWorkload(made, defaultTemplates).decision).toBe('unchanged');
  });
});

type Workload = kplus.Workload | kplus.CronJob | kplus.Pod;

const ofCdk8sPlus: readonly (readonly [string, (chart: Chart) => Workload])[] = [
  ['Deployment', (chart) => new kplus.Deployment(chart, 'it', plusProps(chart))],
  ['StatefulSet', (chart) => new kplus.StatefulSet(chart, 'it', { ...plusProps(chart), service: plusService(chart) })],
  ['DaemonSet', (chart) => new kplus.DaemonSet(chart, 'it', plusProps(chart))],
  ['Job', (chart) => new kplus.Job(chart, 'it', plusProps(chart))],
  ['CronJob', (chart) => new kplus.CronJob(chart, 'it', { ...plusProps(chart), schedule: Cron.daily() })],
  ['Pod', (chart) => new kplus.Pod(chart, 'it', plusProps(chart))],
];

function plusService(chart: Chart): kplus.Service {
  return new kplus.Service(chart, 'service', { ports: [{ port: 80 }], clusterIP: 'None' });
}

function plusProps(chart: Chart) {
  const claim = kplus.PersistentVolumeClaim.fromClaimName(chart, 'claim', 'pvc-oss');
  const volume = kplus.Volume.fromPersistentVolumeClaim(chart, 'volume', claim, { name: 'model', readOnly: true });
  return {
    containers: [{ image: 'app:1', portNumber: 8000, volumeMounts: [{ volume, path: '/models', readOnly: true }] }],
  };
}

describe.each(ofCdk8sPlus)('a %s of cdk8s-plus', (kind, make) => {
  const build: Build = (chart) => CaiInjection.protect(make(chart), { options: options() });
  const of = (objects: readonly Manifest[]): Manifest | undefined => objects.find((object) => object.kind === kind);

  test('has native sidecars, which its own code would drop', () => {
    const path = kind === 'Pod' ? [] : kind === 'CronJob' ? bodies[8]?.[3] : ['spec', 'template'];
    const starters = at(of(objectsOf(build)), ...(path ?? []), 'spec', 'initContainers') as Manifest[];
    expect(starters.map(({ name }) => name)).toEqual(sidecarOrder);
    expect(starters.map(({ restartPolicy }) => restartPolicy)).toEqual(sidecarOrder.map(() => 'Always'));
    expect(at(of(objectsOf(build)), ...(path ?? []), 'metadata', 'annotations', statusAnnotation)).toBeDefined();
  });
});

test('a workload may be changed after it was protected', () => {
  const build: Build = (chart) => {
    const deployment = ofCdk8sPlus[0]?.[1](chart) as kplus.Deployment;
    CaiInjection.protect(deployment, { options: options() });
    deployment.podMetadata.addLabel('late', 'yes');
  };
  const made = objectsOf(build).find(({ kind }) => kind === 'Deployment');
  expect(at(made, 'spec', 'template', 'metadata', 'labels', 'late')).toBe('yes');
});

test('a construct that makes workloads is protected with all it makes, by the sidecars that are given', () => {
  const vllm: Build<ConfidentialVllm> = (chart) =>
    new ConfidentialVllm(chart, 'vllm', {
      caiOptions: options(),
      oss: { ...bucket, existingSecret: kplus.Secret.fromSecretName(chart, 'secret', 'oss-key') },
    });
  const registry = 'registry.example.com/cai';
  const { templates = defaultTemplates } = readTemplates({
    sidecars: Object.fromEntries(
      Object.entries(defaultTemplates.sidecars).map(([name, { image }]) => [
        name,
        { image: image.replace(/^.*\//, `${registry}/`) },
      ]),
    ),
  });
  const expected = objectsOf(vllm).map((object) => checkWorkload(object, templates).object);
  const made = objectsOf((chart) => CaiInjection.protect(vllm(chart), { sidecars: { registry } }));
  expect(made).toEqual(expected);
  expect(JSON.stringify(made)).toContain(`"image":"${registry}/attestation-agent:1.3.1"`);
});

describe('what cannot be protected', () => {
  const broken = { ...spec, hostNetwork: true, volumes: [] };
  const deployment: Build<ApiObject> = (chart) =>
    new ApiObject(chart, 'it', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      spec: { selector: inSpec.selector, template: { metadata: { annotations }, spec: broken } },
    });

  test('fails at synth with every problem at once, in the words of the webhook', () => {
    const [plain] = objectsOf(deployment);
    const { problems } = checkWorkload(plain, defaultTemplates);
    expect(problems.length).toBeGreaterThan(1);
    const said = problemsOf(protectedBy(deployment));
    expect(said.map((line) => line.replace(/^\[[^\]]*\] /, ''))).toEqual(problems.map(({ message }) => message));
  });

  test('never becomes a manifest, whoever asks', () => {
    const chart = new Chart(new App(), 'chart');
    const object = deployment(chart);
    const injection = CaiInjection.protect(object);
    expect(injection.problems.length).toBeGreaterThan(1);
    for (const ask of [() => chart.toJson() as unknown, () => object.toJson() as unknown]) {
      for (const problem of injection.problems) expect(ask).toThrow(problem);
    }
  });

  test('is also what has no options, or makes no Pods', () => {
    const bare: Build<ApiObject> = (chart) =>
      new ApiObject(chart, 'it', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'it' }, spec });
    expect(problemsOf(protectedBy(bare))).toEqual([
      '[chart/it] CAI2105 no-options: the construct chart/it has no options for its Pods; give options, or put the annotation trustiflux.alibaba.com/ack-cai-options on the template of its Pods',
    ]);
    const chart = Testing.chart();
    const service = new ApiObject(chart, 'service', { apiVersion: 'v1', kind: 'Service' });
    expect(() => CaiInjection.protect(service)).toThrow(
      /^CAI2104 no-workload: the construct test\/service makes no Pods/,
    );
  });

  test('is also a sidecar that the webhook would not take', () => {
    const sidecars = { tng: { version: '2.12.0' } };
    expect(() => objectsOf(protectedBy(apiObject(bodies[0] as never), { sidecars }))).toThrow('CAI5012');
  });
});

test('warnings are those of the webhook', () => {
  const chart = new Chart(new App(), 'chart');
  const insecure = CaiOptions.of({
    modelDecryptionKeyId: 'kbs:///default/aliyun/key',
    trusteeAddress: 'http://203.0.113.10:8081/api',
  });
  const object = apiObject(bodies[3] as never)(chart);
  const { warnings } = CaiInjection.protect(object, { options: insecure });
  expect(warnings.some((line) => line.startsWith('CAI5051'))).toBe(true);
});
