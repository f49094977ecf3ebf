import { isAbsolute, join } from 'node:path';
import type { Artefact } from '../artefact';
import { containerd, coreDns } from '../go-tools';
import { pauseImage } from '../images/images';
import { kubernetes } from '../kubernetes/build';
import { kubernetesVersions, type KubernetesVersion } from '../kubernetes/versions';
import { printed, runProgram, type CommandOptions, type CommandResult } from '../program';
import type { Say } from '../progress';
import { Certificates } from './certificates';
import type { Cluster, ClusterNode, Spawned, SpawnOptions } from './cluster';
import { Component } from './component';
import { apiServer, controllerManager, etcd, scheduler, type Part } from './control-plane';
import { Namespaces } from './namespaces';
import { nodeAddress, nodeName } from './network';
import { ctrArguments, devicePluginDirectory, kubeletDirectory, NodeConfiguration, volumePlugins } from './node';
import { RunFolder } from './run-folder';
import { waitFor } from './waiting';

export type ClusterKind = 'node' | 'api-server';

interface Settings {
  readonly version: KubernetesVersion;
  readonly kind: ClusterKind;
  readonly keep: boolean;
  readonly say: Say;
}

/** A cluster on this machine, in namespaces of its own. */
export class OwnCluster implements Cluster {
  private readonly folder = RunFolder.create();
  private readonly components: Component[] = [];
  private readonly imports = new Map<string, Promise<string>>();
  private readonly binaries: Artefact;
  private namespaces: Namespaces | undefined;
  private starting: Promise<void> | undefined;
  private stopping: Promise<void> | undefined;
  private ownNode: ClusterNode | undefined;
  kubeconfig = '';

  constructor(private readonly settings: Settings) {
    this.binaries = kubernetes(settings.version);
  }

  get kubernetesVersion(): string {
    return kubernetesVersions[this.settings.version];
  }

  get node(): ClusterNode | undefined {
    return this.ownNode;
  }

  start(): Promise<void> {
    this.starting = this.startAll();
    return this.starting;
  }

  private async startAll(): Promise<void> {
    const { kind, keep, say } = this.settings;
    const artefacts = [this.binaries, ...(kind === 'node' ? [containerd, coreDns, pauseImage.artefact] : [])];
    const missing = artefacts.filter((artefact) => !artefact.isMade).map((artefact) => artefact.title);
    if (missing.length > 0)
      throw new Error(`not built yet: ${missing.join(', ')} (npm run e2e -- --install builds them)`);

    const certificates = await Certificates.make(this.folder.file('pki'), kind);
    this.kubeconfig = certificates.kubeconfig('admin');
    this.namespaces = await Namespaces.open(this.folder, kind, keep);
    say(`certificates and namespaces are made (PID 1 is ${this.namespaces.pid})`);

    const node = kind === 'node' ? new NodeConfiguration(this.folder, certificates) : undefined;
    if (node) this.launch('containerd', containerd.path('containerd'), ['--config', node.containerd]);
    this.launchPart(etcd(this.folder.file('etcd')));
    this.launchPart(apiServer(certificates, kind));
    await this.until('the API server', 60, async () => (await this.ask('get', '--raw', '/readyz')) === 'ok');
    say(`the API server of Kubernetes ${this.kubernetesVersion} answers`);
    if (node) await this.startNode(node, certificates);
  }

  async run(program: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
    const command = this.inNamespaces.onNetwork(program, args);
    return runProgram(command[0], command[1], { ...options, env: { ...this.client, ...options.env } });
  }

  async kubectl(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run('kubectl', args);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')} ended with ${code}: ${stderr || stdout}`);
    return stdout;
  }

  stop(): Promise<void> {
    this.stopping ??= this.stopAll();
    return this.stopping;
  }

  private async stopAll(): Promise<void> {
    // a start that is under way must not make anything after the removal
    await this.starting?.catch(() => undefined);
    await this.folder.remove();
  }

  /** Leaves the cluster up when the runner ends, and answers how to talk to it. */
  leaveUp(): string {
    const { KUBECONFIG = '', KUBECACHEDIR = '' } = this.client;
    const [program, args] = this.inNamespaces.onNetwork('env', [
      `KUBECONFIG=${KUBECONFIG}`,
      `KUBECACHEDIR=${KUBECACHEDIR}`,
      `PATH=${this.binaries.folder}:$PATH`,
    ]);
    const howToTalk = [
      `  logs:  ${this.folder.file('log')}`,
      `  shell: ${[program, ...args].join(' ')} bash`,
      `  node:  nsenter --target ${this.inNamespaces.pid} --net --mount --pid --uts --ipc bash`,
    ].join('\n');
    this.folder.keep(howToTalk);
    return howToTalk;
  }

