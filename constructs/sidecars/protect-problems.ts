import { define } from '../../problems';

/** What can be wrong with a call of CaiInjection.protect, beside what is wrong with the workload itself. */
export const protectProblems = {
  noWorkload: define<{ path: string }>({
    code: 'CAI2104',
    name: 'no-workload',
    title: 'What is to be protected makes no Pods.',
    document: 'the construct',
    fix: 'give a Pod, Deployment, StatefulSet, DaemonSet, ReplicaSet, Job or CronJob, or a construct that makes one',
    says: (where, { path }) => `${where} ${path} makes no Pods`,
  }),
  noOptions: define<{ path: string }>({
    code: 'CAI2105',
    name: 'no-options',
    title: 'A workload is to be protected, but nobody says how.',
    document: 'the construct',
    fix: 'give options, or put the annotation trustiflux.alibaba.com/ack-cai-options on the template of its Pods',
    says: (where, { path }) => `${where} ${path} has no options for its Pods`,
  }),
} as const;
