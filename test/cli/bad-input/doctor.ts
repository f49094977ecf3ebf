import type { BadInput } from './bad-input';

const files = {
  'cai.yaml': `model: {keyId: 'kbs:///default/aliyun/model-decryption-key'}
trustee: {address: 'https://203.0.113.10:8081/api'}
`,
};

export const badInputs: readonly BadInput[] = [
  {
    name: 'there is no kubectl',
    args: ['doctor'],
    files,
    env: { KUBECTL: '/nowhere/kubectl' },
    code: 2,
    says: [
      'error: CAI7401 no-kubectl: the program "/nowhere/kubectl" cannot be started; install kubectl (https://kubernetes.io/docs/tasks/tools/), or name it in the environment variable KUBECTL',
    ],
  },
  {
    name: 'there is no cluster',
    args: ['doctor'],
    files,
    env: { KUBECTL: '/bin/false' },
    code: 2,
    says: ['error: CAI7402 no-cluster: the cluster does not answer: kubectl tells no server version…'],
  },
];
