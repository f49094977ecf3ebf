import { safeDescription } from '../report/subjects';
import type { BadInput } from './bad-input';

const files = { 'cai.yaml': safeDescription };

export const badInputs: readonly BadInput[] = [
  {
    name: 'a date that is none',
    args: ['report', '--date', '24.11.2026'],
    files,
    code: 2,
    says: [
      'error: CAI7601 wrong-date: --date cannot be "24.11.2026"; write the date as year, month and day, such as 2026-11-30',
    ],
  },
  {
    name: 'a day that the calendar does not have',
    args: ['report', '--date', '2026-02-30'],
    files,
    code: 2,
    says: ['error: CAI7601 wrong-date: --date cannot be "2026-02-30"…'],
  },
  {
    name: 'a Pod that cannot be read',
    args: ['report', '--pod', 'gone', '-n', 'models'],
    env: { KUBECTL: '/bin/false' },
    code: 2,
    says: [
      'error: CAI7602 no-such-pod: the Pod "gone" in the namespace "models" cannot be read: kubectl ends with 1; `kubectl get pods --namespace models` lists what there is',
    ],
  },
  {
    name: 'no kubectl to read a Pod with',
    args: ['report', '--pod', 'a'],
    env: { KUBECTL: '/nowhere/kubectl' },
    code: 2,
    says: ['error: CAI7401 no-kubectl: the program "/nowhere/kubectl" cannot be started…'],
  },
  {
    name: 'manifests without a Pod',
    args: ['report', '-f', '-'],
    stdin: 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n',
    code: 2,
    says: [
      'error: CAI7603 nothing-to-report: standard input has no Pod and no workload; name a file with a Pod, or with a workload such as a Deployment',
    ],
  },
  {
    name: 'a namespace without a Pod to look for',
    args: ['report', '-n', 'models'],
    files,
    code: 2,
    says: [
      'error: CAI7001 wrong-usage: --namespace and --context say where a Pod is, but there is no --pod; "cai report --help" lists what there is',
    ],
  },
  {
    name: 'standard input twice',
    args: ['report', '-c', '-', '-f', '-'],
    stdin: safeDescription,
    code: 2,
    says: ['error: CAI7001 wrong-usage: standard input can be read only once; "cai report --help" lists what there is'],
  },
  {
    name: 'a description that is wrong',
    args: ['report'],
    files: { 'cai.yaml': safeDescription.replace('bucket: examplebucket', 'bucket: B') },
    code: 1,
    says: ['error: CAI1004 wrong-form: cai.yaml:14:13: vllm.oss.bucket…'],
  },
];
