import { define, showValue } from '../../problems';

export const noKubectl = define<{ readonly program: string }>({
  code: 'CAI7401',
  name: 'no-kubectl',
  title: 'kubectl cannot be started',
  fix: 'install kubectl (https://kubernetes.io/docs/tasks/tools/), or name it in the environment variable KUBECTL',
  says: (_, { program }) => `the program ${showValue(program)} cannot be started`,
});

export const noCluster = define<{ readonly reason: string }>({
  code: 'CAI7402',
  name: 'no-cluster',
  title: 'the cluster does not answer, or the context does not exist',
  fix: 'choose a context that works: `kubectl config get-contexts` lists them, `kubectl version` tries one',
  says: (_, { reason }) => `the cluster does not answer: ${reason}`,
});
