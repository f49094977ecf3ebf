import type { BadInput } from './bad-input';

function withVllm(values: string, url = 'https://oss-cn-beijing-internal.aliyuncs.com'): BadInput['files'] {
  return {
    'cai.yaml': `model: { keyId: kbs:///a/b/c }
trustee: { address: https://t.example.com:8081/api }
vllm:
  oss: { bucket: conf-ai, url: "${url}", authType: public }
  ${values}
`,
  };
}

export const badInputs: readonly BadInput[] = [
  {
    name: 'no chart and no folder',
    args: ['values'],
    code: 2,
    says: ['error: CAI7001 wrong-usage: neither a chart nor --dir is given; the charts are cai-vllm, cai-webhook…'],
  },
  {
    name: 'a chart that there is not',
    args: ['values', 'vllm'],
    code: 2,
    says: [
      "error: CAI7001 wrong-usage: command-argument value 'vllm' is invalid for argument 'chart'. Allowed choices are cai-vllm, cai-webhook…",
    ],
  },
  {
    name: 'an output that there is not',
    args: ['values', 'cai-vllm', '-o', 'toml'],
    code: 2,
    says: [
      "error: CAI7001 wrong-usage: option '-o, --output <format>' argument 'toml' is invalid. Allowed choices are yaml, json.…",
    ],
  },
  {
    name: 'what the chart does not have, at its place in cai.yaml',
    args: ['values', 'cai-vllm'],
    files: withVllm('maxModelLn: 4096'),
    code: 1,
    says: ['error: CAI1001 unknown-key: cai.yaml:5:3: vllm.maxModelLn is not a key; did you mean "maxModelLen"?'],
  },
  {
    name: 'what the chart does not take, at its place in cai.yaml',
    args: ['values', 'cai-vllm'],
    files: withVllm('service: { port: 0, type: Loadbalancer }'),
    code: 1,
    says: [
      'error: CAI1006 not-one-of: cai.yaml:5:29: vllm.service.type is "Loadbalancer"…',
      'error: CAI1005 out-of-range: cai.yaml:5:20: vllm.service.port is 0; it must be at least 1',
    ],
  },
  {
    name: 'what a rule of the chart refuses, at its place in cai.yaml',
    args: ['values', 'cai-vllm'],
    files: withVllm('replicas: 1', 'https://conf-ai.oss-cn-beijing.aliyuncs.com'),
    code: 1,
    says: ['error: CAI2003 oss-url: cai.yaml:4:32: vllm.oss.url is "https://conf-ai.oss-cn-beijing…'],
  },
  {
    name: 'what follows from another key, set to something else',
    args: ['values', 'cai-vllm'],
    files: withVllm('caiOptions: { tng-version: 2.2.3 }'),
    code: 1,
    says: [
      'error: CAI7110 contradiction: cai.yaml:5:30: vllm.caiOptions.tng-version is not "2.2.4", which follows from versions.set (cai.yaml:1:1); remove it here, or change it there',
    ],
  },
  {
    name: 'a folder that cannot be made',
    args: ['values', '--dir', 'cai.yaml/none'],
    files: withVllm('replicas: 1'),
    code: 1,
    says: ['error: CAI7004 unwritable-file: "cai.yaml/none" cannot be written: a part of the path is not a folder…'],
  },
  {
    name: 'two sources of values',
    args: ['render', '-c', 'cai.yaml', '--values', 'x.yaml'],
    code: 2,
    says: [
      'error: CAI7001 wrong-usage: of --config and --values only one can be given; "cai render --help" lists what there is',
    ],
  },
  {
    name: 'names that a release and a namespace cannot have',
    args: ['render', '--release', 'My_Release', '-n', 'a.b'],
    code: 2,
    says: [
      'error: CAI7001 wrong-usage: --release My_Release: it has…',
      'error: CAI7001 wrong-usage: --namespace a.b: it has…',
    ],
  },
  {
    name: 'values that the chart refuses',
    args: ['render', '--values', 'v.yaml'],
    files: {
      'v.yaml':
        'oss: { bucket: conf-ai, url: "https://oss.example.com", authType: public }\ncaiOptions: {}\nreplicaz: 1\n',
    },
    code: 1,
    says: ['error: CAI1001 unknown-key: v.yaml:3:1: replicaz is not a key; did you mean "replicas"?', '…', '…', '…'],
  },
];
