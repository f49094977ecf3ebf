import * as fc from 'fast-check';
import { authorityPem, otherAuthorityPem } from '../support/test-certificates';
import type { Values } from './product-chart';

/** Authorities as somebody may write them down. */
export const authorityTexts: fc.Arbitrary<string> = fc.constantFrom(
  authorityPem,
  `# the present one\n${authorityPem}\n# the next one: é\n${otherAuthorityPem}# the end`,
  otherAuthorityPem.replaceAll('\n', '\r\n'),
);

const key = fc.constantFrom('ca.crt', 'a', '-_.x');

/** Where certificates come from: one place at most. */
export const certificateSources: fc.Arbitrary<Values> = fc.oneof(
  fc.record({}, { noNullPrototype: true }),
  fc.record({ pem: authorityTexts }, { noNullPrototype: true }),
  fc.record({ configMap: fc.constantFrom('trustee-certificates', 'a.b'), key }, { noNullPrototype: true }),
);
