import * as fc from 'fast-check';
import type { z } from 'zod';
import { copy, valuesFor } from '../support/arbitrary-values';
import { certificateSources } from './arbitrary-certificates';
import { over, type Values } from './product-chart';
import { client } from './products';

const reserved = /^(app\.kubernetes\.io\/(name|instance|component)$|trustiflux)/;

function withoutReserved(map: unknown): unknown {
  if (typeof map !== 'object' || map === null) return map;
  return Object.fromEntries(Object.entries(map).filter(([key]) => !reserved.test(key)));
}

const addresses = [
  'http://192.0.2.10:8081/api',
  'https://trustee.example.com/api/',
  'https://[2001:db8:0:0:0:0:0:1]:1/x',
];
const tags = ['2.2.4', '2.0.0-r1', '2.2.6', '2.7.3-r1'];
const hosts = ['192.0.2.20', 'inference.example.com', 'a', 'model_1.internal'];

/** Upstreams with names and ports of their own. */
const upstreams = fc
  .uniqueArray(fc.record({ host: fc.constantFrom(...hosts), port: fc.integer({ min: 1, max: 65535 }) }), {
    maxLength: 4,
  })
  .chain((targets) =>
    fc
      .uniqueArray(fc.integer({ min: 1, max: 40999 }), { minLength: targets.length, maxLength: targets.length })
      .map((ports) => targets.map((target, at) => ({ name: `up-${at}`, ...target, servicePort: ports[at] }))),
  );

interface Drawn {
  readonly drawn: Values;
  readonly address: string;
  readonly tag: string;
  readonly served: readonly object[];
  readonly signers: Values;
  readonly authorities: Values;
}

/** Random values of the schema, mended where single values are right and do not go together. */
function mended({ drawn, address, tag, served, signers, authorities }: Drawn): Values {
  const given = copy(drawn);
  for (const key of ['podLabels', 'podAnnotations']) if (key in given) given[key] = withoutReserved(given[key]);
  for (const source of ['trustedCertificates', 'authorities']) Reflect.deleteProperty(given.trustee ?? {}, source);
  const proxy = given.proxy as { enabled?: boolean } | undefined;
  const isProxyNeeded = served.length === 0 || proxy?.enabled !== false;
  const fixed = {
    trustee: { address, trustedCertificates: signers, authorities },
    image: { tag },
    upstreams: served,
    proxy: { enabled: isProxyNeeded, port: 41000 },
  };
  return copy(over(given, fixed));
}

const fields = Object.entries(client.schema.shape).map(
  ([name, field]) => [name, valuesFor(field as z.ZodType)] as const,
);

/** Values that a user may give to the chart tng-client; nearly all of them break no rule. */
export const clientValues: fc.Arbitrary<Values> = fc
  .record({
    drawn: fc
      .subarray(fields, { maxLength: 10 })
      .chain((some) => fc.record(Object.fromEntries(some), { noNullPrototype: true })),
    address: fc.constantFrom(...addresses),
    tag: fc.constantFrom(...tags),
    served: upstreams,
    signers: fc.oneof(certificateSources, fc.constant<Values>({ secret: 'signers' })),
    authorities: fc.oneof(certificateSources, fc.constant<Values>({ secret: 'authorities' })),
  })
  .map(mended);
