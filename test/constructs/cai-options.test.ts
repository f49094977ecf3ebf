import { App, Chart } from 'cdk8s';
import { PersistentVolumeClaim } from 'cdk8s-plus-27';
import { CaiOptions, ConfidentialVllm, InferenceDeployment, type CaiOptionsProps } from '../../constructs';
import { bucket, codesOf, options } from './synthesized';

const required = {
  modelDecryptionKeyId: 'kbs:///default/aliyun/model-decryption-key',
  trusteeAddress: 'https://203.0.113.10:8081/api',
} as const;

test('typed options become the annotation and the label', () => {
  const made = CaiOptions.of({
    ...required,
    cipherTextVolume: 'pvc-qwen',
    trusteeAddress: 'https://203.0.113.10:8081/api/',
    aaVersion: '1.3.1',
    cdhVersion: '1.3.0',
    tngVersion: '2.2.4',
    cachefsVersion: '1.0.7-2.6.1',
    tdxRaEnable: true,
    gpuRaEnable: false,
    tngHttpSecurePorts: [{ port: 8080, allowInsecureRequestRegexes: ['^/metrics$'] }, { port: 9000 }],
  });
  expect(Object.keys(made.annotations())).toEqual(['trustiflux.alibaba.com/ack-cai-options']);
  expect(JSON.parse(made.annotations()[CaiOptions.ANNOTATION] ?? '')).toEqual({
    'cipher-text-volume': 'pvc-qwen',
    'model-decryption-key-id': 'kbs:///default/aliyun/model-decryption-key',
    'trustee-address': 'https://203.0.113.10:8081/api',
    'aa-version': '1.3.1',
    'cdh-version': '1.3.0',
    'tng-version': '2.2.4',
    'cachefs-version': '1.0.7-2.6.1',
    'tdx-ra-enable': true,
    'gpu-ra-enable': false,
    'tng-http-secure-ports': [{ port: 8080, 'allow-insecure-request-regexes': ['^/metrics$'] }, { port: 9000 }],
  });
  expect(made.labels()).toEqual({ 'trustiflux.alibaba.com/confidential-computing-mode': 'ACK-CAI' });
});

test('only what was given is written', () => {
  expect(CaiOptions.of(required).json).toBe(
    '{"cipher-text-volume":"pvc-oss","model-decryption-key-id":"kbs:///default/aliyun/model-decryption-key","trustee-address":"https://203.0.113.10:8081/api"}',
  );
});

test('no ports are other than no word of ports', () => {
  expect(CaiOptions.of({ ...required, tngHttpSecurePorts: [] }).json).toContain('"tng-http-secure-ports":[]');
});

test('JSON text stays as it was written', () => {
  const text = `{ "cipher-text-volume": "pvc-qwen",
    "model-decryption-key-id": "kbs:///default/aliyun/model-decryption-key",
    "trustee-address": "https://203.0.113.10:8081/api" }`;
  const made = CaiOptions.fromJson(text);
  expect(made.json).toBe(text);
  expect(made.cipherTextVolume).toBe('pvc-qwen');
  expect(made.problems).toEqual([]);
});

test.each<[string, Partial<CaiOptionsProps>]>([
  ['CAI1004 wrong-form: /cipher-text-volume', { cipherTextVolume: 'Not A Claim' }],
  ['CAI1004 wrong-form: /model-decryption-key-id', { modelDecryptionKeyId: 'default/aliyun/key' }],
  ['CAI1009 placeholder-left: /trustee-address', { trusteeAddress: 'http://<trustee-ip>:8081/api' }],
  ['CAI5012 mixed-version-sets', { aaVersion: '1.4.0' }],
  ['CAI5013 gpu-without-tdx', { tdxRaEnable: false }],
  ['CAI5014 sample-evidence', { tdxRaEnable: false, gpuRaEnable: false }],
  ['CAI5016 duplicate-port', { tngHttpSecurePorts: [{ port: 8080 }, { port: 8080 }] }],
])('tells %s', (message, change) => {
  const made = options(change);
  expect(made.problems).toEqual([expect.stringContaining(message)]);
  expect(() => made.annotations()).toThrow(message);
});

