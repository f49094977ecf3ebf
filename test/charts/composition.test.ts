import { k8s } from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { z } from 'zod';
import { CaiOptions, CaiWebhook, ConfidentialVllm, OssAuthType, OssModelVolume, TngClient } from '../../constructs';
import { chartFiles, chartTemplates, section, type ChartDefinition } from '../../helm';
import { helmLint } from '../support/helm-binary';
import { chartFolder } from '../support/scratch-folder';
import { expectSame, over, ProductChart, valuesFile, type Values } from './product-chart';

const serviceValues = (name: string, claim: string) =>
  section(
    {
      name: z.string().min(1).default(name).meta({ description: 'Name of the service.' }),
      caiOptions: z
        .string()
        .default(
          JSON.stringify({
            'cipher-text-volume': claim,
            'model-decryption-key-id': 'kbs:///default/aliyun/model-decryption-key',
            'trustee-address': 'https://203.0.113.10:8081/api',
          }),
        )
        .meta({ description: 'The options.' }),
      path: z.string().default(`/${name}/`).meta({ description: 'The folder of the model.' }),
      akId: z.string().optional().meta({ description: 'AccessKey id.', example: 'an-id' }),
      akSecret: z.string().optional().meta({ description: 'AccessKey secret.', example: 'a-secret' }),
      scaled: z.boolean().default(false).meta({ description: 'Scale by demand.' }),
    },
    'A service.',
  );

const values = z.strictObject({
  small: serviceValues('small', 'pvc-small'),
  large: serviceValues('large', 'pvc-large'),
  claim: z.string().min(1).default('pvc-spare').meta({ description: 'Claim of a spare model.' }),
  client: z.string().optional().meta({ description: 'Name of the TNG client.', example: 'a-client' }),
  otherClient: z.string().default('other-client').meta({ description: 'Name of another TNG client.' }),
});
type Platform = z.infer<typeof values>;

const bucket = { bucket: 'models', url: 'https://oss-cn-beijing-internal.aliyuncs.com' };

const queueLength: k8s.MetricSpecV2 = {
  type: 'External',
  external: { metric: { name: 'queue' }, target: { type: 'Value', value: k8s.Quantity.fromNumber(5) } },
};

/** What a user may make of the constructs: several of a kind, some of them within constructs of the user's own. */
class ModelPair extends Construct {
  public constructor(scope: Construct, id: string, v: Platform) {
    super(scope, id);
    for (const size of ['small', 'large'] as const) {
      const { name, caiOptions, path, akId, akSecret, scaled } = v[size];
      new ConfidentialVllm(this, size, {
        name,
        caiOptions: CaiOptions.fromJson(caiOptions),
        oss: { ...bucket, path, akId, akSecret },
        autoscaling: { enabled: scaled, metrics: [queueLength] },
      });
    }
  }
}

function definition(build: ChartDefinition<Platform>['build']): ChartDefinition<unknown> {
  const chart: ChartDefinition<Platform> = {
    name: 'platform',
    version: '0.1.0',
    appVersion: '1',
    description: 'Several services.',
    kubeVersion: '>=1.30.0-0',
    values,
    notes: () => ['Installed.'],
    build,
  };
  return chart as ChartDefinition<unknown>;
}

const pair = definition((chart, v) => {
  new ModelPair(chart, 'models', v);
});

const trustee = { address: 'https://203.0.113.10:8081/api' };

const everything = definition((chart, v) => {
  new ModelPair(new Construct(chart, 'platform.inner'), 'models', v);
  new OssModelVolume(chart, 'spare', { ...bucket, authType: OssAuthType.PUBLIC, claimName: v.claim });
  new CaiWebhook(chart, 'webhook', { serverBundle: 'x' });
  new TngClient(chart, 'client', { name: v.client, trustee });
  new TngClient(chart, 'other-client', { name: v.otherClient, trustee });
});

const keys = { akId: 'an-id', akSecret: 'a-secret' };
const withKeys: Values = { small: keys, large: keys };
const pairChart = new ProductChart(pair);
const wholeChart = new ProductChart(everything);

describe.each([
  ['two services in a construct of the user', pairChart],
  ['constructs of every kind', wholeChart],
])('%s', (_name, product) => {
  it.each<[string, Values]>([
    ['with keys', withKeys],
    ['scaled and renamed', over(withKeys, { small: { name: 'tiny', scaled: true }, large: { path: '/other/' } })],
  ])('make in Helm what raw synth makes, %s', async (_case, given) => {
    const [helm, raw] = [await product.helmVerdict(valuesFile(given)), product.rawVerdict(given)];
    if (!('made' in helm) || !('made' in raw)) throw new Error(JSON.stringify([helm, raw]));
    expectSame(helm.made, raw.made);
  });

  it('are a chart without a warning', async () => {
    const { code, stdout } = await helmLint(chartFolder(chartFiles(product.definition)), '-f', valuesFile(withKeys));
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('0 chart(s) failed') as string });
  });
});

