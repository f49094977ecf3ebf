import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Component } from '../cluster/component';
import type { Image } from '../images/image';
import { printed, runProgram, type CommandOptions, type CommandResult } from '../program';

/** The addresses of the machine and of its Pod. */
export const addresses = { machine: '10.77.0.1', pod: '10.77.0.2', podV6: 'fd77::2' } as const;

// Prints its own number as the world outside sees it.
const firstProcess = String.raw`
read -r pid rest < /proc/self/stat
mount -t proc proc /proc
mount -t tmpfs tmpfs /run
mount --make-rshared /
ip link set lo up
ip netns add pod
ip link add outside type veth peer name eth0 netns pod
ip addr add ${addresses.machine}/24 dev outside
ip addr add fd77::1/64 dev outside nodad
ip link set outside up
ip -n pod link set lo up
ip -n pod addr add ${addresses.pod}/24 dev eth0
ip -n pod addr add ${addresses.podV6}/64 dev eth0 nodad
ip -n pod link set eth0 up
ip -n pod route add default via ${addresses.machine}
echo "$pid"
while :; do sleep 3600 & wait; done
`;

const kinds = ['--mount', '--net', '--pid', '--uts', '--ipc'];
const environment = { PATH: `${process.env.PATH ?? ''}:/usr/sbin:/sbin` };

/** A node without Kubernetes: namespaces with a shared tree of mounts, in which runc runs the containers of one Pod. */
export class Machine {
  /** Of the Pod, in the machine. */
  readonly podFolder = '/run/e2e/pod';
  readonly podNetwork = '/run/netns/pod';
  readonly ownNetwork = '/proc/1/ns/net';
  readonly cgroup: string;

  private constructor(
    /** Seen from inside and from outside. */
    readonly folder: string,
    private readonly holder: ChildProcess,
    private readonly pid: string,
  ) {
    this.cgroup = `/${basename(folder)}`;
  }

  /** `scratch`: a folder that is removed with the run, should this one not come to its end. */
  static async start(scratch: string): Promise<Machine> {
    const folder = await mkdtemp(join(scratch, 'sidecars-'));
    const unshare = ['unshare', ...kinds, '--fork', '--kill-child', '--propagation', 'private'];
    // a runner that is killed takes the machine along
    const command = ['--pdeathsig', 'KILL', ...unshare, '/bin/sh', '-ec', firstProcess];
    const env = { ...process.env, ...environment };
    const holder = spawn('setpriv', command, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const pid = await new Promise<string>((resolve, reject) => {
      holder.stdout.setEncoding('utf8').once('data', (text: string) => {
        resolve(text.trim());
      });
      holder.once('exit', () => {
        reject(new Error('the namespaces ended at once'));
      });
    });
    return new Machine(folder, holder, pid);
  }

  /** The command that runs a program inside. */
  inside(program: string, args: readonly string[]): [program: string, args: string[]] {
    const target = ['--target', this.pid, ...kinds];
    return ['env', [`PATH=${environment.PATH}`, 'nsenter', ...target, program, ...args]];
  }

  run(program: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
    return runProgram(...this.inside(program, args), options);
  }

  /** What a shell text prints, run inside. */
  sh(text: string, ...args: string[]): Promise<string> {
    return printed(...this.inside('/bin/sh', ['-ec', text, 'sh', ...args]));
  }

  /** Starts a program that runs until the machine stops. */
  spawn(name: string, command: readonly [program: string, ...args: string[]], env: Record<string, string>): Component {
    const [program, ...args] = command;
    return new Component(name, join(this.folder, `${name}.log`), this.inside(program, args), env);
  }

  /** The folder with an image's files. */
  async unpack(image: Image): Promise<string> {
    const root = join(this.folder, 'images', image.hash);
    await mkdir(root, { recursive: true });
    await image.unpack(root);
    return root;
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.holder.once('exit', resolve));
    if (this.holder.exitCode === null && this.holder.signalCode === null) {
      this.holder.kill('SIGKILL');
      await gone;
    }
    const groups =
      'for group in /sys/fs/cgroup"$1" /sys/fs/cgroup/*"$1"; do find "$group" -depth -type d -delete; done';
    await runProgram('/bin/sh', ['-c', groups, 'sh', this.cgroup]);
    await rm(this.folder, { recursive: true, force: true });
  }
}
