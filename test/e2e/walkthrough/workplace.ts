import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster, ClusterNode, CommandResult } from '../cluster';
import { cloneSources } from '../../support/rooms';
import { installPrograms } from '../model/installed-programs';
import { repository } from './page';

const standIns = join(__dirname, 'stand-ins');

/** The machines of a reader of the page in one folder: a clone, the programs of each step, the server of Trustee. */
export class Workplace {
  /** Where the commands run: a clone. */
  readonly folder: string;
  /** The file system of Trustee's server. */
  readonly serverRoot: string;
  /** What docker was told to run. */
  readonly dockerRun: string;
  private readonly root: string;
  private readonly programs: string;
  private readonly output: string[] = [];

  private constructor(
    private readonly cluster: Cluster,
    node: ClusterNode,
    /** A folder with a folder for each bucket. */
    readonly buckets: string,
  ) {
    this.root = mkdtempSync(join(node.scratchDirectory, 'walkthrough-'));
    const folder = (name: string): string => {
      mkdirSync(join(this.root, name), { recursive: true });
      return join(this.root, name);
    };
    this.folder = folder('clone');
    this.serverRoot = folder('server');
    this.programs = folder('stand-ins');
    this.dockerRun = join(this.root, 'docker-run');
    for (const name of [...cloneSources, 'node_modules']) symlinkSync(join(repository, name), join(this.folder, name));
    for (const name of readdirSync(standIns)) {
      copyFileSync(join(standIns, name), join(this.programs, name));
      chmodSync(join(this.programs, name), 0o755);
    }
  }

  static async make(cluster: Cluster, helm: string, buckets: string): Promise<Workplace> {
    if (!cluster.node) throw new Error('the cluster has no node of this harness');
    const place = new Workplace(cluster, cluster.node, buckets);
    symlinkSync(helm, join(place.programs, 'helm'));
    symlinkSync(join(repository, 'cli/cai.js'), join(place.programs, 'cai'));
    const { folder } = await installPrograms(place.root);
    for (const name of readdirSync(folder)) symlinkSync(join(folder, name), join(place.programs, name));
    return place;
  }

  /** Runs a command of the page on the cluster's network. */
  async run(script: string): Promise<CommandResult> {
    const start = 'cd "$1"; PATH="$2:$PATH"; export PATH; unset http_proxy https_proxy no_proxy NO_PROXY; eval "$3"';
    const result = await this.cluster.run('sh', ['-ec', start, 'sh', this.folder, this.programs, script], {
      timeoutSeconds: 900,
      env: { BUCKETS: this.buckets, TRUSTEE_ROOT: this.serverRoot, DOCKER_RUN: this.dockerRun },
    });
    this.output.push(result.stdout, result.stderr);
    return result;
  }

  /** Whether anything that the commands printed holds a text. */
  hasPrinted(text: string): boolean {
    return this.output.some((printed) => printed.includes(text));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
