import { ApiObject } from 'cdk8s';
import { PersistentVolumeClaim } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import * as library from '../../constructs';
import { bucket, madeBy, options, type Build } from './synthesized';

const {
  CaiWebhook,
  ConfidentialVllm,
  OssModelVolume,
  SidecarTemplates,
  TngClient,
  InferenceAutoscaler,
  InferenceDeployment,
  InferenceDisruptionBudget,
  InferenceNetworkPolicy,
  InferenceService,
  InferenceServiceMonitor,
} = library;

interface WithApiObject extends Construct {
  readonly apiObject: ApiObject;
}

const publicModel = { ...bucket, authType: library.OssAuthType.PUBLIC };

/** Every construct of the library, and what kind of object it mainly is. */
const constructs: Readonly<Record<string, [kind: string, build: Build<WithApiObject>]>> = {
  CaiWebhook: ['Deployment', (chart) => new CaiWebhook(chart, 'it', { serverBundle: 'x' })],
  ConfidentialVllm: [
    'Deployment',
    (chart) => new ConfidentialVllm(chart, 'it', { caiOptions: options(), oss: publicModel }),
  ],
  OssModelVolume: [
    'PersistentVolumeClaim',
    (chart) => new OssModelVolume(chart, 'it', { ...bucket, akId: 'id', akSecret: 'secret' }),
  ],
  SidecarTemplates: ['ConfigMap', (chart) => new SidecarTemplates(chart, 'it')],
  TngClient: [
    'Deployment',
    (chart) => new TngClient(chart, 'it', { trustee: { address: 'https://203.0.113.10:8081/api' } }),
  ],
  InferenceAutoscaler: ['HorizontalPodAutoscaler', (chart) => new InferenceAutoscaler(chart, 'it')],
  InferenceDeployment: [
    'Deployment',
    (chart) =>
      new InferenceDeployment(chart, 'it', {
        caiOptions: options(),
        claim: PersistentVolumeClaim.fromClaimName(chart, 'claim', 'pvc-oss'),
      }),
  ],
  InferenceDisruptionBudget: ['PodDisruptionBudget', (chart) => new InferenceDisruptionBudget(chart, 'it')],
  InferenceNetworkPolicy: ['NetworkPolicy', (chart) => new InferenceNetworkPolicy(chart, 'it')],
  InferenceService: ['Service', (chart) => new InferenceService(chart, 'it')],
  InferenceServiceMonitor: ['ServiceMonitor', (chart) => new InferenceServiceMonitor(chart, 'it')],
};

test('every construct that the library exports is here', () => {
  const exported = Object.entries(library).filter(
    ([, one]) => typeof one === 'function' && (one as { prototype: unknown }).prototype instanceof Construct,
  );
  expect(exported.map(([name]) => name).sort()).toEqual(Object.keys(constructs).sort());
});

test.each(Object.entries(constructs))('%s tells its main object, and cdk8s finds it', (_name, [kind, build]) => {
  const made = madeBy(build);
  expect(made.apiObject.kind).toBe(kind);
  expect(ApiObject.of(made)).toBe(made.apiObject);
});
