import { optionsAnnotation } from '../../injection/names';
import { exampleManifests } from '../../charts/example-manifests';
import type { Manifest } from '../../helm';
import { at } from '../constructs/synthesized';

const examples = exampleManifests();
const all = examples.flatMap(({ objects }) => objects);
const inOrder = [...examples].sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap(({ objects }) => objects);

const named = (kind: string, name: string): Manifest | undefined =>
  all.find((object) => object.kind === kind && at(object, 'metadata', 'name') === name);

function textsBelow(value: unknown, key: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) =>
    name === key && typeof one === 'string' ? [one] : textsBelow(one, key),
  );
}

test.each(examples.map((one) => [one.name, one.objects] as const))(
  'the file of %s first makes the namespace in which all of its objects lie',
  (_name, [first, ...rest]) => {
    expect(first).toMatchObject({ apiVersion: 'v1', kind: 'Namespace' });
    const places = rest.map((object) => at(object, 'metadata', 'namespace')).filter((place) => place !== undefined);
    expect(new Set(places)).toEqual(new Set([at(first, 'metadata', 'name')]));
  },
);

test('who asks for protection comes after the webhook, and in a namespace that it does not leave out', () => {
  const asks = (object: Manifest): boolean =>
    at(object, 'spec', 'template', 'metadata', 'annotations', optionsAnnotation) !== undefined;
  const registered = inOrder.findLastIndex(({ kind }) => /WebhookConfiguration$/.test(String(kind)));
  const asking = inOrder.filter(asks);
  expect(asking.map(({ kind }) => kind)).toEqual(['Deployment']);
  expect(inOrder.findIndex(asks)).toBeGreaterThan(registered);
  const leftOut = all
    .flatMap((object) => (object.webhooks ?? []) as object[])
    .map((webhook) => at(webhook, 'namespaceSelector', 'matchExpressions', 0, 'values'));
  expect(leftOut).toHaveLength(3);
  for (const values of leftOut) {
    expect(values).toContain('cai-system');
    expect(values).not.toContain(at(asking[0], 'metadata', 'namespace'));
  }
});

test('every image is one that is published', () => {
  const images = all.flatMap((object) => textsBelow(object, 'image'));
  const templates = JSON.parse(
    String(at(named('ConfigMap', 'cai-webhook-templates'), 'data', 'templates.json')),
  ) as object;
  const published =
    /^(docker\.io\/library\/node:22-bookworm-slim|docker\.io\/vllm\/vllm-openai:v[\d.]+|confidential-ai-registry\.cn-shanghai\.cr\.aliyuncs\.com\/product\/[a-z-]+(:[\d.-]+)?)$/;
  const used = [...images, ...textsBelow(templates, 'image')];
  expect(used.length).toBeGreaterThanOrEqual(7);
  expect(used.filter((image) => !published.test(image))).toEqual([]);
});

test('the client finds the service of the set, and its Pods wait for nothing that is not in it', () => {
  const config = JSON.stringify(named('ConfigMap', 'tng-client-config'));
  const service = named('Service', 'cai-vllm-svc');
  expect(config).toContain(`cai-vllm-svc.${String(at(service, 'metadata', 'namespace'))}.svc`);
  expect(at(service, 'spec', 'ports', 0, 'port')).toBe(8080);
  const wanted = all.flatMap((object) =>
    ((at(object, 'spec', 'template', 'spec', 'volumes') ?? []) as object[]).flatMap((volume) =>
      [
        ['ConfigMap', at(volume, 'configMap', 'name')],
        ['Secret', at(volume, 'secret', 'secretName')],
        ['PersistentVolumeClaim', at(volume, 'persistentVolumeClaim', 'claimName')],
      ].filter(([, name]) => name !== undefined),
    ),
  ) as [string, string][];
  expect(wanted.length).toBeGreaterThanOrEqual(3);
  expect(wanted.filter(([kind, name]) => named(kind, name) === undefined)).toEqual([]);
});
