import { chartFiles, chartTemplates, valuePaths } from '../../helm';
import { helmLint, helmTemplate, printed } from '../support/helm-binary';
import { parseRendered } from '../support/rendered';
import { chartFolder } from '../support/scratch-folder';
import { cases, caseNamed, isMap, rawVerdict, schema, valuesFile, vllmChart, type Values } from './product-chart';

const files = chartFiles(vllmChart);
const chart = chartFolder(files);

describe('the values', () => {
  it('are all read by some template, and no others are', () => {
    expect([...chartTemplates(vllmChart).valuesRead].sort()).toEqual(valuePaths(schema).sort());
  });
});

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Record<string, JsonSchema>;
  readonly additionalProperties?: unknown;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
}

const jsonSchema = JSON.parse(files.get('values.schema.json') ?? '') as JsonSchema;

/** Every schema of an object, by its path. */
function objectSchemas(node: JsonSchema, path: string): [string, JsonSchema][] {
  const own: [string, JsonSchema][] = [node.type ?? []].flat().includes('object') ? [[path, node]] : [];
  return [
    ...own,
    ...Object.entries(node.properties ?? {}).flatMap(([key, inner]) => objectSchemas(inner, `${path}/${key}`)),
    ...(isMap(node.additionalProperties) ? objectSchemas(node.additionalProperties, `${path}/*`) : []),
    ...(node.items ? objectSchemas(node.items, `${path}/0`) : []),
    ...(node.anyOf ?? []).flatMap((inner) => objectSchemas(inner, path)),
  ];
}

/** A value with everything in it that the schema knows, and in each closed object a key that it does not know. */
function withTypos(node: JsonSchema): unknown {
  if (node.properties) {
    const known = Object.entries(node.properties).map(([key, inner]) => [key, withTypos(inner)]);
    return Object.fromEntries([...known, ['typo', 'x']]);
  }
  if (node.items) return [withTypos(node.items)];
  const whole = node.anyOf?.find((inner) => inner.properties ?? inner.items);
  if (whole) return withTypos(whole);
  return node.enum?.[0] ?? (isMap(node.additionalProperties) ? {} : 'x');
}

describe('values.schema.json', () => {
  const objects = objectSchemas(jsonSchema, '');

  it('is closed at every depth, but for what a parent hands down', () => {
    const open = objects.filter(
      ([, { additionalProperties }]) => additionalProperties !== false && !isMap(additionalProperties),
    );
    expect(open.map(([path]) => path)).toEqual(['/global']);
  });

  it('refuses a typo in each nested object, as raw synth does', async () => {
    const closed = objects.filter(
      ([, { properties, additionalProperties }]) => properties && additionalProperties === false,
    );
    const paths = closed.map(([path]) => path).sort();
    expect(paths.length).toBeGreaterThan(100);
    const given = withTypos(jsonSchema) as Values;
    const { code, stderr } = await helmTemplate(chart, '-f', valuesFile(given));
    const found = [...stderr.matchAll(/^ *- at '(.*)': additional properties 'typo' not allowed$/gm)].map(
      ([, path]) => path ?? '',
    );
    expect({ code, found: found.sort() }).toEqual({ code: 1, found: paths });
    const raw = rawVerdict(given);
    const lines = 'refused' in raw ? raw.refused : [];
    const unknown = lines.flatMap((line) => /^HELM1001 unknown-key: (?:(.*)\.)?typo is not a key/.exec(line) ?? []);
    const inRaw = unknown
      .filter((_match, index) => index % 2 === 1)
      .map((path) => (path ? `/${path.replaceAll('.', '/')}` : ''));
    expect(inRaw.sort()).toEqual(paths);
  });
});

describe('helm lint --strict', () => {
  it('passes with the defaults', async () => {
    expect(await helmLint(chart)).toMatchObject({ code: 0 });
  });

  it.concurrent.each(cases.map(({ name, path }) => [name, path] as const))(
    'passes with the case %s',
    async (_name, path) => {
      const { code, stdout } = await helmLint(chart, '-f', path);
      expect({ code, stdout: code === 0 ? '' : stdout }).toEqual({ code: 0, stdout: '' });
    },
  );
});

describe("the document's values", () => {
  const inDocument = {
    Deployment: {
      metadata: { name: 'cai-vllm', namespace: 'space' },
      spec: {
        template: {
          metadata: {
            labels: { 'trustiflux.alibaba.com/confidential-computing-mode': 'ACK-CAI' },
            annotations: { 'trustiflux.alibaba.com/ack-cai-options': caseNamed('seed-document').values.caiOptions },
          },
          spec: {
            containers: [{ name: 'inference-service' }],
            volumes: expect.arrayContaining([
              { name: 'model', persistentVolumeClaim: { claimName: 'pvc-oss', readOnly: true } },
            ]) as unknown,
            nodeSelector: { 'ack.aliyun.com/nvidia-driver-version': '550.144.03' },
          },
        },
      },
    },
    Service: { metadata: { name: 'cai-vllm-svc' }, spec: { type: 'LoadBalancer', ports: [{ port: 8080 }] } },
    Secret: { stringData: { akId: 'LTAI-example-id', akSecret: 'example-secret' } },
    PersistentVolumeClaim: { metadata: { name: 'pvc-oss' }, spec: { storageClassName: '' } },
    PersistentVolume: {
      spec: {
        storageClassName: '',
        claimRef: { name: 'pvc-oss', namespace: 'space' },
        csi: {
          driver: 'ossplugin.csi.alibabacloud.com',
          nodePublishSecretRef: { name: 'cai-vllm-oss', namespace: 'space' },
          volumeAttributes: {
            bucket: 'conf-ai',
            path: '/qwen2.5-3b-gocryptfs/',
            url: 'https://oss-cn-beijing-internal.aliyuncs.com',
          },
        },
      },
    },
  };

  it('give the objects of the document, bound to each other by name', async () => {
    const objects = parseRendered(
      await printed(helmTemplate(chart, '--skip-tests', '-f', caseNamed('seed-document').path)),
    );
    const byKind = Object.fromEntries(objects.map((object) => [object.kind, object])) as Record<string, Values>;
    expect(Object.keys(byKind).sort()).toEqual(Object.keys(inDocument).sort());
    expect(byKind).toMatchObject(inDocument);
    const volume = byKind.PersistentVolume as { metadata: { name: string }; spec: { csi: { volumeHandle: string } } };
    expect(volume.spec.csi.volumeHandle).toBe(volume.metadata.name);
    expect(byKind.PersistentVolumeClaim).toMatchObject({ spec: { volumeName: volume.metadata.name } });
    expect(byKind.Secret).toMatchObject({ metadata: { name: 'cai-vllm-oss' } });
  });
});
