import { optionKeys, type ParseSettings } from '../../injection';
import { showChoices } from '../../problems';
import { authorityPem, endedAuthorityPem, keyPem, serverPem } from '../support/test-certificates';
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
  'an http or https base URL such as "https://trustee.example.com:8081/api": a DNS name, an IPv4 address or a bracketed IPv6 address without "::", optionally a port, and the path of the gateway, which is /api unless a proxy before it has another; no user name, query or fragment';

const authorities =
  'certificates in PEM form, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, one after the other, at most 16384 characters, and nothing else but lines that begin with "#"';

/** At least one case for every code of the catalogue. */
export const negativeCases: readonly NegativeCase[] = [
  {
    code: 'CAI1010',
    title: 'a trailing comma',
    input: '{\n  "cipher-text-volume": "pvc-oss",\n}',
    messages: [
      'CAI1010 unreadable-text: the text of the options is not JSON: at line 3, column 1 expected a key in double quotes but found "}"; correct the text there',
    ],
  },
  {
    code: 'CAI1010',
    title: 'a text that ends too early',
    input: '{"cipher-text-volume": "pvc-oss"',
    messages: [
      'CAI1010 unreadable-text: the text of the options is not JSON: at line 1, column 33 expected "," or "}" but found the end of the text; correct the text there',
    ],
  },
  {
    code: 'CAI1011',
    title: 'white space',
    input: ' \n',
    messages: [
      'CAI1011 empty-text: the text of the options is empty; write a JSON object with at least "cipher-text-volume", "model-decryption-key-id" and "trustee-address"',
    ],
  },
  {
    code: 'CAI1001',
    title: 'a misspelt key',
    input: { ...required, 'tng-http-secure-port': [] },
    messages: ['CAI1001 unknown-key: /tng-http-secure-port is not a key; did you mean "tng-http-secure-ports"?'],
  },
  {
    code: 'CAI1001',
    title: 'a key like nothing we know',
    input: { ...required, 'a/b\n': 1 },
    messages: [`CAI1001 unknown-key: /a~1b\\u000a is not a key; remove it, or use one of ${showChoices(optionKeys)}`],
  },
  {
    code: 'CAI1001',
    title: 'a misspelt key of an entry',
    input: ports({ port: 8080, 'allow-insecure-request-regex': ['^/x$'] }),
    messages: [
      'CAI1001 unknown-key: /tng-http-secure-ports/0/allow-insecure-request-regex is not a key; did you mean "allow-insecure-request-regexes"?',
    ],
  },
  {
    code: 'CAI1003',
    title: 'a list',
    input: '["pvc-oss"]',
    messages: [
      'CAI1003 wrong-type: the text of the options is ["pvc-oss"]; it must be a JSON object, such as {"cipher-text-volume": "pvc-oss", …}',
    ],
  },
  {
    code: 'CAI1003',
    title: 'a value that has no JSON',
    input: 1n,
    messages: [
      'CAI1003 wrong-type: the text of the options is a value of type bigint; it must be a JSON object, such as {"cipher-text-volume": "pvc-oss", …}',
    ],
  },
  {
    code: 'CAI1008',
    title: 'a key written twice',
    input: JSON.stringify(required).replace('{', '{"cipher-text-volume":"other",'),
    messages: ['CAI1008 duplicate-key: /cipher-text-volume is written again at line 1, column 31; keep one of them'],
  },
  {
    code: 'CAI1012',
    title: 'lists without end',
    input: '['.repeat(33),
    messages: [
      'CAI1012 nested-too-deep: the text of the options is nested deeper than 32 levels at line 1, column 33; remove what is nested so deep: nothing that is read lies there',
    ],
  },
  {
    code: 'CAI1002',
    title: 'no volume',
    input: { ...required, 'cipher-text-volume': undefined },
    messages: [`CAI1002 missing-key: /cipher-text-volume has no value; it must be ${claim}`],
  },
  {
    code: 'CAI1002',
    title: 'an entry without port',
    input: ports({}),
    messages: [
      'CAI1002 missing-key: /tng-http-secure-ports/0/port has no value; it must be a whole number from 1 to 65535, without quotes',
    ],
  },
  {
    code: 'CAI1003',
    title: 'a quoted boolean and a number for a string',
    input: { ...required, 'tdx-ra-enable': 'true', 'cachefs-version': 2 },
    messages: [
      'CAI1003 wrong-type: /cachefs-version is 2; it must be an image tag: letters, digits, "_" and, not first, "." and "-", at most 128 characters',
      'CAI1003 wrong-type: /tdx-ra-enable is "true"; it must be true or false, without quotes',
    ],
  },
  {
    code: 'CAI1003',
    title: 'wrong types all over the ports',
    input: ports(
      8080,
      { port: '8080' },
      { port: 1, 'allow-insecure-request-regexes': '/x' },
      { port: 2, 'allow-insecure-request-regexes': [1] },
    ),
    messages: [
      'CAI1003 wrong-type: /tng-http-secure-ports/0 is 8080; it must be a map such as {"port": 8080}',
      'CAI1003 wrong-type: /tng-http-secure-ports/1/port is "8080"; it must be a whole number from 1 to 65535, without quotes',
      'CAI1003 wrong-type: /tng-http-secure-ports/2/allow-insecure-request-regexes is "/x"; it must be a list of regular expressions such as ["^/metrics$"]',
      'CAI1003 wrong-type: /tng-http-secure-ports/3/allow-insecure-request-regexes/0 is 1; it must be a regular expression such as "^/metrics$"',
    ],
  },
  {
    code: 'CAI1004',
    title: 'a volume, an address and a port that cannot be',
    input: {
      ...required,
      'cipher-text-volume': 'A'.repeat(100),
      'trustee-address': 'https://[2001:db8::1]:8081/api',
      'tng-http-secure-ports': [{ port: 65536 }],
    },
    messages: [
      `CAI1004 wrong-form: /cipher-text-volume is "${'A'.repeat(80)}…" (100 characters); it must be ${claim}`,
      `CAI1004 wrong-form: /trustee-address is "https://[2001:db8::1]:8081/api"; it must be ${url}`,
      'CAI1005 out-of-range: /tng-http-secure-ports/0/port is 65536; it must be a whole number from 1 to 65535, without quotes',
    ],
  },
  {
    code: 'CAI1009',
    title: 'the placeholder of the document',
    input: { ...required, 'trustee-address': 'http://<trustee-ip>:8081/api' },
    messages: [
      `CAI1009 placeholder-left: /trustee-address is still a placeholder: "http://<trustee-ip>:8081/api"; put your own value in its place`,
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
    code: 'CAI1005',
    title: '65 ports',
    input: ports(...Array.from({ length: 65 }, (_, index) => ({ port: index + 1 }))),
    messages: [
      'CAI1005 out-of-range: /tng-http-secure-ports is [{"port":1},{"port":2},{"port":3},{"port":4},{"port":5},{"port":6},{"port":7},{"…; it must be a list of at most 64 ports',
    ],
  },
  {
    code: 'CAI5016',
    title: 'a port three times',
    input: ports({ port: 80 }, { port: 80 }, { port: 80 }),
    messages: [
      'CAI5016 duplicate-port: /tng-http-secure-ports/1/port is 80, which entry 0 of the list has already; keep one entry and join their regexes',
      'CAI5016 duplicate-port: /tng-http-secure-ports/2/port is 80, which entry 0 of the list has already; keep one entry and join their regexes',
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
    code: 'CAI1005',
    title: 'a value that is longer than any options',
    input: { ...required, 'aa-version': '1'.repeat(70_000 - JSON.stringify({ ...required, 'aa-version': '' }).length) },
    messages: [
      'CAI1005 out-of-range: the text of the options is "{\\"cipher-text-volume\\":\\"pvc-oss\\",\\"model-decryption-key-id\\":\\"kbs:///default/aliyun…" (70000 characters); it must be a text of at most 65536 characters',
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
  {
    code: 'CAI5020',
    title: 'a private key after a certificate',
    input: { ...required, 'trustee-authorities': authorityPem + keyPem },
    messages: [
      'CAI5020 private-key-given: /trustee-authorities holds a private key (not shown); give the certificates alone, and replace the key: whoever could read this has it',
    ],
  },
  {
    code: 'CAI5021',
    title: "the server's own certificate",
    input: { ...required, 'trustee-authorities': serverPem },
    messages: [
      'CAI5021 not-an-authority: /trustee-authorities has as certificate 1 that of "cai-webhook", which is no authority; give the certificate of who has signed it, whose basicConstraints say CA:TRUE',
    ],
  },
  {
    code: 'CAI1004',
    title: 'no certificate',
    input: { ...required, 'trustee-authorities': 'ca.crt' },
    messages: [`CAI1004 wrong-form: /trustee-authorities is the value given (not shown); it must be ${authorities}`],
  },
  {
    code: 'CAI1005',
    title: 'too many certificates',
    input: { ...required, 'trustee-authorities': authorityPem.repeat(40) },
    messages: [`CAI1005 out-of-range: /trustee-authorities is the value given (not shown); it must be ${authorities}`],
  },
  {
    code: 'CAI1003',
    title: 'a list of certificates',
    input: { ...required, 'trustee-authorities': [authorityPem] },
    messages: [`CAI1003 wrong-type: /trustee-authorities is the value given (not shown); it must be ${authorities}`],
  },
  {
    code: 'CAI5055',
    title: 'an authority of 2020',
    input: { ...required, 'trustee-authorities': endedAuthorityPem },
    settings: { now: Date.UTC(2026, 6) },
    messages: [
      'CAI5055 authority-not-valid: /trustee-authorities has the authority "cai-webhook-ca d1fce4775cbc", which ended on 2020-12-31; take the present certificate of that authority: nothing that it signs is believed',
    ],
  },
  {
    code: 'CAI5056',
    title: 'authorities for plain http',
    input: { ...required, 'trustee-address': 'http://192.0.2.1:8081/api', 'trustee-authorities': authorityPem },
    messages: [
      'CAI5051 plain-trustee-address: /trustee-address "http://192.0.2.1:8081/api" is plain http: nothing proves that it is your Trustee that answers; use https in production',
      'CAI5056 authorities-without-https: /trustee-authorities is not used: "trustee-address" is plain http; write https in "trustee-address": without it no certificate is looked at',
    ],
  },
];
