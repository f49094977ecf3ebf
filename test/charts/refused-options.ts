import { optionKeys } from '../../injection';
import { maxOptionsLength } from '../../injection/options/options-document';
import { authorityPem, keyPem, serverPem } from '../support/test-certificates';
import type { Values } from './product-chart';
import { formSaid, keySaid } from './refused-certificates';

/** Options that are refused: what raw synth says, and what Helm says, unless no template can see it. */
export interface RefusedOptions {
  readonly caiOptions: string;
  readonly raw: string;
  readonly helm?: string;
}

const right = {
  'cipher-text-volume': 'pvc-oss',
  'model-decryption-key-id': 'kbs:///default/aliyun/model-decryption-key',
  'trustee-address': 'https://trustee.example.com:8081/api',
};
const text = JSON.stringify(right);

function refused(change: Values, raw: string, helm?: string): RefusedOptions {
  const shown = { caiOptions: JSON.stringify({ ...right, ...change }), raw };
  return helm === undefined ? shown : { ...shown, helm };
}

/** Said by both in the same words. */
function alike(says: string): [string, string] {
  const said = says.replace('PATH', 'caiOptions.trustee-authorities');
  return [said, said];
}

function port(entry: unknown, raw: string, helm?: string): RefusedOptions {
  return refused({ 'tng-http-secure-ports': [entry] }, raw, helm);
}

const address =
  'an http or https base URL such as "https://trustee.example.com:8081/api": a DNS name, an IPv4 address or a bracketed IPv6 address without "::", optionally a port, and the path of the gateway, which is /api unless a proxy before it has another; no user name, query or fragment';
const keyId =
  'kbs:///<repository>/<type>/<tag>, such as "kbs:///default/aliyun/model-decryption-key": letters, digits, "_", "-" and, not first, "."';
const claim = 'the name of a PersistentVolumeClaim: lower-case letters, digits, "-" and ".", at most 253 characters';
const sets =
  'set A (AA and CDH up to 1.3.1, TNG 2.0.0 to 2.2.4, Trustee up to 1.5.2) or set B (AA and CDH 1.4.0 or later, TNG 2.2.6 or later, Trustee 1.6.0 or later)';
const noObject =
  'CAI1010 unreadable-text: caiOptions is not a JSON object; it must be one, such as {"cipher-text-volume": "pvc-oss", …}';

