import type { BadInput } from './bad-input';

const model = '{ name: qwen, keyId: kbs:///a/b/c }';
const bucket = '{ name: conf-ai, endpoint: https://oss-cn-beijing-internal.aliyuncs.com, auth: public }';
const trustee = '{ address: https://t.example.com:8081/api }';

/** Reads this description. */
function reading(text: string | Uint8Array): Pick<BadInput, 'args' | 'files'> {
  return { args: ['values', 'cai-vllm'], files: { 'cai.yaml': text } };
}

/** Reads a right description with more lines. */
function withLines(...lines: readonly string[]): Pick<BadInput, 'args' | 'files'> {
  return reading([`model: ${model}`, `bucket: ${bucket}`, `trustee: ${trustee}`, ...lines, ''].join('\n'));
}

export const badInputs: readonly BadInput[] = [
  {
    name: 'no file',
    args: ['values', 'cai-vllm', '-c', 'none.yaml'],
    code: 2,
    says: [
      'error: CAI7002 unreadable-file: "none.yaml" cannot be read: there is no such file; name a file that exists and that you may read; - is standard input where the help says so',
    ],
  },
  {
    name: 'a folder',
    args: ['values', 'cai-vllm', '-c', '.'],
    code: 2,
    says: ['error: CAI7002 unreadable-file: "." cannot be read: it is a folder…'],
  },
  {
    name: 'bytes that are no text',
    ...reading(new Uint8Array([0x6d, 0xff, 0xfe])),
    code: 2,
    says: ['error: CAI7003 not-utf-8: "cai.yaml" is not UTF-8 text; save the file in UTF-8'],
  },
  {
    name: 'not YAML',
    ...reading('model: [\n'),
    code: 2,
    says: ['error: CAI7006 not-yaml: cai.yaml:2:1: Flow sequence in block collection must be sufficiently indented…'],
  },
  {
    name: 'a key twice',
    ...withLines('vllm: { replicas: 1, replicas: 2 }'),
    code: 2,
    says: [
      'error: CAI7006 not-yaml: cai.yaml:4:22: Map keys must be unique; correct the file at the line and column that the message shows',
    ],
  },
  {
    name: 'an alias without its anchor',
    ...withLines('vllm: *none'),
    code: 2,
    says: ['error: CAI7006 not-yaml: cai.yaml:4:7: Unresolved alias (the anchor must be set before the alias): none…'],
  },
  {
    name: 'an empty file',
    ...reading('# nothing\n'),
    code: 2,
    says: ['error: CAI7007 empty-input: "cai.yaml" is empty; write a description; "cai init" makes one'],
  },
  {
    name: 'nothing on standard input',
    args: ['values', 'cai-vllm', '-c', '-'],
    code: 2,
    says: ['error: CAI7007 empty-input: standard input is empty…'],
  },
  {
    name: 'a list',
    ...reading('- model\n'),
    code: 2,
    says: [
      'error: CAI7111 not-a-description: cai.yaml:1:1: the file is ["model"], not a map of keys; name a file that "cai init" made, or one of that form',
    ],
  },
  {
    name: 'two documents',
    ...reading('a: 1\n---\nb: 2\n'),
    code: 2,
    says: ['error: CAI7006 not-yaml: cai.yaml:2:1: Source contains multiple documents…'],
  },
  {
    name: 'keys that are missing',
    ...reading('model: { name: qwen }\n'),
    code: 1,
    says: [
      'error: HELM1002 missing-key: cai.yaml:1:8: model.keyId has no value; it must be a text',
      'error: HELM1002 missing-key: cai.yaml:1:1: bucket.name…',
      'error: HELM1002 missing-key: cai.yaml:1:1: bucket.endpoint…',
      'error: HELM1002 missing-key: cai.yaml:1:1: trustee.address…',
    ],
  },
  {
    name: 'keys misspelt',
    ...withLines('vlm: {}', 'client: { proxyport: 1 }'),
    code: 1,
    says: [
      'error: HELM1001 unknown-key: cai.yaml:5:11: client.proxyport is not a key; did you mean "proxyPort"?',
      'error: HELM1001 unknown-key: cai.yaml:4:1: vlm is not a key; did you mean "vllm"?…',
    ],
  },
  {
    name: 'values of the wrong type',
    ...withLines('vllm: { gpuCount: "2" }', 'attestation: { tdx: "yes" }', 'webhook: []'),
    code: 1,
    says: [
      'error: HELM1003 wrong-type: cai.yaml:5:21: attestation.tdx is "yes"; it must be true or false…',
      'error: HELM1003 wrong-type: cai.yaml:6:10: webhook is []; it must be a map…',
      'error: HELM1003 wrong-type: cai.yaml:4:19: vllm.gpuCount is "2"; it must be a whole number…',
    ],
  },
  {
    name: 'texts of the wrong form',
    ...withLines('cluster: { namespace: My_Space, region: Beijing }'),
    code: 1,
    says: [
      'error: HELM1004 wrong-form: cai.yaml:4:23: cluster.namespace is "My_Space"; it must match /^([a-z0-9]([-a-z0-9]*[a-z0-9])?)$/…',
      'error: HELM1004 wrong-form: cai.yaml:4:41: cluster.region is "Beijing"…',
    ],
  },
  {
    name: 'numbers outside their limits',
    ...withLines(
      'webhook: { replicas: 0 }',
      'client: { proxyPort: 65536, mappings: [{ port: 8080, host: a, upstreamPort: 0 }] }',
    ),
    code: 1,
    says: [
      'error: HELM1005 out-of-range: cai.yaml:4:22: webhook.replicas is 0; it must be at least 1',
      'error: HELM1005 out-of-range: cai.yaml:5:22: client.proxyPort is 65536; it must be at most 65535…',
      'error: HELM1005 out-of-range: cai.yaml:5:77: client.mappings.0.upstreamPort is 0…',
    ],
  },
  {
    name: 'a choice that there is not',
    ...withLines('versions: { set: C }'),
    code: 1,
    says: ['error: HELM1006 not-one-of: cai.yaml:4:18: versions.set is "C"; it must be one of "A", "B"'],
  },
  {
    name: 'a label that is none',
    ...withLines('cluster: { nodeSelector: { "a b": c } }'),
    code: 1,
    says: ['error: HELM1007 wrong-key-form: cai.yaml:4:28: cluster.nodeSelector.a b cannot be a key; it must match…'],
  },
  {
    name: 'placeholders of the document, wherever they stand',
    ...reading(
      `model: ${model}\nbucket: { name: <bucket>, endpoint: https://oss-<region>-internal.aliyuncs.com, secret: xxxxx }\ntrustee: { address: http://<trustee-ip>:8081/api }\n`,
    ),
    code: 1,
    says: [
      'error: CAI5010 placeholder-left: cai.yaml:2:17: bucket.name is still a placeholder: "<bucket>"; put the real value in place of the placeholder',
      'error: CAI5010 placeholder-left: cai.yaml:2:37: bucket.endpoint…',
      'error: CAI5010 placeholder-left: cai.yaml:2:89: bucket.secret…',
      'error: CAI5010 placeholder-left: cai.yaml:3:21: trustee.address…',
    ],
  },
  {
    name: 'versions of another set than the one that is named',
    ...withLines('versions: { aa: 1.4.4, cdh: 1.4.4, tng: 2.2.6 }'),
    code: 1,
    says: [
      'error: CAI7109 other-version-set: cai.yaml:4:11: versions.set is "A", but the versions are those of set B; choose versions of that set, or the other set',
    ],
  },
  {
    name: 'versions of two sets',
    ...withLines('versions: { tng: 2.8.0 }'),
    code: 1,
    says: ['error: CAI5012 mixed-version-sets: cai.yaml…'],
  },
  {
    name: 'GPU evidence without that of TDX',
    ...withLines('attestation: { tdx: false }'),
    code: 1,
    says: ['error: CAI50…'],
  },
  {
    name: 'no evidence, without the switch that says so',
    ...withLines('attestation: { tdx: false, gpu: false }'),
    code: 1,
    says: ['error: CAI50…'],
  },
  {
    name: 'an auth without what it needs',
    ...reading(
      `model: ${model}\nbucket: { name: conf-ai, endpoint: https://oss-cn-beijing-internal.aliyuncs.com }\ntrustee: ${trustee}\n`,
    ),
    code: 1,
    says: [
      'error: CAI7112 bucket-auth: cai.yaml:2:9: bucket.secret is not set, but auth "existingSecret" needs the name of a Secret',
    ],
  },
  {
    name: 'a role by half',
    ...reading(
      `model: ${model}\nbucket: { name: conf-ai, endpoint: https://oss-cn-beijing-internal.aliyuncs.com, auth: rrsa, secret: s, roleArn: a }\ntrustee: ${trustee}\n`,
    ),
    code: 1,
    says: [
      'error: CAI7112 bucket-auth: cai.yaml:2:94: bucket.secret is set, but auth "rrsa" does not use it; remove it…',
      'error: CAI7112 bucket-auth: cai.yaml:2:9: bucket.oidcProviderArn is not set, but auth "rrsa" needs it beside roleArn…',
    ],
  },
];
