import type { Cluster } from './cluster';
import { lastLines } from './program';

/** What a person would look at first in a namespace where something went wrong. */
export async function diagnosis(cluster: Cluster, namespace: string): Promise<string> {
  const ask = async (title: string, ...args: string[]): Promise<string> => {
    const { stdout, stderr } = await cluster.run('kubectl', ['-n', namespace, ...args], { timeoutSeconds: 20 });
    const answer = lastLines(stdout || stderr, 40);
    return answer === '' ? '' : `--- ${title}\n${answer}`;
  };
  const overview = await Promise.all([
    ask('objects', 'get', 'all,pvc', '-o', 'wide'),
    ask(
      'events',
      'get',
      'events',
      '--sort-by=.lastTimestamp',
      '-o',
      'custom-columns=T:.type,R:.reason,O:.involvedObject.name,M:.message',
    ),
  ]);
  const { stdout } = await cluster.run('kubectl', ['-n', namespace, 'get', 'pods', '-o', 'name'], {
    timeoutSeconds: 20,
  });
  const pods = stdout.split('\n').filter(Boolean).slice(0, 5);
  const logs = await Promise.all(
    pods.map((pod) =>
      ask(`logs of ${pod}`, 'logs', pod, '--all-containers', '--prefix', '--tail=15', '--ignore-errors'),
    ),
  );
  return [...overview, ...logs].filter(Boolean).join('\n');
}