  /** The programs of the cluster that have ended by themselves, and their last words. */
  get ended(): string[] {
    return this.components.flatMap((component) => component.failure ?? []);
  }

  /** What a program needs to talk to the cluster. */
  private get client(): Record<string, string> {
    return {
      KUBECONFIG: this.kubeconfig,
      PATH: `${this.binaries.folder}:${process.env.PATH ?? ''}:/usr/sbin:/sbin`,
      // kubectl and Helm remember what an address can do, and every cluster has the same address
      KUBECACHEDIR: this.folder.file('client', 'kube'),
      HELM_CACHE_HOME: this.folder.file('client', 'helm-cache'),
      HELM_CONFIG_HOME: this.folder.file('client', 'helm-config'),
      HELM_DATA_HOME: this.folder.file('client', 'helm-data'),
    };
  }

  private get inNamespaces(): Namespaces {
    if (!this.namespaces) throw new Error('the cluster has not started');
    return this.namespaces;
  }

  private async startNode(node: NodeConfiguration, certificates: Certificates): Promise<void> {
    const { say } = this.settings;
    this.launchPart(controllerManager(certificates, volumePlugins));
    this.launchPart(scheduler(certificates));
    const dns = this.launch('coredns', coreDns.path('coredns'), ['-conf', node.coreDns]);
    this.launch('load-balancer', join(__dirname, 'load-balancer.sh'), [
      nodeAddress.slice(0, nodeAddress.lastIndexOf('.')),
    ]);
    await this.until('containerd', 30, async () => {
      const [program, args] = this.ctr('version');
      return (await runProgram(program, args)).code === 0;
    });
    await this.importImage(pauseImage.archive);
    this.launchPart(node.kubelet);
    this.launchPart(node.kubeProxy);
    await this.until('the node to be ready', 60, async () => {
      const ready = '-o=jsonpath={.status.conditions[?(@.type=="Ready")].status}';
      return (await this.ask('get', 'node', nodeName, ready)) === 'True';
    });
    say('the node is ready');
    await this.until(
      'the first ServiceAccount',
      30,
      async () => (await this.ask('get', 'sa', 'default')) !== undefined,
    );
    await this.until('CoreDNS', 30, () => dns.text().includes('CoreDNS-'));
    this.ownNode = {
      kubeletDirectory,
      devicePluginDirectory,
      scratchDirectory: this.folder.file('scratch'),
      importImage: (path) => this.importImage(path),
      run: (program, args, options) => runProgram(...this.inNamespaces.inside(program, args), options),
      spawn: (program, args, options) => Promise.resolve(this.spawn(program, args, options)),
    };
    say('the cluster is up');
  }

  /** Several scenarios may run the same image: it is imported once. */
  private importImage(ociTarPath: string): Promise<void> {
    const [program, args] = this.ctr('images', 'import', '--local', ociTarPath);
    const known = this.imports.get(ociTarPath) ?? printed(program, args, { timeoutSeconds: 600 });
    this.imports.set(ociTarPath, known);
    return known.then(() => undefined);
  }

  private ctr(...args: string[]): [program: string, args: string[]] {
    return this.inNamespaces.inside(containerd.path('ctr'), [...ctrArguments, ...args]);
  }

  private spawn(program: string, args: readonly string[], { log, env }: SpawnOptions): Spawned {
    const path = isAbsolute(log) ? log : this.folder.file('log', log);
    return new Component(log, path, this.inNamespaces.inside(program, args), { ...this.client, ...env });
  }

  private launchPart({ name, args }: Part): Component {
    return this.launch(name, this.binaries.path('kube'), [name, ...args]);
  }

  private launch(name: string, program: string, args: readonly string[]): Component {
    const component = new Component(
      name,
      this.folder.file('log', `${name}.log`),
      this.inNamespaces.inside(program, args),
      this.client,
    );
    this.components.push(component);
    return component;
  }

  private until(what: string, seconds: number, probe: () => boolean | Promise<boolean>): Promise<void> {
    const unlessStopped = (): boolean | Promise<boolean> => {
      if (this.stopping) throw new Error(`stopped while waiting for ${what}`);
      return probe();
    };
    return waitFor(what, seconds, unlessStopped, this.components);
  }

  /** What kubectl answers, as long as it has an answer. */
  private async ask(...args: string[]): Promise<string | undefined> {
    const { code, stdout } = await this.run('kubectl', args, { timeoutSeconds: 10 });
    return code === 0 ? stdout : undefined;
  }
}
