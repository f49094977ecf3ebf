import { define, showValue } from '../../problems';

export const wrongDate = define<{ readonly value: string }>({
  code: 'CAI7601',
  name: 'wrong-date',
  title: 'a date of the report that is no day of the calendar',
  fix: 'write the date as year, month and day, such as 2026-11-30',
  says: (_, { value }) => `--date cannot be ${showValue(value)}`,
});

export const noSuchPod = define<{
  readonly pod: string;
  readonly namespace: string;
  readonly reason: string;
}>({
  code: 'CAI7602',
  name: 'no-such-pod',
  title: 'a Pod that is not there, or that you may not read',
  fix: 'see `kubectl get pods` for the names that there are',
  says: (_, { pod, namespace, reason }) =>
    `the Pod ${showValue(pod)} in the namespace ${showValue(namespace)} cannot be read: ${reason}`,
  advice: ({ namespace }) => `\`kubectl get pods --namespace ${namespace}\` lists what there is`,
});

export const nothingToReport = define<{ readonly path: string }>({
  code: 'CAI7603',
  name: 'nothing-to-report',
  title: 'manifests in which nothing makes a Pod',
  fix: 'name a file with a Pod, or with a workload such as a Deployment',
  says: (_, { path }) => `${path === '-' ? 'standard input' : showValue(path)} has no Pod and no workload`,
});

export const unsafeSwitches = define<{ readonly count: number }>({
  code: 'CAI7604',
  name: 'unsafe-switches',
  title: 'with --strict: switches that break or weaken a protection are in use',
  fix: 'turn them off as the report says, or leave --strict away',
  says: (_, { count }) => (count === 1 ? 'one unsafe switch is in use' : `${count} unsafe switches are in use`),
});
