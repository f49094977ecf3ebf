import { chartFiles, chartTemplates, valuePaths } from '../../helm';
import { helmLint, helmTemplate } from '../support/helm-binary';
import { chartFolder } from '../support/scratch-folder';
import { isMap, valuesFile, type Values } from './product-chart';
import { products } from './products';

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Record<string, JsonSchema>;
  readonly additionalProperties?: unknown;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
}

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

describe.each(products.map((product) => [product.name, product] as const))('%s', (_name, product) => {
  const files = chartFiles(product.definition);
  const chart = chartFolder(files);
  const jsonSchema = JSON.parse(files.get('values.schema.json') ?? '') as JsonSchema;
  const objects = objectSchemas(jsonSchema, '');

  it('has values that are all read by some template, and no others are', () => {
    expect([...chartTemplates(product.definition).valuesRead].sort()).toEqual(valuePaths(product.schema).sort());
  });

  describe('values.schema.json', () => {
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
      expect(paths.length).toBeGreaterThan(50);
      const given = withTypos(jsonSchema) as Values;
      const { code, stderr } = await helmTemplate(chart, '-f', valuesFile(given));
      const found = [...stderr.matchAll(/^ *- at '(.*)': additional properties 'typo' not allowed$/gm)].map(
        ([, path]) => path ?? '',
      );
      expect({ code, found: found.sort() }).toEqual({ code: 1, found: paths });
      const raw = product.rawVerdict(given);
      const lines = 'refused' in raw ? raw.refused : [];
      const unknown = lines.flatMap((line) => /^CAI1001 unknown-key: (?:(.*)\.)?typo is not a key/.exec(line) ?? []);
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

    it.concurrent.each(product.cases.map(({ name, path }) => [name, path] as const))(
      'passes with the case %s',
      async (_name, path) => {
        const { code, stdout } = await helmLint(chart, '-f', path);
        expect({ code, stdout: code === 0 ? '' : stdout }).toEqual({ code: 0, stdout: '' });
      },
    );
  });
});