export const refusedOptions: readonly RefusedOptions[] = [
  {
    caiOptions: '{"cipher-text-volume": pvc-oss}',
    raw: 'CAI1010 unreadable-text: caiOptions is not JSON: at line 1, column 24 expected a JSON value but found "p"; correct the text there',
    helm: noObject,
  },
  {
    caiOptions: ' \n',
    raw: 'CAI1011 empty-text: caiOptions is empty; write a JSON object with at least "cipher-text-volume", "model-decryption-key-id" and "trustee-address"',
    helm: noObject,
  },
  {
    caiOptions: '["pvc-oss"]',
    raw: 'CAI1003 wrong-type: caiOptions is ["pvc-oss"]; it must be a JSON object, such as {"cipher-text-volume": "pvc-oss", …}',
    helm: noObject,
  },
  {
    caiOptions: 'null',
    raw: 'CAI1003 wrong-type: caiOptions is null; it must be a JSON object, such as {"cipher-text-volume": "pvc-oss", …}',
    helm: noObject,
  },
  refused(
    { 'tng-http-secure-port': [] },
    'CAI1001 unknown-key: caiOptions.tng-http-secure-port is not a key; did you mean "tng-http-secure-ports"?',
    `CAI1001 unknown-key: caiOptions has unknown keys: tng-http-secure-port; the keys are ${optionKeys.join(', ')}`,
  ),
  port(
    { port: 8080, regexes: [] },
    'CAI1001 unknown-key: caiOptions.tng-http-secure-ports.0.regexes is not a key; remove it, or use one of "port" or "allow-insecure-request-regexes"',
    'CAI1001 unknown-key: caiOptions.tng-http-secure-ports has unknown keys: regexes; the keys are port, allow-insecure-request-regexes',
  ),
  refused(
    { 'trustee-address': undefined },
    `CAI1002 missing-key: caiOptions.trustee-address has no value; it must be ${address}`,
    `CAI1002 missing-key: caiOptions.trustee-address has no value; it must be ${address}`,
  ),
  refused(
    { 'cipher-text-volume': undefined },
    `CAI1002 missing-key: caiOptions.cipher-text-volume has no value; it must be ${claim}`,
    `CAI1002 missing-key: caiOptions.cipher-text-volume has no value; it must be ${claim}`,
  ),
  port(
    {},
    'CAI1002 missing-key: caiOptions.tng-http-secure-ports.0.port has no value; it must be a whole number from 1 to 65535, without quotes',
    'CAI1002 missing-key: caiOptions.tng-http-secure-ports has an entry whose port has no value; it must be a whole number from 1 to 65535',
  ),
  refused(
    { 'trustee-address': 8081 },
    `CAI1003 wrong-type: caiOptions.trustee-address is 8081; it must be ${address}`,
    `CAI1003 wrong-type: caiOptions.trustee-address is 8081; it must be ${address}`,
  ),
  refused(
    { 'tdx-ra-enable': 'true' },
    'CAI1003 wrong-type: caiOptions.tdx-ra-enable is "true"; it must be true or false, without quotes',
    'CAI1003 wrong-type: caiOptions.tdx-ra-enable is "true"; it must be true or false, without quotes',
  ),
  refused(
    { 'tng-http-secure-ports': { port: 8080 } },
    'CAI1003 wrong-type: caiOptions.tng-http-secure-ports is {"port":8080}; it must be a list such as [{"port": 8080}]',
    'CAI1003 wrong-type: caiOptions.tng-http-secure-ports is {"port":8080}; it must be a list such as [{"port": 8080}]',
  ),
  port(
    8080,
    'CAI1003 wrong-type: caiOptions.tng-http-secure-ports.0 is 8080; it must be a map such as {"port": 8080}',
    'CAI1003 wrong-type: caiOptions.tng-http-secure-ports has the entry 8080; it must be a map such as {"port": 8080}',
  ),
  port(
    { port: '8080' },
    'CAI1003 wrong-type: caiOptions.tng-http-secure-ports.0.port is "8080"; it must be a whole number from 1 to 65535, without quotes',
    'CAI1003 wrong-type: caiOptions.tng-http-secure-ports has the port "8080"; it must be a whole number from 1 to 65535',
  ),
  port(
    { port: 8080, 'allow-insecure-request-regexes': '^/metrics$' },
    'CAI1003 wrong-type: caiOptions.tng-http-secure-ports.0.allow-insecure-request-regexes is "^/metrics$"; it must be a list of regular expressions such as ["^/metrics$"]',
    'CAI1003 wrong-type: caiOptions.tng-http-secure-ports has the allow-insecure-request-regexes "^/metrics$"; it must be a list such as ["^/metrics$"]',
  ),
  port(
    { port: 8080, 'allow-insecure-request-regexes': ['^/metrics$', 1] },
    'CAI1003 wrong-type: caiOptions.tng-http-secure-ports.0.allow-insecure-request-regexes.1 is 1; it must be a regular expression such as "^/metrics$"',
    'CAI1003 wrong-type: caiOptions.tng-http-secure-ports has the allow-insecure-request-regexes ["^/metrics$",1]; it must be a list such as ["^/metrics$"]',
  ),
  refused(
    { 'cipher-text-volume': 'PVC_OSS' },
    `CAI1004 wrong-form: caiOptions.cipher-text-volume is "PVC_OSS"; it must be ${claim}`,
    `CAI1004 wrong-form: caiOptions.cipher-text-volume is "PVC_OSS"; it must be ${claim}`,
  ),
  refused(
    { 'model-decryption-key-id': 'kbs://trustee/default/aliyun/key' },
    `CAI1004 wrong-form: caiOptions.model-decryption-key-id is "kbs://trustee/default/aliyun/key"; it must be ${keyId}`,
    `CAI1004 wrong-form: caiOptions.model-decryption-key-id is "kbs://trustee/default/aliyun/key"; it must be ${keyId}`,
  ),
  refused(
    { 'trustee-address': 'https://[::1]:8081/api' },
    `CAI1004 wrong-form: caiOptions.trustee-address is "https://[::1]:8081/api"; it must be ${address}`,
    `CAI1004 wrong-form: caiOptions.trustee-address is "https://[::1]:8081/api"; it must be ${address}`,
  ),
  port(
    { port: 65536 },
    'CAI1005 out-of-range: caiOptions.tng-http-secure-ports.0.port is 65536; it must be a whole number from 1 to 65535, without quotes',
    'CAI1005 out-of-range: caiOptions.tng-http-secure-ports has the port 65536; it must be a whole number from 1 to 65535',
  ),
  refused(
    { 'trustee-address': 'http://<trustee-ip>:8081/api' },
    `CAI1009 placeholder-left: caiOptions.trustee-address is still a placeholder: "http://<trustee-ip>:8081/api"; put your own value in its place`,
    'CAI1009 placeholder-left: caiOptions.trustee-address is still a placeholder: "http://<trustee-ip>:8081/api"; put your own value in its place',
  ),
  refused(
    { 'aa-version': '1.3.2' },
    `CAI5011 unsupported-version: caiOptions.aa-version "1.3.2" belongs to no version set; choose an image tag of ${sets}`,
    'CAI5011 unsupported-version: caiOptions.aa-version "1.3.2" belongs to no version set; choose an image tag of set A (AA and CDH up to 1.3.1, TNG 2.0.0 to 2.2.4, Trustee up to 1.5.2) or set B (AA and CDH 1.4.0 or later, TNG 2.2.6 or later, Trustee 1.6.0 or later)',
  ),
  refused(
    { 'aa-version': '1.4.0', 'cdh-version': '1.4.0' },
    `CAI5012 mixed-version-sets: caiOptions mix version sets, which cannot talk to each other: aa-version "1.4.0" is of set B, cdh-version "1.4.0" is of set B, tng-version "2.2.4" (default) is of set A; take all three from ${sets}`,
    `CAI5012 mixed-version-sets: caiOptions mix version sets, which cannot talk to each other: AA 1.4.0, CDH 1.4.0, TNG 2.2.4; take all three from ${sets}`,
  ),
  refused(
    { 'tdx-ra-enable': false },
    'CAI5013 gpu-without-tdx: caiOptions.tdx-ra-enable is false while "gpu-ra-enable" is true (default); set "tdx-ra-enable" to true: GPU evidence travels only inside TDX evidence',
    'CAI5013 gpu-without-tdx: caiOptions.gpu-ra-enable is on though tdx-ra-enable is off: GPU evidence travels inside TDX evidence; switch tdx-ra-enable on, or gpu-ra-enable off too',
  ),
  refused(
    { 'tdx-ra-enable': false, 'gpu-ra-enable': false },
    'CAI5014 sample-evidence: caiOptions.tdx-ra-enable and "gpu-ra-enable" are both false, so the Pod would attest with sample evidence that anybody can make; set "tdx-ra-enable" to true, or let the operator of the cluster allow sample evidence for a test',
    'CAI5014 sample-evidence: caiOptions.tdx-ra-enable and gpu-ra-enable are off: anybody can make such evidence; switch them on, or set unsafeAllowSampleEvidence for tests',
  ),
  refused(
    { 'tng-http-secure-ports': Array.from({ length: 65 }, (_, index) => ({ port: 8000 + index })) },
    'CAI1005 out-of-range: caiOptions.tng-http-secure-ports is [{"port":8000},{"port":8001},{"port":8002},{"port":8003},{"port":8004},{"port":8…; it must be a list of at most 64 ports',
    'CAI1005 out-of-range: caiOptions.tng-http-secure-ports has more than that; it must be a list of at most 64 ports',
  ),
  refused({ 'trustee-authorities': 7 }, ...alike(formSaid.replace('CAI1004 wrong-form', 'CAI1003 wrong-type'))),
  refused({ 'trustee-authorities': keyPem }, ...alike(keySaid)),
  refused({ 'trustee-authorities': '' }, ...alike(formSaid)),
  refused({ 'trustee-authorities': `${authorityPem}and more` }, ...alike(formSaid)),
  refused(
    { 'trustee-authorities': authorityPem.repeat(40) },
    ...alike(formSaid.replace('CAI1004 wrong-form', 'CAI1005 out-of-range')),
  ),
  // what only raw synth and the admission webhook can see
  refused(
    { 'trustee-authorities': serverPem },
    'CAI5021 not-an-authority: caiOptions.trustee-authorities has as certificate 1 that of "cai-webhook", which is no authority; give the certificate of who has signed it, whose basicConstraints say CA:TRUE',
  ),
  refused(
    { 'trustee-authorities': authorityPem.replace(/\n.{64}\n/u, '\n') },
    'CAI1004 wrong-form: caiOptions.trustee-authorities is the value given (not shown); block 1 of 1 is no whole certificate: copy it again',
  ),
  {
    caiOptions: `${text.slice(0, -1)},"cipher-text-volume":"pvc-oss"}`,
    raw: 'CAI1008 duplicate-key: caiOptions.cipher-text-volume is written again at line 1, column 161; keep one of them',
  },
  refused(
    { 'tng-http-secure-ports': [{ port: 8080 }, { port: 8080 }] },
    'CAI5016 duplicate-port: caiOptions.tng-http-secure-ports.1.port is 8080, which entry 0 of the list has already; keep one entry and join their regexes',
  ),
  port(
    { port: 8080, 'allow-insecure-request-regexes': ['^/(metrics$'] },
    'CAI5017 invalid-regex: caiOptions.tng-http-secure-ports.0.allow-insecure-request-regexes.0 cannot be "^/(metrics$": unterminated group; write an expression that Rust\'s regex crate knows, such as "^/metrics$"; write special characters as \\., \\[ and so on',
  ),
  {
    caiOptions: text + ' '.repeat(maxOptionsLength),
    raw: `CAI1005 out-of-range: caiOptions is ${JSON.stringify(`${text.slice(0, 80)}…`)} (${maxOptionsLength + text.length} characters); it must be a text of at most ${maxOptionsLength} characters`,
  },
  // Helm stumbles over the rest of what is nested too deep
  {
    caiOptions: `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`,
    raw: 'CAI1012 nested-too-deep: caiOptions is nested deeper than 32 levels at line 1, column 161; remove what is nested so deep: nothing that is read lies there',
    helm: [
      `CAI1001 unknown-key: caiOptions has unknown keys: a; the keys are ${optionKeys.join(', ')}`,
      `CAI1002 missing-key: caiOptions.cipher-text-volume has no value; it must be ${claim}`,
      `CAI1002 missing-key: caiOptions.model-decryption-key-id has no value; it must be ${keyId}`,
      `CAI1002 missing-key: caiOptions.trustee-address has no value; it must be ${address}`,
    ].join('\n'),
  },
];