// what TypeScript refuses, other languages hand on
test.each<[string, object]>([
  [
    'CAI1003 wrong-type: /unsafeAllowSampleEvidence is "no"; it must be true or false',
    { unsafeAllowSampleEvidence: 'no' },
  ],
  ['CAI1003 wrong-type: /tng-http-secure-ports is "8080"; it must be a list', { tngHttpSecurePorts: '8080' }],
  ['CAI1003 wrong-type: /tng-http-secure-ports/0 is 8080; it must be a map such as {', { tngHttpSecurePorts: [8080] }],
  ['CAI1003 wrong-type: /tng-http-secure-ports/0 is null; it must be a map such as {', { tngHttpSecurePorts: [null] }],
  ['CAI1003 wrong-type: /tng-http-secure-ports/0/port is "80"; it must be', { tngHttpSecurePorts: [{ port: 80n }] }],
])('tells %s', (message, change) => {
  const made = options(change);
  expect(made.problems).toEqual([expect.stringContaining(message)]);
  expect(() => made.annotations()).toThrow(message);
});

test.each([
  [
    undefined,
    'CAI1002 missing-key: the text of the options has no value; it must be a JSON text, or the props of CaiOptions',
  ],
  [null, 'CAI1003 wrong-type: the text of the options is null; it must be a JSON text, or the props of CaiOptions'],
  [[1], 'CAI1003 wrong-type: the text of the options is [1]; it must be a JSON text, or the props of CaiOptions'],
])('options that are %j are no options', (given, message) => {
  expect(CaiOptions.of(given as never).problems).toEqual([message]);
  expect(CaiOptions.fromJson(given as never).problems).toEqual([message]);
});

test.each([{}, '{}', new Chart(new App(), 'chart')])('a construct takes nothing else for options: %s', (given) => {
  const caiOptions = given as never;
  const message = 'CAI1003 wrong-type: caiOptions is ';
  expect(() => codesOf((chart) => new ConfidentialVllm(chart, 'vllm', { caiOptions, oss: bucket }))).toThrow(message);
});

test('text that is no JSON is a problem, not a crash', () => {
  const made = CaiOptions.fromJson('{');
  expect(made.problems).toEqual([expect.stringContaining('CAI1010 unreadable-text')]);
  expect(made.cipherTextVolume).toBe('pvc-oss');
});

test('warns of what is allowed but risky', () => {
  const made = options({ trusteeAddress: 'http://203.0.113.10:8081/api' });
  expect(made.problems).toEqual([]);
  expect(made.warnings).toEqual([expect.stringContaining('CAI5051 plain-trustee-address')]);
});

test('evidence that anybody can make is accepted only when it is said so', () => {
  const off = { tdxRaEnable: false, gpuRaEnable: false };
  const allowed = options({ ...off, unsafeAllowSampleEvidence: true });
  expect(allowed.problems).toEqual([]);
  expect(allowed.warnings).toEqual([expect.stringContaining('CAI5052 sample-evidence-allowed')]);
  expect(CaiOptions.fromJson(options(off).json, true).problems).toEqual([]);
  // the switch is the operator's, so it must not travel to the cluster
  expect(allowed.json).not.toMatch(/sample/i);
});

test('a construct that gets wrong options reports every problem of them under its path', () => {
  const found = codesOf((chart) => {
    const claim = PersistentVolumeClaim.fromClaimName(chart, 'claim', 'pvc-oss');
    const caiOptions = CaiOptions.fromJson('{"cipher-text-volume": "pvc-oss", "trustee-adress": "x"}');
    new InferenceDeployment(chart, 'server', { caiOptions, claim });
  });
  expect(found).toEqual(['[chart/server] CAI1001', '[chart/server] CAI1002', '[chart/server] CAI1002']);
});
