import type { ParseSettings } from '../../injection';
import { required } from './option-texts';

/** Something wrong or dangerous, and everything that is said about it. */
export interface NegativeCase {
  readonly code: string;
  readonly title: string;
  readonly input: unknown;
  readonly settings?: ParseSettings;
  /** Every message, errors first. */
  readonly messages: readonly string[];
}

const ports = (...entries: unknown[]): object => ({ ...required, 'tng-http-secure-ports': entries });
const sets =
  'set A (AA and CDH up to 1.3.1, TNG 2.0.0 to 2.2.4, Trustee up to 1.5.2) or set B (AA and CDH 1.4.0 or later, TNG 2.2.6 or later, Trustee 1.6.0 or later)';
const claim = 'the name of a PersistentVolumeClaim: lower-case letters, digits, "-" and ".", at most 253 characters';
const url =
  'an http or https base URL such as "https://trustee.example.com:8081/api": a DNS name, an IPv4 address or a bracketed IPv6 address without "::", then optionally a port and a path; no user name, query or fragment';

/** At least one case for every code of the catalogue. */
export const negativeCases: readonly NegativeCase[] = [
  {
    code: 'CAI5001',
    title: 'a trailing comma',
    input: '{\n  "cipher-text-volume": "pvc-oss",\n}',
    messages: [
      'CAI5001 invalid-json: the text of the options is not JSON: at line 3, column 1 expected a key in double quotes but found "}"; correct the JSON text there',
    ],
  },
  {
    code: 'CAI5001',
    title: 'a text that ends too early',
    input: '{"cipher-text-volume": "pvc-oss"',
    messages: [
      'CAI5001 invalid-json: the text of the options is not JSON: at line 1, column 33 expected "," or "}" but found the end of the text; correct the JSON text there',
    ],
  },
  {
    code: 'CAI5002',
    title: 'white space',
    input: ' \n',
    messages: [
      'CAI5002 empty-options: the text of the options is empty; write a JSON object with at least "cipher-text-volume", "model-decryption-key-id" and "trustee-address"',
    ],
  },
  {
    code: 'CAI5003',
    title: 'a misspelt key',
    input: { ...required, 'tng-http-secure-port': [] },
    messages: ['CAI5003 unknown-option: /tng-http-secure-port is not an option; did you mean "tng-http-secure-ports"?'],
  },
  {
    code: 'CAI5003',
    title: 'a key like nothing we know',
    input: { ...required, 'a/b\n': 1 },
    messages: [
      'CAI5003 unknown-option: /a~1b\\u000a is not an option; remove it, or use one of "cipher-text-volume", "model-decryption-key-id", "trustee-address", "aa-version", "cdh-version", "tng-version", "cachefs-version", "tdx-ra-enable", "gpu-ra-enable" or "tng-http-secure-ports"',
    ],
  },
  {
    code: 'CAI5003',
    title: 'a misspelt key of an entry',
    input: ports({ port: 8080, 'allow-insecure-request-regex': ['^/x$'] }),
    messages: [
      'CAI5003 unknown-option: /tng-http-secure-ports/0/allow-insecure-request-regex is not an option; did you mean "allow-insecure-request-regexes"?',
    ],
  },
  {
    code: 'CAI5004',
    title: 'a list',
    input: '["pvc-oss"]',
    messages: [
      'CAI5004 not-an-object: the value of the options is a list, not an object: ["pvc-oss"]; write a JSON object: {"cipher-text-volume": "pvc-oss", ...}',
    ],
  },
  {
    code: 'CAI5004',
    title: 'a value that has no JSON',
    input: 1n,
    messages: [
      'CAI5004 not-an-object: the value of the options is of type bigint and cannot be written as JSON; write a JSON object: {"cipher-text-volume": "pvc-oss", ...}',
    ],
  },
  {
    code: 'CAI5005',
    title: 'a key written twice',
    input: JSON.stringify(required).replace('{', '{"cipher-text-volume":"other",'),
    messages: ['CAI5005 duplicate-key: /cipher-text-volume is written again at line 1, column 31; keep one of them'],
  },
  {
    code: 'CAI5006',
    title: 'lists without end',
    input: '['.repeat(33),
    messages: [
      'CAI5006 nested-too-deep: the text of the options is nested deeper than 32 levels at line 1, column 33; no option needs more than four levels of objects and lists: remove the others',
    ],
  },
  {
    code: 'CAI5007',
    title: 'no volume',
    input: { ...required, 'cipher-text-volume': undefined },
    messages: [
      `CAI5007 missing-option: /cipher-text-volume is required but missing; add "cipher-text-volume": "pvc-oss" (${claim})`,
    ],
  },
  {
    code: 'CAI5007',
    title: 'an entry without port',
    input: ports({}),
    messages: [
      'CAI5007 missing-option: /tng-http-secure-ports/0/port is required but missing; add "port": 8080 (an integer from 1 to 65535)',
    ],
  },
  {
    code: 'CAI5008',
    title: 'a quoted boolean and a number for a string',
    input: { ...required, 'tdx-ra-enable': 'true', 'cachefs-version': 2 },
    messages: [
      'CAI5008 wrong-option-type: /cachefs-version is a number, not a string: 2; write an image tag: letters, digits, "_" and, not first, "." and "-", at most 128 characters',
      'CAI5008 wrong-option-type: /tdx-ra-enable is a string, not a boolean: "true"; write true or false, without quotes',
    ],
  },
  {
    code: 'CAI5008',
    title: 'wrong types all over the ports',
    input: ports(
      8080,
      { port: '8080' },
      { port: 1, 'allow-insecure-request-regexes': '/x' },
      { port: 2, 'allow-insecure-request-regexes': [1] },
    ),
    messages: [
      'CAI5008 wrong-option-type: /tng-http-secure-ports/0 is a number, not an object: 8080; write an object such as {"port": 8080}',
      'CAI5008 wrong-option-type: /tng-http-secure-ports/1/port is a string, not a number: "8080"; write an integer from 1 to 65535, without quotes',
      'CAI5008 wrong-option-type: /tng-http-secure-ports/2/allow-insecure-request-regexes is a string, not a list: "/x"; write a list of regular expressions such as ["^/metrics$"]',
      'CAI5008 wrong-option-type: /tng-http-secure-ports/3/allow-insecure-request-regexes/0 is a number, not a string: 1; write a regular expression such as "^/metrics$"',
    ],
  },
  {
    code: 'CAI5009',
    title: 'a volume, an address and a port that cannot be',
    input: {
      ...required,
      'cipher-text-volume': 'A'.repeat(100),
      'trustee-address': 'https://[2001:db8::1]:8081/api',
      'tng-http-secure-ports': [{ port: 65536 }],
    },
    messages: [
      `CAI5009 invalid-value: /cipher-text-volume cannot be "${'A'.repeat(80)}…" (100 characters); write ${claim}`,
      `CAI5009 invalid-value: /trustee-address cannot be "https://[2001:db8::1]:8081/api"; write ${url}`,
      'CAI5009 invalid-value: /tng-http-secure-ports/0/port cannot be 65536; write an integer from 1 to 65535',
    ],
  },
  {
    code: 'CAI5010',
    title: 'the placeholder of the document',
    input: { ...required, 'trustee-address': 'http://<trustee-ip>:8081/api' },
    messages: [
      `CAI5010 placeholder-left: /trustee-address still holds the placeholder "<trustee-ip>": "http://<trustee-ip>:8081/api"; put the real value in its place: ${url}`,
    ],
  },
  {
    code: 'CAI5011',
    title: 'a version between the sets',
    input: { ...required, 'aa-version': '1.3.2', 'tng-version': '2.2.5-r1' },
    messages: [
      `CAI5011 unsupported-version: /aa-version "1.3.2" belongs to no version set; choose an image tag of ${sets}`,
      `CAI5011 unsupported-version: /tng-version "2.2.5-r1" belongs to no version set; choose an image tag of ${sets}`,
    ],
  },
  {
    code: 'CAI5012',
    title: 'a new gateway beside old agents',
    input: { ...required, 'aa-version': '1.3.0', 'tng-version': '2.3.0' },
    messages: [
      `CAI5012 mixed-version-sets: the versions mix version sets, which cannot talk to each other: aa-version "1.3.0" is of set A, cdh-version "1.3.1" (default) is of set A, tng-version "2.3.0" is of set B; take all three from ${sets}`,
    ],
  },
  {
    code: 'CAI5013',
    title: 'TDX off and nothing said about the GPU',
    input: { ...required, 'tdx-ra-enable': false },
    messages: [
      'CAI5013 gpu-without-tdx: /tdx-ra-enable is false while "gpu-ra-enable" is true (default); set "tdx-ra-enable" to true: GPU evidence travels only inside TDX evidence',
    ],
  },
  {
    code: 'CAI5013',
    title: 'TDX off and the GPU on',
    input: { ...required, 'tdx-ra-enable': false, 'gpu-ra-enable': true },
    messages: [
      'CAI5013 gpu-without-tdx: /tdx-ra-enable is false while "gpu-ra-enable" is true; set "tdx-ra-enable" to true: GPU evidence travels only inside TDX evidence',
    ],
  },
  {
    code: 'CAI5014',
    title: 'no evidence at all',
    input: { ...required, 'tdx-ra-enable': false, 'gpu-ra-enable': false },
    messages: [
      'CAI5014 sample-evidence: /tdx-ra-enable and "gpu-ra-enable" are both false, so the Pod would attest with sample evidence that anybody can make; set "tdx-ra-enable" to true, or let the operator of the cluster allow sample evidence for a test',
    ],
  },
  {
    code: 'CAI5015',
    title: '65 ports',
    input: ports(...Array.from({ length: 65 }, (_, index) => ({ port: index + 1 }))),
    messages: [
      'CAI5015 too-many-ports: /tng-http-secure-ports has 65 entries, at most 64 are allowed; list only the ports that serve requests',
    ],
  },
  {
    code: 'CAI5016',
    title: 'a port three times',
    input: ports({ port: 80 }, { port: 80 }, { port: 80 }),
    messages: [
      'CAI5016 duplicate-port: /tng-http-secure-ports/1/port is 80, which /tng-http-secure-ports/0/port has already; keep one entry and join their regexes',
      'CAI5016 duplicate-port: /tng-http-secure-ports/2/port is 80, which /tng-http-secure-ports/0/port has already; keep one entry and join their regexes',
    ],
  },
  {
    code: 'CAI5017',
    title: 'an empty expression and a look-ahead',
    input: ports({ port: 80, 'allow-insecure-request-regexes': ['', '^/(?!v1)'] }),
    messages: [
      `CAI5017 invalid-regex: /tng-http-secure-ports/0/allow-insecure-request-regexes/0 cannot be "": it is empty and would match every path; write an expression that Rust's regex crate knows, such as "^/metrics$"; write special characters as \\., \\[ and so on`,
      `CAI5017 invalid-regex: /tng-http-secure-ports/0/allow-insecure-request-regexes/1 cannot be "^/(?!v1)": look-around and inline flags are not supported; write an expression that Rust's regex crate knows, such as "^/metrics$"; write special characters as \\., \\[ and so on`,
    ],
  },
  {
    code: 'CAI5018',
    title: 'a value that is longer than any options',
    input: { ...required, 'aa-version': '1'.repeat(70_000 - JSON.stringify({ ...required, 'aa-version': '' }).length) },
    messages: [
      'CAI5018 options-too-long: the text of the options has 70000 characters, at most 65536 are allowed; remove what is not an option',
    ],
  },
  {
    code: 'CAI5051',
    title: 'plain http',
    input: { ...required, 'trustee-address': 'http://192.0.2.1:8081/api' },
    messages: [
      'CAI5051 plain-trustee-address: /trustee-address "http://192.0.2.1:8081/api" is plain http: nothing proves that it is your Trustee that answers; use https in production',
    ],
  },
  {
    code: 'CAI5052',
    title: 'no evidence at all, as the operator allows',
    input: { ...required, 'tdx-ra-enable': false, 'gpu-ra-enable': false },
    settings: { allowSampleEvidence: true },
    messages: [
      'CAI5052 sample-evidence-allowed: /tdx-ra-enable and "gpu-ra-enable" are both false: the Pod attests with sample evidence that anybody can make, as the operator allows; never do this outside a test: set "tdx-ra-enable" to true',
    ],
  },
  {
    code: 'CAI5053',
    title: 'an empty list of ports',
    input: ports(),
    messages: [
      'CAI5053 no-secure-ports: /tng-http-secure-ports is [], so TNG is not started and all requests travel in plaintext; list the ports that serve requests, or remove the option to secure every declared TCP port',
    ],
  },
  {
    code: 'CAI5054',
    title: 'an anchored and an unanchored expression',
    input: ports({ port: 80, 'allow-insecure-request-regexes': ['^/metrics$', '/metrics'] }),
    messages: [
      'CAI5054 insecure-requests: /tng-http-secure-ports/0/allow-insecure-request-regexes/0 "^/metrics$" is a door to the whole HTTP service: once its first request matches, a connection stays in plaintext for any path; remove it unless the whole HTTP service may be reached in plaintext',
      'CAI5054 insecure-requests: /tng-http-secure-ports/0/allow-insecure-request-regexes/1 "/metrics" is a door to the whole HTTP service: once its first request matches, a connection stays in plaintext for any path; remove it, or anchor it as in "^/metrics$": as it stands it also matches inside longer paths',
    ],
  },
];
