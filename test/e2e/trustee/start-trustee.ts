import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Cluster, Spawned } from '../cluster';
import { nodeAddress } from '../cluster/network';
import { waitFor } from '../cluster/waiting';

const port = 8081;
let count = 0;

/** A stand-in for Trustee on a server beside the cluster. */
export class Trustee {
  /** What `trustee-address` says. */
  readonly address: string;

  private constructor(
    /** What plays /opt/trustee: kbs/repository holds the keys. */
    readonly folder: string,
    listenPort: number,
    private readonly server: Spawned,
  ) {
    this.address = `http://${nodeAddress}:${listenPort}/api`;
  }

  /** Starts one that holds no key yet. Each has a port of its own. */
  static async start(cluster: Cluster): Promise<Trustee> {
    const { node } = cluster;
    if (!node) throw new Error('the cluster has no node of this harness');
    count += 1;
    const name = `trustee-${count}`;
    const folder = join(node.scratchDirectory, name);
    mkdirSync(folder, { recursive: true });
    const listenPort = port + count - 1;
    const program = [require.resolve('ts-node/register'), join(__dirname, 'trustee.ts')] as const;
    const server = await node.spawn(
      process.execPath,
      ['--require', ...program, nodeAddress, String(listenPort), folder],
      { log: name, env: { TS_NODE_PROJECT: join(__dirname, '../../../tsconfig.json') } },
    );
    const trustee = new Trustee(folder, listenPort, server);
    const isHealthy = async (): Promise<boolean> =>
      (await cluster.run('curl', ['-sf', '-m', '2', `${trustee.address}/services-health`])).code === 0;
    await waitFor('the stand-in for Trustee', 60, isHealthy, [server]);
    return trustee;
  }

  /** Imports a key as the document does, by a file. `id` is its path without `kbs:///`. */
  importKey(id: string, key: string): void {
    const file = join(this.folder, 'kbs/repository', id);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, key);
  }

  /** From now on it gives no key to anybody, until `allow`. */
  deny(): void {
    writeFileSync(this.policy, 'package policy\ndefault allow = false\n');
  }

  allow(): void {
    rmSync(this.policy, { force: true });
  }

  /** One line for each request. */
  get log(): string {
    return this.server.log;
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  private get policy(): string {
    return join(this.folder, 'kbs/policy.rego');
  }
}
