import type { BadInput } from './bad-input';

const head = ['model: { keyId: kbs:///a/b/c }', 'trustee: { address: https://t.example.com:8081/api }'];
const oss = 'oss: { bucket: conf-ai, url: https://oss-cn-beijing-internal.aliyuncs.com, authType: public }';

/** Checks this description. */
function checking(text: string | Uint8Array): Pick<BadInput, 'args' | 'files'> {
  return { args: ['check', 'cai.yaml'], files: { 'cai.yaml': text } };
}

/** Reads this description, as commands do that need no chart. */
function reading(text: string | Uint8Array): Pick<BadInput, 'args' | 'files'> {
  return { args: ['client'], files: { 'cai.yaml': text } };
}

/** A right description but for the section vllm, and more lines. */
function withVllm(section: string, ...lines: readonly string[]): string {
  return [...head, `vllm: { ${section} }`, ...lines, ''].join('\n');
}

/** A right description with more lines. */
function withLines(...lines: readonly string[]): string {
  return withVllm(oss, ...lines);
}

/** A right description with more options of the Pods. */
function withOptions(options: string): string {
  return [...head, `vllm:\n  ${oss}\n  caiOptions: ${options}`, ''].join('\n');
}

export const badInputs: readonly BadInput[] = [
  {
    name: 'no file',
    args: ['values', 'cai-vllm', '-c', 'none.yaml'],
    code: 2,
    says: ['error: CAI7002 unreadable-file: "none.yaml" cannot be read: there is no such file; "cai init" writes one'],
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
    says: ['error: CAI7003 not-utf-8: "cai.yaml" is not UTF-8 text: …'],
  },
  {
    name: 'not YAML',
    ...reading('model: [\n'),
    code: 2,
    says: [
      'error: CAI1010 unreadable-text: cai.yaml:2:1: the text is not YAML: Flow sequence in block collection must be sufficiently indented…',
    ],
  },
  {
    name: 'a key twice',
    ...reading(withVllm('replicas: 1, replicas: 2')),
    code: 2,
    says: ['error: CAI1008 duplicate-key: cai.yaml:3:22: …'],
  },
  {
    name: 'an alias without its anchor',
    ...reading([...head, 'vllm: *none', ''].join('\n')),
    code: 2,
    says: [
      'error: CAI1010 unreadable-text: cai.yaml:3:7: the text is not YAML: Unresolved alias (the anchor must be set before the alias): none…',
    ],
  },
  {
    name: 'an empty file',
    ...reading('# nothing\n'),
    code: 2,
    says: ['error: CAI1011 empty-text: "cai.yaml" is empty; write a description; "cai init" makes one'],
  },
  {
    name: 'nothing on standard input',
    args: ['values', 'cai-vllm', '-c', '-'],
    code: 2,
    says: ['error: CAI1011 empty-text: standard input is empty…'],
  },
  {
    name: 'a list',
    ...reading('- model\n'),
    code: 2,
    says: ['error: CAI1003 wrong-type: cai.yaml:1:1: the file is ["model"]; it must be a map of keys'],
  },
  {
    name: 'two documents',
    ...reading('a: 1\n---\nb: 2\n'),
    code: 2,
    says: ['error: CAI1010 unreadable-text: cai.yaml:2:1: the text is not YAML: Source contains multiple documents…'],
  },
  {
    name: 'keys that are missing, of the charts too',
    ...checking('model: {}\n'),
    code: 1,
    says: [
      'error: CAI1002 missing-key: cai.yaml:1:8: model.keyId has no value; it must be a text',
      'error: CAI1002 missing-key: cai.yaml:1:1: trustee.address has no value; it must be a text',
      'error: CAI1009 placeholder-left: cai.yaml:1:1: vllm.oss.bucket is still a placeholder; put your own value in its place',
      'error: CAI1009 placeholder-left: cai.yaml:1:1: vllm.oss.url…',
      'error: CAI2005 oss-credentials: cai.yaml:1:1: vllm.oss.akId is not set…',
    ],
  },
  {
    name: 'keys misspelt, of the charts too',
    ...checking(withVllm(`${oss}, replica: 2`, 'vlm: {}', 'client: { proxy: { prt: 1 } }')),
    code: 1,
    says: [
      'error: CAI1001 unknown-key: cai.yaml:3:104: vllm.replica is not a key; did you mean "replicas"?',
      'error: CAI1001 unknown-key: cai.yaml:5:20: client.proxy.prt is not a key; did you mean "port"?',
      'error: CAI1001 unknown-key: cai.yaml:4:1: vlm is not a key; did you mean "vllm"?',
    ],
  },
  {
    name: 'values of the wrong type',
    ...reading(withVllm(`${oss}, gpuCount: "2"`, 'unsafeAllowSampleEvidence: "yes"', 'webhook: []')),
    code: 1,
    says: [
      'error: CAI1003 wrong-type: cai.yaml:4:28: unsafeAllowSampleEvidence is "yes"; it must be true or false',
      'error: CAI1003 wrong-type: cai.yaml:3:114: vllm.gpuCount is "2"; it must be a whole number',
      'error: CAI1003 wrong-type: cai.yaml:5:10: webhook is the value given (not shown); it must be a map',
    ],
  },
  {
    name: 'texts of the wrong form',
    ...reading(withLines('cluster: { region: Beijing }', 'releases: { vllm: { namespace: My_Space } }')),
    code: 1,
    says: [
      'error: CAI1004 wrong-form: cai.yaml:4:20: cluster.region is "Beijing"; it must be the id of a region, such as cn-beijing (Region of cluster and bucket.)',
      'error: CAI1004 wrong-form: cai.yaml:5:32: releases.vllm.namespace is "My_Space"; it must be a name of lower-case letters, digits and "-", at most 63 (Namespace that it goes to.)',
    ],
  },
  {
    name: 'numbers outside their limits',
    ...reading(
      withLines(
        'webhook: { replicas: 0 }',
        'client: { proxy: { port: 65536 }, upstreams: [{ name: a, host: a, servicePort: 80, port: 0 }] }',
      ),
    ),
    code: 1,
    says: [
      'error: CAI1005 out-of-range: cai.yaml:4:22: webhook.replicas is 0; it must be at least 1',
      'error: CAI1005 out-of-range: cai.yaml:5:26: client.proxy.port is 65536; it must be at most 65535',
      'error: CAI1005 out-of-range: cai.yaml:5:90: client.upstreams.0.port is 0; it must be at least 1',
    ],
  },
  {
    name: 'a choice that there is not',
    ...reading(withLines('versions: { set: C }')),
    code: 1,
    says: ['error: CAI1006 not-one-of: cai.yaml:4:18: versions.set is "C"; it must be one of "A", "B"'],
  },
  {
    name: 'a label that is none',
    ...reading(withVllm(`${oss}, nodeSelector: { "a b": c }`)),
    code: 1,
    says: [
      'error: CAI1007 wrong-key-form: cai.yaml:3:120: vllm.nodeSelector.a b cannot be a key; it must be a name such as zone or topology.kubernetes.io/zone',
    ],
  },
  {
    name: 'placeholders of the document, wherever they stand',
    ...checking(
      `model: { keyId: kbs:///a/b/c }
trustee: { address: http://<trustee-ip>:8081/api }
vllm: { oss: { bucket: <bucket>, url: https://oss-<region>-internal.aliyuncs.com, akId: xxxxx, akSecret: xxxxx } }
`,
    ),
    code: 1,
    says: [
      'error: CAI1009 placeholder-left: cai.yaml:2:21: trustee.address is still a placeholder: "http://<trustee-ip>:8081/api"; put your own value in its place',
      'error: CAI1009 placeholder-left: cai.yaml:3:24: vllm.oss.bucket is still a placeholder…',
      'error: CAI1009 placeholder-left: cai.yaml:3:39: vllm.oss.url…',
      'error: CAI1009 placeholder-left: cai.yaml:3:89: vllm.oss.akId…',
      'error: CAI1009 placeholder-left: cai.yaml:3:106: vllm.oss.akSecret…',
    ],
  },
  {
    name: 'what is wrong with a chart is told beside what is wrong elsewhere',
    ...checking('model: { keyId: kbs:///a/b/c }\ntrustee: {}\nvllm: { service: { port: 0 } }\n'),
    code: 1,
    says: [
      'error: CAI1002 missing-key: cai.yaml:2:10: trustee.address has no value; it must be a text',
      'error: CAI1005 out-of-range: cai.yaml:3:26: vllm.service.port is 0; it must be at least 1',
      'error: CAI1009 placeholder-left: cai.yaml:3:7: vllm.oss.bucket…',
      'error: CAI1009 placeholder-left: cai.yaml:3:7: vllm.oss.url…',
      'error: CAI2005 oss-credentials: cai.yaml:3:7: vllm.oss.akId…',
    ],
  },
  {
    name: 'versions of another set than the one that is named',
    ...reading(withLines('versions: { aa: 1.4.4, cdh: 1.4.4, tng: 2.2.6 }')),
    code: 1,
    says: [
      'error: CAI7109 other-version-set: cai.yaml:4:11: versions.set is "A", but the versions are those of set B; choose versions of that set, or the other set',
    ],
  },
  {
    name: 'versions of two sets',
    ...reading(withLines('versions: { tng: 2.8.0 }')),
    code: 1,
    says: ['error: CAI5012 mixed-version-sets: cai.yaml:4:11: versions mix version sets…'],
  },
  {
    name: 'GPU evidence without that of TDX',
    ...reading(withOptions('{ tdx-ra-enable: false }')),
    code: 1,
    says: ['error: CAI5013 gpu-without-tdx: cai.yaml:5:32: vllm.caiOptions.tdx-ra-enable is false…'],
  },
  {
    name: 'no evidence, without the switch that says so',
    ...reading(withOptions('{ tdx-ra-enable: false, gpu-ra-enable: false }')),
    code: 1,
    says: ['error: CAI5014 sample-evidence: cai.yaml:5:32: vllm.caiOptions.tdx-ra-enable…'],
  },
  {
    name: 'an option that there is not',
    ...reading(withOptions('{ tng-http-secure-port: [] }')),
    code: 1,
    says: [
      'error: CAI1001 unknown-key: cai.yaml:5:17: vllm.caiOptions.tng-http-secure-port is not a key; did you mean "tng-http-secure-ports"?',
    ],
  },
  {
    name: 'options that are a text and no JSON',
    ...reading(withOptions(`'{"gpu-ra-enable": '`)),
    code: 1,
    says: ['error: CAI1010 unreadable-text: cai.yaml:5:15: vllm.caiOptions is not JSON…'],
  },
  {
    name: 'an option that a text says twice',
    ...reading(withOptions(`'{"gpu-ra-enable": true, "gpu-ra-enable": true}'`)),
    code: 1,
    says: ['error: CAI1008 duplicate-key: cai.yaml:5:15: vllm.caiOptions.gpu-ra-enable is written again…'],
  },
  {
    name: 'what is derived, set to something else in each chart: both places are told',
    ...reading(
      [
        ...head,
        'versions: { aa: 1.3.0 }',
        'vllm:',
        `  ${oss}`,
        '  unsafeAllowSampleEvidence: true',
        '  caiOptions: { model-decryption-key-id: kbs:///x/y/z, trustee-address: "http://t.example.com/api", aa-version: 1.3.1 }',
        'webhook: { sidecars: { aa: { version: 1.3.1 }, tng: { version: 2.2.3 } } }',
        'client: { trustee: { policyIds: [strict] }, versionSet: B, image: { tag: 2.8.0 } }',
        '',
      ].join('\n'),
    ),
    code: 1,
    says: [
      'error: CAI7110 contradiction: cai.yaml:7:42: vllm.caiOptions.model-decryption-key-id is not "kbs:///a/b/c", which follows from model.keyId (cai.yaml:1:17); remove it here, or change it there',
      'error: CAI7110 contradiction: cai.yaml:7:73: vllm.caiOptions.trustee-address is not "https://t.example.com:8081/api", which follows from trustee.address (cai.yaml:2:21)…',
      'error: CAI7110 contradiction: cai.yaml:7:113: vllm.caiOptions.aa-version is not "1.3.0", which follows from versions.aa (cai.yaml:3:17)…',
      'error: CAI7110 contradiction: cai.yaml:6:30: vllm.unsafeAllowSampleEvidence is not false, which follows from unsafeAllowSampleEvidence (cai.yaml:1:1)…',
      'error: CAI7110 contradiction: cai.yaml:8:39: webhook.sidecars.aa.version is not "1.3.0", which follows from versions.aa (cai.yaml:3:17)…',
      'error: CAI7110 contradiction: cai.yaml:8:64: webhook.sidecars.tng.version is not "2.2.4", which follows from versions.set (cai.yaml:3:11)…',
      'error: CAI7110 contradiction: cai.yaml:9:33: client.trustee.policyIds is not ["default"], which follows from trustee.policyIds (cai.yaml:2:10)…',
      'error: CAI7110 contradiction: cai.yaml:9:74: client.image.tag is not "2.2.4", which follows from versions.set (cai.yaml:3:11)…',
      'error: CAI7110 contradiction: cai.yaml:9:57: client.versionSet is not "A", which follows from versions.set (cai.yaml:3:11)…',
    ],
  },
  {
    name: 'what is derived, set to something else in a text',
    ...reading(withOptions(`'{"trustee-address": "https://u.example.com/api"}'`)),
    code: 1,
    says: ['error: CAI7110 contradiction: cai.yaml:5:15: vllm.caiOptions.trustee-address is not…'],
  },
  {
    name: 'a bucket without what its authType needs',
    ...checking(withVllm('oss: { bucket: conf-ai, url: https://oss-cn-beijing-internal.aliyuncs.com }')),
    code: 1,
    says: ['error: CAI2005 oss-credentials: cai.yaml:3:14: vllm.oss.akId is not set…'],
  },
  {
    name: 'a role by half',
    ...checking(
      withVllm(
        'oss: { bucket: conf-ai, url: https://oss-cn-beijing-internal.aliyuncs.com, authType: rrsa, existingSecret: s, roleArn: a }',
      ),
    ),
    code: 1,
    says: [
      'error: CAI2006 oss-unused-credentials: cai.yaml:3:94: vllm.oss.authType is "rrsa", which uses no access key…',
      'error: CAI2007 oss-role: cai.yaml:3:14: vllm.oss.oidcProviderArn is not set though roleArn is; give both',
    ],
  },
];
