import * as fc from 'fast-check';
import type { z } from 'zod';
import { defaultVersionSet, namePrefix, versionedComponents, versionSets } from '../../injection';
import { copy, valuesFor } from '../support/arbitrary-values';
import { certificateSources } from './arbitrary-certificates';
import { over, type Values } from './product-chart';
import { webhook } from './products';

/** Versions that work together, some of them left to the defaults where those are of the same set. */
const versions: fc.Arbitrary<Values> = fc.oneof(
  ...versionSets.map(({ name, ranges, tested }) => {
    const all = Object.fromEntries(
      versionedComponents.map((one) => {
        const version = fc.constantFrom(tested[one], ranges[one].example);
        return [one, fc.record({ version }, { noNullPrototype: true })];
      }),
    );
    const requiredKeys = name === defaultVersionSet.name ? [] : [...versionedComponents];
    return fc.record(all, { requiredKeys, noNullPrototype: true });
  }),
);

const reserved = /^(app\.kubernetes\.io\/(name|instance|component)$|trustiflux)/;

function withoutReserved(map: unknown): unknown {
  if (typeof map !== 'object' || map === null) return map;
  return Object.fromEntries(Object.entries(map).filter(([key]) => !reserved.test(key) && !key.startsWith(namePrefix)));
}

function listensTwice(ports: unknown): boolean {
  const { https = 8443, http = 8080 } = (ports ?? {}) as { https?: number; http?: number };
  return https === http;
}

/** Random values of the schema, mended where single values are right and do not go together. */
function mended(drawn: Values, chosen: Values, authorities: Values): Values {
  const given = { ...copy(drawn), trustee: { authorities } } as Values;
  for (const key of ['podLabels', 'podAnnotations']) if (key in given) given[key] = withoutReserved(given[key]);
  const certManager = given.certManager as { enabled?: boolean; issuerRef?: { name?: string } } | undefined;
  if (certManager?.enabled !== true) Reflect.deleteProperty(certManager?.issuerRef ?? {}, 'name');
  if (listensTwice(given.ports)) Reflect.deleteProperty(given, 'ports');
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
    authorities: certificateSources,
  })
  .map(({ drawn, chosen, authorities }) => mended(drawn, chosen, authorities));
