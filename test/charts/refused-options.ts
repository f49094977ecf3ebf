import { maxOptionsLength } from '../../injection/options/options-document';
import type { Values } from './product-chart';

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

function port(entry: unknown, raw: string, helm?: string): RefusedOptions {
  return refused({ 'tng-http-secure-ports': [entry] }, raw, helm);
}

const address =
  'an http or https base URL such as "https://trustee.example.com:8081/api": a DNS name, an IPv4 address or a bracketed IPv6 address without "::", then optionally a port and a path; no user name, query or fragment';
const keyId =
  'kbs:///<repository>/<type>/<tag>, such as "kbs:///default/aliyun/model-decryption-key": letters, digits, "_", "-" and, not first, "."';
const claim = 'the name of a PersistentVolumeClaim: lower-case letters, digits, "-" and ".", at most 253 characters';
const sets =
  'set A (AA and CDH up to 1.3.1, TNG 2.0.0 to 2.2.4, Trustee up to 1.5.2) or set B (AA and CDH 1.4.0 or later, TNG 2.2.6 or later, Trustee 1.6.0 or later)';
const noObject =
  'CAI5001 invalid-json: caiOptions is not a JSON object; write one, such as {"cipher-text-volume": "pvc-oss", …}';

export const refusedOptions: readonly RefusedOptions[] = [
  {
    caiOptions: '{"cipher-text-volume": pvc-oss}',
    raw: 'CAI5001 invalid-json: caiOptions is not JSON: at line 1, column 24 expected a JSON value but found "p"; correct the JSON text there',
    helm: noObject,
  },
  {
    caiOptions: ' \n',
    raw: 'CAI5002 empty-options: caiOptions is empty; write a JSON object with at least "cipher-text-volume", "model-decryption-key-id" and "trustee-address"',
    helm: noObject,
  },
  {
    caiOptions: '["pvc-oss"]',
    raw: 'CAI5004 not-an-object: caiOptions is a list, not an object: ["pvc-oss"]; write a JSON object: {"cipher-text-volume": "pvc-oss", ...}',
    helm: noObject,
  },
  {
    caiOptions: 'null',
    raw: 'CAI5004 not-an-object: caiOptions is null, not an object: null; write a JSON object: {"cipher-text-volume": "pvc-oss", ...}',
    helm: noObject,
  },
  refused(
    { 'tng-http-secure-port': [] },
    'CAI5003 unknown-option: caiOptions.tng-http-secure-port is not an option; did you mean "tng-http-secure-ports"?',
    'CAI5003 unknown-option: caiOptions has unknown keys: tng-http-secure-port; the keys are cipher-text-volume, model-decryption-key-id, trustee-address, aa-version, cdh-version, tng-version, cachefs-version, tdx-ra-enable, gpu-ra-enable, tng-http-secure-ports',
  ),
  port(
    { port: 8080, regexes: [] },
    'CAI5003 unknown-option: caiOptions.tng-http-secure-ports.0.regexes is not an option; remove it, or use one of "port" or "allow-insecure-request-regexes"',
    'CAI5003 unknown-option: caiOptions.tng-http-secure-ports has unknown keys: regexes; the keys are port, allow-insecure-request-regexes',
  ),
  refused(
    { 'trustee-address': undefined },
    `CAI5007 missing-option: caiOptions.trustee-address is required but missing; add "trustee-address": "https://trustee.example.com:8081/api" (${address})`,
    `CAI5007 missing-option: caiOptions.trustee-address is missing; write ${address}`,
  ),
  refused(
    { 'cipher-text-volume': undefined },
    `CAI5007 missing-option: caiOptions.cipher-text-volume is required but missing; add "cipher-text-volume": "pvc-oss" (${claim})`,
    `CAI5007 missing-option: caiOptions.cipher-text-volume is missing; write ${claim}`,
  ),
  port(
    {},
    'CAI5007 missing-option: caiOptions.tng-http-secure-ports.0.port is required but missing; add "port": 8080 (an integer from 1 to 65535)',
    'CAI5007 missing-option: caiOptions.tng-http-secure-ports has an entry without a port; write {"port": 8080}',
  ),
  refused(
    { 'trustee-address': 8081 },
    `CAI5008 wrong-option-type: caiOptions.trustee-address is a number, not a string: 8081; write ${address}`,
    `CAI5008 wrong-option-type: caiOptions.trustee-address is 8081; write ${address}`,
  ),
  refused(
    { 'tdx-ra-enable': 'true' },
    'CAI5008 wrong-option-type: caiOptions.tdx-ra-enable is a string, not a boolean: "true"; write true or false, without quotes',
    'CAI5008 wrong-option-type: caiOptions.tdx-ra-enable is "true"; write true or false, without quotes',
  ),
  refused(
    { 'tng-http-secure-ports': { port: 8080 } },
    'CAI5008 wrong-option-type: caiOptions.tng-http-secure-ports is an object, not a list: {"port":8080}; write a list such as [{"port": 8080}]',
    'CAI5008 wrong-option-type: caiOptions.tng-http-secure-ports is {"port":8080}; write a list such as [{"port": 8080}]',
  ),
  port(
    8080,
    'CAI5008 wrong-option-type: caiOptions.tng-http-secure-ports.0 is a number, not an object: 8080; write an object such as {"port": 8080}',
    'CAI5008 wrong-option-type: caiOptions.tng-http-secure-ports has the entry 8080; write {"port": 8080}',
  ),
  port(
    { port: '8080' },
    'CAI5008 wrong-option-type: caiOptions.tng-http-secure-ports.0.port is a string, not a number: "8080"; write an integer from 1 to 65535, without quotes',
    'CAI5008 wrong-option-type: caiOptions.tng-http-secure-ports has the port "8080"; write a whole number from 1 to 65535',
  ),
  port(
    { port: 8080, 'allow-insecure-request-regexes': '^/metrics$' },
    'CAI5008 wrong-option-type: caiOptions.tng-http-secure-ports.0.allow-insecure-request-regexes is a string, not a list: "^/metrics$"; write a list of regular expressions such as ["^/metrics$"]',
    'CAI5008 wrong-option-type: caiOptions.tng-http-secure-ports has the allow-insecure-request-regexes "^/metrics$"; write a list such as ["^/metrics$"]',
  ),
  port(
    { port: 8080, 'allow-insecure-request-regexes': ['^/metrics$', 1] },
    'CAI5008 wrong-option-type: caiOptions.tng-http-secure-ports.0.allow-insecure-request-regexes.1 is a number, not a string: 1; write a regular expression such as "^/metrics$"',
    'CAI5008 wrong-option-type: caiOptions.tng-http-secure-ports has the allow-insecure-request-regexes ["^/metrics$",1]; write a list such as ["^/metrics$"]',
  ),
  refused(
    { 'cipher-text-volume': 'PVC_OSS' },
    `CAI5009 invalid-value: caiOptions.cipher-text-volume cannot be "PVC_OSS"; write ${claim}`,
    `CAI5009 invalid-value: caiOptions.cipher-text-volume is "PVC_OSS"; write ${claim}`,
  ),
  refused(
    { 'model-decryption-key-id': 'kbs://trustee/default/aliyun/key' },
    `CAI5009 invalid-value: caiOptions.model-decryption-key-id cannot be "kbs://trustee/default/aliyun/key"; write ${keyId}`,
    `CAI5009 invalid-value: caiOptions.model-decryption-key-id is "kbs://trustee/default/aliyun/key"; write ${keyId}`,
  ),
  refused(
    { 'trustee-address': 'https://[::1]:8081/api' },
    `CAI5009 invalid-value: caiOptions.trustee-address cannot be "https://[::1]:8081/api"; write ${address}`,
    `CAI5009 invalid-value: caiOptions.trustee-address is "https://[::1]:8081/api"; write ${address}`,
  ),
  port(
    { port: 65536 },
    'CAI5009 invalid-value: caiOptions.tng-http-secure-ports.0.port cannot be 65536; write an integer from 1 to 65535',
    'CAI5009 invalid-value: caiOptions.tng-http-secure-ports has the port 65536; write a whole number from 1 to 65535',
  ),
  refused(
    { 'trustee-address': 'http://<trustee-ip>:8081/api' },
    `CAI5010 placeholder-left: caiOptions.trustee-address still holds the placeholder "<trustee-ip>": "http://<trustee-ip>:8081/api"; put the real value in its place: ${address}`,
    'CAI5010 placeholder-left: caiOptions.trustee-address is "http://<trustee-ip>:8081/api", a placeholder of the document; put your own value in its place',
  ),
  refused(
    { 'aa-version': '1.3.2' },
    `CAI5011 unsupported-version: caiOptions.aa-version "1.3.2" belongs to no version set; choose an image tag of ${sets}`,
    'CAI5011 unsupported-version: caiOptions.aa-version is "1.3.2"; write an image tag: up to 1.3.1 (set A) or 1.4.0 or later (set B), such as "1.3.1" or "1.4.8-r1"',
  ),
  refused(
    { 'aa-version': '1.4.0', 'cdh-version': '1.4.0' },
    `CAI5012 mixed-version-sets: caiOptions mix version sets, which cannot talk to each other: aa-version "1.4.0" is of set B, cdh-version "1.4.0" is of set B, tng-version "2.2.4" (default) is of set A; take all three from ${sets}`,
    `CAI5012 mixed-version-sets: caiOptions.aa-version does not go with the others: aa-version 1.4.0 cdh-version 1.4.0 tng-version 2.2.4; choose ${sets}`,
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
    'CAI5015 too-many-ports: caiOptions.tng-http-secure-ports has 65 entries, at most 64 are allowed; list only the ports that serve requests',
    'CAI5015 too-many-ports: caiOptions.tng-http-secure-ports has more than 64 entries; secure fewer ports',
  ),
  // what only raw synth and the admission webhook can see
  {
    caiOptions: `${text.slice(0, -1)},"cipher-text-volume":"pvc-oss"}`,
    raw: 'CAI5005 duplicate-key: caiOptions.cipher-text-volume is written again at line 1, column 161; keep one of them',
  },
  refused(
    { 'tng-http-secure-ports': [{ port: 8080 }, { port: 8080 }] },
    'CAI5016 duplicate-port: caiOptions.tng-http-secure-ports.1.port is 8080, which /tng-http-secure-ports/0/port has already; keep one entry and join their regexes',
  ),
  port(
    { port: 8080, 'allow-insecure-request-regexes': ['^/(metrics$'] },
    'CAI5017 invalid-regex: caiOptions.tng-http-secure-ports.0.allow-insecure-request-regexes.0 cannot be "^/(metrics$": unterminated group; write an expression that Rust\'s regex crate knows, such as "^/metrics$"; write special characters as \\., \\[ and so on',
  ),
  {
    caiOptions: text + ' '.repeat(maxOptionsLength),
    raw: `CAI5018 options-too-long: caiOptions has ${maxOptionsLength + text.length} characters, at most ${maxOptionsLength} are allowed; remove what is not an option`,
  },
  // Helm stumbles over the rest of what is nested too deep
  {
    caiOptions: `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`,
    raw: 'CAI5006 nested-too-deep: caiOptions is nested deeper than 32 levels at line 1, column 161; no option needs more than four levels of objects and lists: remove the others',
    helm: [
      'CAI5003 unknown-option: caiOptions has unknown keys: a; the keys are cipher-text-volume, model-decryption-key-id, trustee-address, aa-version, cdh-version, tng-version, cachefs-version, tdx-ra-enable, gpu-ra-enable, tng-http-secure-ports',
      `CAI5007 missing-option: caiOptions.cipher-text-volume is missing; write ${claim}`,
      `CAI5007 missing-option: caiOptions.model-decryption-key-id is missing; write ${keyId}`,
      `CAI5007 missing-option: caiOptions.trustee-address is missing; write ${address}`,
    ].join('\n'),
  },
];
