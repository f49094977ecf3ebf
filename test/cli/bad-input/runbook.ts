import type { BadInput } from './bad-input';

const file = (changes: { address?: string; options?: string; more?: string } = {}): Record<string, string> => ({
  'cai.yaml': `
model: { keyId: 'kbs:///default/aliyun/key' }
vllm: { oss: { bucket: examplebucket, url: 'https://oss-cn-beijing-internal.aliyuncs.com', existingSecret: oss-key }${changes.options ?? ''} }
trustee: { address: '${changes.address ?? 'https://trustee.example.com:8081/api'}' }
${changes.more ?? ''}
`,
});
const args = ['runbook', '-d', 'out'];
const advice = 'write an address such as https://trustee.example.com:8081/api';

export const badInputs: readonly BadInput[] = [
  {
    name: 'no folder',
    args: ['runbook'],
    code: 2,
    says: ["error: CAI7001 wrong-usage: required option '-d, --dir <folder>' not specified…"],
  },
  {
    name: 'no description',
    args,
    code: 2,
    says: ['error: CAI7002 unreadable-file: "cai.yaml" cannot be read: there is no such file…'],
  },
  {
    name: 'an address below which the gateway does not answer',
    args,
    files: file({ address: 'https://trustee.example.com:8081/trustee' }),
    code: 1,
    says: [
      `error: CAI7501 unsupported-trustee-address: trustee.address "https://trustee.example.com:8081/trustee": the gateway of Trustee answers below /api; ${advice}`,
    ],
  },
  {
    name: 'a port that a service of Trustee has',
    args,
    files: file({ address: 'https://trustee.example.com:8080/api' }),
    code: 1,
    says: [
      `error: CAI7501 unsupported-trustee-address: trustee.address "https://trustee.example.com:8080/api": port 8080 is taken by a service of Trustee itself; ${advice}`,
    ],
  },
  {
    name: 'everything at once',
    args,
    files: file({ address: 'http://trustee.example.com/kbs', more: 'versions: { set: B }' }),
    code: 1,
    says: [
      'warning: CAI5051 plain-trustee-address…',
      'error: CAI7501 unsupported-trustee-address…',
      'error: CAI7502 unsupported-trustee-version: the runbook is written for Trustee 1.5.2, whose files and routes others do not have; versions say "1.6.2"; take version set A with Trustee 1.5.2, or set up Trustee from its own documents',
    ],
  },
  {
    name: 'no evidence of TDX',
    args,
    files: file({
      options: ', caiOptions: { tdx-ra-enable: false, gpu-ra-enable: false }',
      more: 'unsafeAllowSampleEvidence: true',
    }),
    code: 1,
    says: [
      'warning: CAI5052 sample-evidence-allowed…',
      'error: CAI7503 runbook-without-tdx: tdx-ra-enable in vllm.caiOptions is false, so the policies of the runbook would refuse every Pod…',
    ],
  },
  {
    name: 'evidence of GPUs, and no number of them',
    args,
    files: file({ options: ', gpuCount: 0, tensorParallelSize: 1' }),
    code: 1,
    says: [
      'error: CAI7505 runbook-without-gpus: gpu-ra-enable is on and vllm.gpuCount is 0: the policies must know how many GPUs a node has, since Trustee leaves out those that fail; set cluster.gpusPerNode to the number of GPUs of a node, or gpu-ra-enable in vllm.caiOptions to false',
    ],
  },
  {
    name: 'a node with fewer GPUs than its Pods need',
    args,
    files: file({ options: ', gpuCount: 8', more: 'cluster: { gpusPerNode: 4 }' }),
    code: 1,
    says: [
      'error: CAI7506 fewer-gpus-than-a-pod-needs: cluster.gpusPerNode is 4 and vllm.gpuCount is 8; set cluster.gpusPerNode to the number of GPUs of a node, or lower vllm.gpuCount',
    ],
  },
  {
    name: 'a folder with other files',
    args,
    files: { ...file(), 'out/thesis.txt': 'three years of work' },
    code: 1,
    says: [
      'error: CAI7504 runbook-folder-in-use: "out" has files that are not of a runbook, such as "thesis.txt"; name an empty folder, or one with a runbook in it, which is then replaced',
    ],
  },
  {
    name: 'a folder that is a file',
    args,
    files: { ...file(), out: '' },
    code: 1,
    says: ['error: CAI7004 unwritable-file: "out" cannot be written: a part of the path is not a folder…'],
  },
];
