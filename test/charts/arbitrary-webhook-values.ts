import * as fc from 'fast-check';
import type { z } from 'zod';
import { namePrefix, versionedComponents, versionSets } from '../../injection';
import { copy, valuesFor } from '../support/arbitrary-values';
import { over, type Values } from './product-chart';
import { webhook } from './products';

const tags = { A: { aa: '1.3.1', cdh: '1.3.0', tng: '2.2.4' }, B: { aa: '1.4.8', cdh: '1.6.0-r1', tng: '2.12.0' } };

/** Versions that work together, some of them left to the defaults where those are of the same set. */
const versions: fc.Arbitrary<Values> = fc.oneof(
  ...versionSets.map(({ name }) => {
    const all = Object.fromEntries(versionedComponents.map((one) => [one, fc.constant({ version: tags[name][one] })]));
    return fc.record(all, { requiredKeys: name === 'A' ? [] : [...versionedComponents], noNullPrototype: true });
  }),
);

const reserved = /^(app\.kubernetes\.io\/(name|instance|component)$|trustiflux)/;

function withoutReserved(map: unknown): unknown {
  if (typeof map !== 'object' || map === null) return map;
  return Object.fromEntries(Object.entries(map).filter(([key]) => !reserved.test(key) && !key.startsWith(namePrefix)));
}

/** Random values of the schema, mended where single values are right and do not go together. */
function mended(drawn: Values, chosen: Values): Values {
  const given = copy(drawn);
  for (const key of ['podLabels', 'podAnnotations']) if (key in given) given[key] = withoutReserved(given[key]);
  const certManager = given.certManager as { enabled?: boolean; issuerRef?: { name?: string } } | undefined;
  if (certManager?.enabled !== true) Reflect.deleteProperty(certManager?.issuerRef ?? {}, 'name');
  const sidecars = (given.sidecars ?? {}) as Record<string, Values | undefined>;
  for (const component of versionedComponents) Reflect.deleteProperty(sidecars[component] ?? {}, 'version');
  return copy(over({ ...given, sidecars }, { sidecars: chosen }));
}

const fields = Object.entries(webhook.schema.shape).map(
  ([name, field]) => [name, valuesFor(field as z.ZodType)] as const,
);

/** Values that a user may give to the chart cai-webhook; nearly all of them break no rule. */
export const webhookValues: fc.Arbitrary<Values> = fc
  .record({
    drawn: fc
      .subarray(fields, { maxLength: 10 })
      .chain((some) => fc.record(Object.fromEntries(some), { noNullPrototype: true })),
    chosen: versions,
  })
  .map(({ drawn, chosen }) => mended(drawn, chosen));
