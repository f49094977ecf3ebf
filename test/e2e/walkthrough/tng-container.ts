import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster, Spawned } from '../cluster';
import { waitFor } from '../cluster/waiting';
import { expectEqual } from '../expectation';
import { defaultTngImage } from '../images/images';
import { commandInRoot } from '../images/root-folder';
import type { Workplace } from './workplace';

/** Starts the real TNG with the words that docker was given, on the network of the cluster's node. */
export async function startTng(cluster: Cluster, { dockerRun }: Workplace): Promise<Spawned> {
  const { node } = cluster;
  if (!node) throw new Error('the cluster has no node of this harness');
  const [image = '', ...command] = readFileSync(dockerRun, 'utf8').split('\0').slice(0, -1);
  expectEqual(image.replace(/^.*\//, ''), defaultTngImage.reference.replace(/^.*\//, ''), 'the image that docker runs');
  const root = join(node.scratchDirectory, 'tng-container');
  mkdirSync(root);
  await defaultTngImage.unpack(root);
  const environment = 'SSL_CERT_FILE=/usr/share/ca-certificates/mozilla/ISRG_Root_X1.crt';
  const [program = '', ...words] = commandInRoot(root, {}, ['env', environment, ...command]);
  const container = await node.spawn(program, words, { log: 'tng-container' });
  const takesConnections = async (): Promise<boolean> =>
    (await cluster.run('bash', ['-c', ': </dev/tcp/127.0.0.1/41000'])).code === 0;
  await waitFor('the client of TNG', 60, takesConnections, [container]);
  return container;
}
