import * as fc from 'fast-check';
import type { z } from 'zod';
import { chartFiles, type ChartFiles } from '../../helm';
import { coalesce } from '../../helm/values/coalesce';
import { defaultsOf } from '../../helm/values/parse';
import { fieldsOf, shapeOf } from '../../helm/values/shape';
import { helmTemplate } from '../support/helm-binary';
import { isTest, parseRendered, sameObjects } from '../support/rendered';
import { chartFolder } from '../support/scratch-folder';
import { isMap, valuesFile, type Values } from './product-chart';
import { products } from './products';

/** The chart as Helm sees it under --reuse-values: of its own defaults there is nothing. */
function withoutValues(files: ChartFiles): string {
  return chartFolder(new Map([...files].filter(([path]) => path !== 'values.yaml')));
}

type Path = readonly string[];

/** Where the defaults of a chart stand and a user said nothing: keys, and whole sections. */
function untouched(schema: z.ZodType, given: unknown, above: Path = []): Path[] {
  return Object.entries(fieldsOf(shapeOf(schema)) ?? {}).flatMap(([key, field]): Path[] => {
    const shape = shapeOf(field);
    const path = [...above, key];
    const own = isMap(given) && Object.hasOwn(given, key) ? given[key] : undefined;
    if (fieldsOf(shape) && !shape.optional)
      return [...(own === undefined ? [path] : []), ...untouched(field, own ?? {}, path)];
    return own === undefined && shape.default !== undefined ? [path] : [];
  });
}

function without(values: Values, [key = '', ...rest]: Path): Values {
  const { [key]: one, ...others } = values;
  if (rest.length === 0) return others;
  return isMap(one) ? { ...others, [key]: without(one, rest) } : values;
}

describe.each(products.map((product) => [product.name, product] as const))('%s', (_name, product) => {
  const folder = withoutValues(chartFiles(product.definition));
  const defaults = defaultsOf(product.schema);
  const places = product.cases.map(({ values }) => untouched(product.schema, values));

  function expectSameWithout(index: number, lacking: readonly Path[], to: 'absent' | 'null'): Promise<void> {
    const { name, values } = product.cases[index] ?? { name: '', values: {} };
    const full = coalesce(defaults, values);
    return expectSame(name, values, lacking.reduce(to === 'absent' ? without : withNull, full), lacking);
  }

  async function expectSame(name: string, values: Values, older: Values, lacking: readonly Path[]): Promise<void> {
    const raw = product.rawVerdict(values);
    if (!('made' in raw)) throw new Error(`${name} is refused: ${raw.refused.join('\n')}`);
    const { code, stdout, stderr } = await helmTemplate(folder, '-f', valuesFile(older));
    if (code !== 0) throw new Error(`${name} without ${JSON.stringify(lacking)}: ${stderr}`);
    const objects = parseRendered(stdout);
    sameObjects(
      objects.filter((object) => !isTest(object)),
      raw.made.objects,
    );
    sameObjects(objects.filter(isTest), raw.made.tests);
  }

  it('makes the same of values that lack every default', async () => {
    expect(Math.max(...places.map((one) => one.length))).toBeGreaterThan(30);
    for (const [index, one] of places.entries()) if (index % 5 === 0) await expectSameWithout(index, one, 'absent');
  });

  it('makes the same of a null by which an entry of a default was taken away', async () => {
    const entries = product.cases.flatMap(({ values }) => entriesOfDefaults(product.schema, values));
    const paths = [...new Map(entries.map((path) => [path.join('.'), path])).values()];
    expect(paths.length).toBeGreaterThan(2);
    for (const path of paths) {
      const index = product.cases.findIndex(({ values }) =>
        entriesOfDefaults(product.schema, values).some((one) => one.join('.') === path.join('.')),
      );
      const { name, values } = product.cases[index] ?? { name: '', values: {} };
      await expectSame(name, setNull(values, path), withNull(coalesce(defaults, values), path), [path]);
    }
  });

  it('makes the same of values of which some lack, or are null', async () => {
    const lacking = fc
      .nat(product.cases.length - 1)
      .chain((index) =>
        fc.tuple(fc.constant(index), fc.subarray(places[index] ?? []), fc.constantFrom('absent', 'null')),
      );
    await fc.assert(
      fc.asyncProperty(fc.array(lacking, { minLength: 4, maxLength: 4 }), async (some) => {
        await Promise.all(some.map(([index, paths, to]) => expectSameWithout(index, paths, to)));
      }),
      { numRuns: 6 },
    );
  });
});

/** Places of the entries of maps that are handed on whole, where they are the chart's own. */
function entriesOfDefaults(schema: z.ZodType, given: Values): Path[] {
  return untouched(schema, given).flatMap((path) => {
    const value = path.reduce<unknown>((at, key) => (isMap(at) ? at[key] : undefined), defaultsOf(schema));
    return isMap(value) && !isSectionAt(schema, path) ? Object.keys(value).map((key) => [...path, key]) : [];
  });
}

function isSectionAt(schema: z.ZodType, path: Path): boolean {
  const at = path.reduce<z.ZodType | undefined>((one, key) => one && fieldsOf(shapeOf(one))?.[key], schema);
  return at !== undefined && fieldsOf(shapeOf(at)) !== undefined;
}

/** What a user writes to take an entry away, whether there is anything above it or not. */
function setNull(values: Values, [key = '', ...rest]: Path): Values {
  const one = values[key];
  return { ...values, [key]: rest.length === 0 ? null : setNull(isMap(one) ? one : {}, rest) };
}

function withNull(values: Values, [key = '', ...rest]: Path): Values {
  if (rest.length === 0) return { ...values, [key]: null };
  const one = values[key];
  return isMap(one) ? { ...values, [key]: withNull(one, rest) } : values;
}
