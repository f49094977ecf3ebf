import * as fc from 'fast-check';
import { copy } from '../support/arbitrary-values';
import { options as rightOptions } from './arbitrary-vllm-values';
import { authorityPem, keyPem, serverPem } from '../support/test-certificates';
import { over, type Values } from './product-chart';

const optionValues = fc.constantFrom<unknown>(
  null,
  '',
  0,
  true,
  false,
  'true',
  [],
  {},
  'x',
  'pvc-oss',
  'PVC',
  'a'.repeat(254),
  'kbs:///a/b/c',
  'kbs:///a/b',
  'kbs://host/a/b/c',
  'http://<trustee-ip>:8081/api',
  'https://[::1]/',
  'http://a?b',
  'https://1.2.3.4.5',
  `https://a/${'b'.repeat(2048)}`,
  '1.3.1',
  '1.3.2',
  '1.4.0',
  '2.2.4',
  '2.2.5',
  '2.2.6',
  '1.3.1-xxx',
  '2.2.4-xxx',
  'latest',
  '-',
  'xxxxx',
  '{{ x }}',
);
const certificateTexts = fc.constantFrom(
  keyPem,
  authorityPem + keyPem,
  serverPem,
  authorityPem.repeat(40),
  `${authorityPem}x`,
  authorityPem.replace('CERTIFICATE', 'TRUSTED CERTIFICATE'),
  `#\n${authorityPem}#`,
);
const regexes = 'allow-insecure-request-regexes';
const portEntries = [{}, 1, '8080', null, [], ...['8080', 0, 65536, 1.5, -1, null, true].map((port) => ({ port }))];
const regexLists = ['^/$', [1], ['a', null], ['('], null, ['\\"', '']];
const portLists = fc.constantFrom<unknown>(
  ...[...portEntries, { port: 8080, regexes: [] }].map((entry) => [entry]),
  ...regexLists.map((list) => [{ port: 8080, [regexes]: list }]),
  [{ port: 8080 }, { port: 8080 }],
  Array.from({ length: 65 }, (_, index) => ({ port: index + 1 })),
  [],
  {},
  'x',
  null,
);
const optionChanges = fc.oneof(
  fc
    .record(
      {
        'cipher-text-volume': optionValues,
        'model-decryption-key-id': optionValues,
        'trustee-address': optionValues,
        'trustee-authorities': fc.oneof(optionValues, certificateTexts),
        'aa-version': optionValues,
        'cdh-version': optionValues,
        'tng-version': optionValues,
        'cachefs-version': optionValues,
        'tdx-ra-enable': optionValues,
        'gpu-ra-enable': optionValues,
        'tng-http-secure-port': optionValues,
        'Tdx-Ra-Enable': optionValues,
      },
      { requiredKeys: [], noNullPrototype: true },
    )
    .chain((all) => fc.subarray(Object.entries(all), { maxLength: 3 }))
    .map((some): Values => Object.fromEntries(some)),
  portLists.map((ports): Values => ({ 'tng-http-secure-ports': ports })),
  fc
    .constantFrom('cipher-text-volume', 'model-decryption-key-id', 'trustee-address')
    .map((key): Values => ({ [key]: undefined })),
  fc.constantFrom<Values>(
    { 'tdx-ra-enable': false, 'gpu-ra-enable': false },
    { 'tdx-ra-enable': false, 'gpu-ra-enable': undefined },
    { 'tdx-ra-enable': false, 'gpu-ra-enable': true },
    { 'tdx-ra-enable': false, 'gpu-ra-enable': 'x' },
    { 'aa-version': '1.4.0' },
    { 'tng-version': '2.2.6', 'aa-version': 'x' },
    { 'aa-version': '1.4.0', 'cdh-version': '1.4.0', 'tng-version': '2.2.4-xxx' },
    { 'aa-version': null, 'cdh-version': '1.4.0', 'tng-version': '2.2.6' },
  ),
);
/** Options of which some are wrong, as text or as a map. */
export const wrongOptions: fc.Arbitrary<Values> = fc
  .tuple(rightOptions, optionChanges, fc.boolean(), fc.boolean())
  .map(([right, change, asText, unsafeAllowSampleEvidence]) => {
    const document = copy(over(right, change));
    return { unsafeAllowSampleEvidence, caiOptions: asText ? JSON.stringify(document) : document };
  });
/** What is no text of options at all. */
export const damagedOptions: fc.Arbitrary<Values> = fc
  .tuple(
    rightOptions,
    fc.constantFrom<(text: string) => unknown>(
      () => '',
      () => ' \n',
      () => 'null',
      () => ' null\n',
      () => '[]',
      () => '"x"',
      () => '1',
      () => '{}',
      () => '{',
      () => 'nul',
      (text) => text.slice(1),
      (text) => `${text},`,
      (text) => text.replaceAll('"', "'"),
      (text) => `${text}${text}`,
      (text) => text.replace('}', ',}'),
      (text) => `${text.slice(0, -1)},"cipher-text-volume":"pvc-oss"}`,
      (text) => text.replace('{', '{"a":'.repeat(40)),
      (text) => text + ' '.repeat(70_000),
      () => null,
      () => 1,
      () => [],
      () => ({}),
    ),
  )
  .map(([right, damage]) => ({ caiOptions: damage(JSON.stringify(right)) }));
