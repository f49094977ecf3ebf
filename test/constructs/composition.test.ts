import { App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import {
  CaiWebhook,
  ConfidentialVllm,
  OssAuthType,
  OssModelVolume,
  SidecarTemplates,
  TngClient,
  InferenceService,
  type ConfidentialVllmProps,
} from '../../constructs';
import { bucket, objectsOf, options, problemsOf, type Build } from './synthesized';

const publicModel = { ...bucket, authType: OssAuthType.PUBLIC };
const trustee = { address: 'https://203.0.113.10:8081/api' };

function vllm(
  scope: Construct,
  id: string,
  claim: string,
  props: Partial<ConfidentialVllmProps> = {},
): ConfidentialVllm {
  return new ConfidentialVllm(scope, id, {
    caiOptions: options({ cipherTextVolume: claim }),
    oss: publicModel,
    ...props,
  });
}

const same = 'CAI2020 same-object:';

test('any number of constructs stand in one chart', () => {
  const build: Build = (chart) => {
    vllm(chart, 'first', 'pvc-a', { name: 'a' });
    vllm(new Construct(chart, 'wrapped'), 'second', 'pvc-b', { name: 'b' });
    new TngClient(chart, 'client', { trustee });
    new TngClient(chart, 'other-client', { trustee, name: 'other-client' });
    new CaiWebhook(chart, 'webhook', { serverBundle: 'x' });
  };
  expect(problemsOf(build)).toEqual([]);
  const names = objectsOf(build).map(({ kind, metadata }) => [kind, (metadata as { name: string }).name].join(' '));
  expect(new Set(names).size).toBe(names.length);
});

describe('constructs that would make the same object are refused', () => {
  it.each<[string, Build, string[]]>([
    [
      'two services of one name and one claim: each prop is named once, not each object',
      (chart) => {
        vllm(chart, 'first', 'pvc-oss');
        vllm(chart, 'second', 'pvc-oss');
      },
      [
        `[chart/second/oss] ${same} caiOptions.cipher-text-volume of chart/second makes the PersistentVolume "space-pvc-oss-ddd87908" that chart/first makes too; set it, or caiOptions.cipher-text-volume of chart/first, to another value`,
        `[chart/second/deployment] ${same} name of chart/second makes the Deployment "cai-vllm" that chart/first makes too; set it, or name of chart/first, to another value`,
      ],
    ],
    [
      'a volume beside the one of a service',
      (chart) => {
        vllm(chart, 'service', 'pvc-oss');
        new OssModelVolume(chart, 'volume', { ...publicModel, claimName: 'pvc-oss' });
      },
      [
        `[chart/volume] ${same} claimName of chart/volume makes the PersistentVolume "space-pvc-oss-ddd87908" that chart/service makes too; set it, or caiOptions.cipher-text-volume of chart/service, to another value`,
      ],
    ],
    [
      'an object that somebody makes without us, whichever comes first',
      (chart) => {
        new k8s.KubeService(chart, 'own', { metadata: { name: 'a-svc' } });
        new InferenceService(chart, 'a', { name: 'a' });
        new InferenceService(chart, 'b', { name: 'b' });
        new k8s.KubeService(chart, 'late', { metadata: { name: 'b-svc' } });
      },
      [
        `[chart/a] ${same} name of chart/a makes the Service "a-svc" that chart/own makes too; set it to another value`,
        `[chart/b] ${same} name of chart/b makes the Service "b-svc" that chart/late makes too; set it to another value`,
      ],
    ],
    [
      'parts of a webhook',
      (chart) => {
        new CaiWebhook(chart, 'webhook', { serverBundle: 'x' });
        new SidecarTemplates(chart, 'templates');
      },
      [
        `[chart/templates] ${same} name of chart/templates makes the ConfigMap "cai-webhook-templates" that chart/webhook makes too; set it, or name of chart/webhook, to another value`,
      ],
    ],
  ])('%s', (_name, build, problems) => {
    expect(problemsOf(build)).toEqual(problems);
  });

  it('over all charts of an app, which are applied to one cluster', () => {
    const app = new App();
    for (const namespace of ['blue', 'green']) {
      new CaiWebhook(new Chart(app, namespace, { namespace }), 'webhook', { serverBundle: 'x' });
    }
    expect(() => app.synthYaml()).toThrow(
      `[green/webhook/access] ${same} name of green/webhook makes the ClusterRole "cai-webhook" that blue/webhook makes too`,
    );
  });

  it('but not where they lie in two namespaces', () => {
    const app = new App();
    for (const namespace of ['blue', 'green']) vllm(new Chart(app, namespace, { namespace }), 'vllm', 'pvc-oss');
    expect(() => app.synthYaml()).not.toThrow();
  });
});
