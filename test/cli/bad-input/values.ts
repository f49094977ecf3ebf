import type { BadInput } from './bad-input';

function withVllm(values: string, endpoint = 'https://oss-cn-beijing-internal.aliyuncs.com'): BadInput['files'] {
  return {
    'cai.yaml': `model: { name: qwen, keyId: kbs:///a/b/c }
bucket: { name: conf-ai, endpoint: "${endpoint}", auth: public }
trustee: { address: https://t.example.com:8081/api }
vllm:
  values:
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
    says: [
      'error: HELM1001 unknown-key: cai.yaml:6:5: vllm.values.maxModelLn is not a key; did you mean "maxModelLen"?',
    ],
  },
  {
    name: 'what the chart does not take, at its place in cai.yaml',
    args: ['values', 'cai-vllm'],
    files: withVllm('service: { port: 0, type: Loadbalancer }'),
    code: 1,
    says: [
      'error: HELM1006 not-one-of: cai.yaml:6:25: vllm.values.service.type is "Loadbalancer"…',
      'error: HELM1005 out-of-range: cai.yaml:6:16: vllm.values.service.port is 0; it must be at least 1',
    ],
  },
  {
    name: 'what a rule of the chart refuses, at the place that it was made from',
    args: ['values', 'cai-vllm'],
    files: withVllm('{}', 'https://conf-ai.oss-cn-beijing.aliyuncs.com'),
    code: 1,
    says: ['error: CAI2003 oss-url: cai.yaml:2:36: bucket.endpoint is "https://conf-ai.oss-cn-beijing…'],
  },
  {
    name: 'what is already said elsewhere',
    args: ['values', 'cai-vllm'],
    files: withVllm('replicas: 3'),
    code: 1,
    says: [
      'error: CAI7110 said-twice: cai.yaml:6:5: vllm.values.replicas is already made from vllm.replicas; remove it here and set it there',
    ],
  },
  {
    name: 'what is already said elsewhere, deeper',
    args: ['values', 'cai-vllm'],
    files: withVllm('oss: { bucket: other, capacity: 1Ti }'),
    code: 1,
    says: ['error: CAI7110 said-twice: cai.yaml:6:12: vllm.values.oss.bucket is already made from bucket.name…'],
  },
  {
    name: 'a folder that does not exist',
    args: ['values', '--dir', 'none'],
    files: withVllm('{}'),
    code: 1,
    says: ['error: CAI7004 unwritable-file: "none/cai-vllm.values.yaml" cannot be written: there is no such file…'],
  },
];