it('files lie together only where they would bear one name', () => {
  const { files } = chartTemplates(everything);
  expect([...files.keys()].filter((file) => !file.startsWith('webhook-'))).toMatchInlineSnapshot(`
   [
     "NOTES.txt",
     "_helpers.tpl",
     "authority-secret.yaml",
     "binding-policy-validatingadmissionpolicy.yaml",
     "binding-policy-validatingadmissionpolicybinding.yaml",
     "client/client-configmap.yaml",
     "client/client-deployment.yaml",
     "client/client-poddisruptionbudget.yaml",
     "client/client-service.yaml",
     "entry-policy-validatingadmissionpolicy.yaml",
     "entry-policy-validatingadmissionpolicybinding.yaml",
     "other-client/client-configmap.yaml",
     "other-client/client-deployment.yaml",
     "other-client/client-poddisruptionbudget.yaml",
     "other-client/client-service.yaml",
     "platform_2einner/models/large/inference-deployment.yaml",
     "platform_2einner/models/large/inference-horizontalpodautoscaler.yaml",
     "platform_2einner/models/large/inference-service.yaml",
     "platform_2einner/models/large/model-configmap.yaml",
     "platform_2einner/models/large/model-persistentvolume.yaml",
     "platform_2einner/models/large/model-persistentvolumeclaim.yaml",
     "platform_2einner/models/large/model-secret.yaml",
     "platform_2einner/models/small/inference-deployment.yaml",
     "platform_2einner/models/small/inference-horizontalpodautoscaler.yaml",
     "platform_2einner/models/small/inference-service.yaml",
     "platform_2einner/models/small/model-configmap.yaml",
     "platform_2einner/models/small/model-persistentvolume.yaml",
     "platform_2einner/models/small/model-persistentvolumeclaim.yaml",
     "platform_2einner/models/small/model-secret.yaml",
     "policy-validatingadmissionpolicy.yaml",
     "policy-validatingadmissionpolicybinding.yaml",
     "registration-mutatingwebhookconfiguration.yaml",
     "registration-validatingwebhookconfiguration.yaml",
     "rules.yaml",
     "server-configmap.yaml",
     "spare/model-configmap.yaml",
     "spare/model-persistentvolume.yaml",
     "spare/model-persistentvolumeclaim.yaml",
     "templates-configmap.yaml",
   ]
  `);
});

it('a construct that is alone has the same templates, however it is wrapped', () => {
  const alone = (wrap: (chart: Construct) => Construct): ReadonlyMap<string, string> =>
    chartTemplates(
      definition((chart, v) => {
        new TngClient(wrap(chart), 'client', { name: v.client, trustee });
      }),
    ).files;
  const files = alone((chart) => chart);
  expect(files.get('_helpers.tpl')).toContain('define "platform.fullname"');
  expect(alone((chart) => new Construct(new Construct(chart, 'one'), 'two'))).toEqual(files);
});

describe('objects that may be the same', () => {
  it.each<[string, Values, string[]]>([
    [
      'two services of one name',
      over(withKeys, { large: { name: 'small' } }),
      [
        'CAI2020 same-object: name of platform/platform.inner/models/large makes the Secret "small-oss" that platform/platform.inner/models/small makes too; set it, or name of platform/platform.inner/models/small, to another value',
      ],
    ],
    [
      'two volumes of one claim',
      over(withKeys, { claim: 'pvc-large' }),
      [
        'CAI2020 same-object: claimName of platform/spare makes the PersistentVolume "space-pvc-large-41ff9ba3" that platform/platform.inner/models/large makes too; set it, or caiOptions.cipher-text-volume of platform/platform.inner/models/large, to another value',
      ],
    ],
    [
      'two clients of one name, of which one has its default',
      over(withKeys, { otherClient: 'tng-client' }),
      [
        'CAI2020 same-object: name of platform/other-client makes the ConfigMap "tng-client-config" that platform/client makes too; set it, or name of platform/client, to another value',
      ],
    ],
    [
      'a client and the webhook',
      over(withKeys, { client: 'cai-webhook' }),
      [
        'CAI2020 same-object: name of platform/client makes the Deployment "cai-webhook" that platform/webhook makes too; set it, or name of platform/webhook, to another value',
      ],
    ],
  ])('are refused in the same words by both, %s', async (_case, given, problems) => {
    expect(await wholeChart.said(given)).toEqual({ raw: problems, helm: problems });
  });

  it('are refused when the chart is written, where no value could tell them apart', () => {
    const twins = definition((chart, v) => {
      for (const id of ['a', 'b']) new TngClient(chart, id, { name: v.client, trustee });
    });
    expect(() => chartTemplates(twins)).toThrow(
      'CAI2020 same-object: name of platform/b makes the ConfigMap that platform/a makes too; set it, or name of platform/a, to another value',
    );
  });
});
