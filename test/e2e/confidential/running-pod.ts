import { createHash } from 'node:crypto';
import type { Manifest } from '../../../helm';
import type { CommandResult } from '../cluster';
import { eventually, expectEqual } from '../expectation';
import { modelFiles } from '../images/encrypted-model';
import type { ScenarioContext } from '../scenario';
import { modelPath, pythonCommand } from './pods';

interface ContainerStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly restartCount: number;
  readonly containerID?: string;
  readonly state: Readonly<Record<string, { readonly reason?: string }>>;
}

interface PodObject {
  readonly metadata: { readonly uid: string };
  readonly spec: { readonly initContainers?: readonly { readonly name: string }[] };
  readonly status: {
    readonly phase?: string;
    readonly podIPs?: readonly { readonly ip: string }[];
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
    readonly containerStatuses?: readonly ContainerStatus[];
  };
}

export type PodContext = Pick<ScenarioContext, 'cluster' | 'namespace'>;

/** A Pod of a scenario, created and looked at with kubectl. */
export class RunningPod {
  private constructor(
    private readonly context: PodContext,
    readonly name: string,
    /** What kubectl said beside the result: warnings. */
    readonly warnings: string,
  ) {}

  static async create(context: PodContext, manifest: Manifest): Promise<RunningPod> {
    const { code, stderr } = await tryCreate(context, manifest);
    if (code !== 0) throw new Error(`the Pod was not created: ${stderr}`);
    return new RunningPod(context, nameOf(manifest), stderr);
  }

  kubectl(...args: string[]): Promise<string> {
    return this.context.cluster.kubectl('-n', this.context.namespace, ...args);
  }

  async object(): Promise<PodObject> {
    return JSON.parse(await this.kubectl('get', 'pod', this.name, '-o', 'json')) as PodObject;
  }

  /** IPv4 first; undefined until the Pod has both. */
  async addresses(): Promise<readonly [v4: string, v6: string] | undefined> {
    const ips = (await this.object()).status.podIPs?.map(({ ip }) => ip) ?? [];
    const [v4, v6] = [ips.find((ip) => !ip.includes(':')), ips.find((ip) => ip.includes(':'))];
    return v4 === undefined || v6 === undefined ? undefined : [v4, v6];
  }

  async untilReady(seconds = 120): Promise<void> {
    await this.kubectl('wait', '--for=condition=Ready', `pod/${this.name}`, `--timeout=${seconds}s`);
  }

  async isReady(): Promise<boolean> {
    return (
      (await this.object()).status.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ??
      false
    );
  }

  /** Containers in the order of their start. */
  async containers(): Promise<ContainerStatus[]> {
    const { initContainerStatuses = [], containerStatuses = [] } = (await this.object()).status;
    return [...initContainerStatuses, ...containerStatuses];
  }

  async container(name: string): Promise<ContainerStatus> {
    const found = (await this.containers()).find((status) => status.name === name);
    if (!found) throw new Error(`the Pod ${this.name} has no container ${name}`);
    return found;
  }

  /** The id by which the node knows a container that runs. */
  async containerId(name: string): Promise<string> {
    const { containerID = '', state } = await this.container(name);
    if (!('running' in state)) throw new Error(`${name} does not run`);
    return containerID.replace(/^.*\/\//, '');
  }

  exec(container: string, ...command: string[]): Promise<CommandResult> {
    const { cluster, namespace } = this.context;
    const args = ['exec', '-n', namespace, this.name, '-c', container, '--', ...command];
    return cluster.run('kubectl', args, { timeoutSeconds: 60 });
  }

  /** Every file of the model, as the application sees it in its mount. */
  async expectModel(container = 'inference-service'): Promise<void> {
    const { code, stdout, stderr } = await this.exec(container, ...pythonCommand('digests.py', modelPath));
    if (code !== 0) throw new Error(`${container} does not read the model: ${stderr}`);
    const expected = Object.entries(modelFiles).map(
      ([path, content]) => `${createHash('sha256').update(content).digest('hex')} ${path}`,
    );
    expectEqual(stdout.split('\n').filter(Boolean).sort(), expected.sort(), `the model in ${this.name}/${container}`);
  }

  /** Deletes it, and answers in how many milliseconds it was gone. */
  async delete(seconds: number, ...flags: string[]): Promise<number> {
    const begin = performance.now();
    await this.kubectl('delete', 'pod', this.name, '--wait=false', ...flags);
    await eventually(`end of the Pod ${this.name}`, seconds, async () => {
      const { code, stderr } = await this.context.cluster.run('kubectl', [
        '-n',
        this.context.namespace,
        'get',
        'pod',
        this.name,
      ]);
      return code !== 0 && stderr.includes('NotFound') ? true : undefined;
    });
    return performance.now() - begin;
  }
}

function nameOf({ metadata }: Manifest): string {
  return (metadata as { name: string }).name;
}

/** `kubectl create` of one object, however it ends. */
export function tryCreate(
  { cluster, namespace }: PodContext,
  object: unknown,
  ...flags: string[]
): Promise<CommandResult> {
  return cluster.run('kubectl', ['create', '-n', namespace, ...flags, '-f', '-'], { input: JSON.stringify(object) });
}
