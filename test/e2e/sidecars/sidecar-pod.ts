import type { InjectionPlan } from '../../../injection/plan/injection-plan';
import type { Container, JsonObject } from '../../../injection/json/json-object';
import { sidecarNames, type Component } from '../../../injection/names';
import { sidecarsFor, sidecarVolumes } from '../../../injection/sidecars';
import type { SidecarTemplate, SidecarTemplates } from '../../../injection/templates/sidecar-templates';
import type { Machine } from './machine';
import { PodContainer } from './pod-container';

function template(...command: readonly string[]): SidecarTemplate {
  return {
    image: 'e2e.local/any',
    version: '1',
    imagePullPolicy: 'Never',
    command,
    resources: {},
    securityContext: {},
  };
}

const templates: SidecarTemplates = {
  sidecars: {
    aa: template('attestation-agent'),
    cdh: template('confidential-data-hub'),
    tng: template('tng', 'launch'),
    cachefs: template('gocryptfs'),
  },
  allowSampleEvidence: true,
};

/** Folders with the files of the images. */
export type Roots = Readonly<Record<Component | 'application', string>>;

/** The volumes, the network and the containers of one injected Pod, kept the way the kubelet keeps them. */
export class SidecarPod {
  private constructor(
    private readonly machine: Machine,
    private readonly roots: Roots,
    private readonly sidecars: readonly Container[],
    /** Folders by the name of the volume. */
    readonly volumes: Readonly<Record<string, string>>,
  ) {}

  /** `volumes`: those of the Pod's own. */
  static async create(
    machine: Machine,
    plan: InjectionPlan,
    { roots, volumes }: { roots: Roots; volumes: Readonly<Record<string, string>> },
  ): Promise<SidecarPod> {
    const names = sidecarVolumes(plan).map((volume) => volume['name'] as string);
    const added = names.map((name) => [name, `${machine.podFolder}/volumes/${name}`] as const);
    for (const [, folder] of added) {
      await machine.sh('mkdir -p "$1"; mount -t tmpfs -o size=1M,mode=777 tmpfs "$1"', folder);
    }
    return new SidecarPod(machine, roots, sidecarsFor(plan, templates), { ...volumes, ...Object.fromEntries(added) });
  }

  /** The same Pod, had it been injected by another plan. */
  injectedBy(plan: InjectionPlan): SidecarPod {
    return new SidecarPod(this.machine, this.roots, sidecarsFor(plan, templates), this.volumes);
  }

  /** As injected. */
  sidecar(component: Component): Container {
    const found = this.sidecars.find(({ name }) => name === sidecarNames[component]);
    if (found === undefined) throw new Error(`no sidecar ${component}`);
    return found;
  }

  /** Starts a sidecar, and waits for its startup probe where that is a command. */
  async start(component: Component): Promise<PodContainer> {
    const container = this.sidecar(component);
    const started = await this.launch(component);
    const { exec } = container['startupProbe'] as JsonObject;
    if (exec !== undefined) await started.passes(container['startupProbe']);
    return started;
  }

  /** Starts a sidecar of which nobody knows whether it works. */
  launch(component: Component): Promise<PodContainer> {
    return this.run(this.sidecar(component), this.roots[component]);
  }

  /** Starts a sidecar that runs another program than its own. */
  launchWith(component: Component, program: readonly string[]): Promise<PodContainer> {
    const container = this.sidecar(component);
    const ofScript = (container['command'] as string[]).slice(0, -templates.sidecars[component].command.length);
    return this.run({ ...container, command: [...ofScript, ...program] }, this.roots[component]);
  }

  /** Starts a container that is not ours. */
  startApplication(container: Container): Promise<PodContainer> {
    return this.run(container, this.roots.application);
  }

  private run(container: Container, root: string): Promise<PodContainer> {
    const { machine, volumes } = this;
    return PodContainer.start(machine, { container, root, volumes, network: machine.podNetwork });
  }

  /** The mounts on the node that lie in the Pod's volumes, by the number of the volume. */
  async mountedVolumes(): Promise<string[]> {
    const text = await this.machine.sh('cat /proc/self/mountinfo');
    const place = new RegExp(` ${this.machine.podFolder}/volumes/cai-plaintext-(\\d+)/\\.plaintext `, 'gu');
    return [...text.matchAll(place)].map(([, index = '']) => index);
  }
}
