import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Artefact } from './artefact';
import { cgroupProblem } from './cluster/cgroup';
import { cniPlugins, runc } from './cluster/node';
import { containerd, coreDns, helm3 } from './go-tools';
import type { Image } from './images/image';
import { pauseImage } from './images/images';
import { kubernetes } from './kubernetes/build';
import { defaultVersion, type KubernetesVersion } from './kubernetes/versions';
import { printed, runProgram, type CommandOptions } from './program';
import type { Say } from './progress';

/** What a run needs of the machine. */
export interface Needs {
  /** A cluster is started here, not taken from KUBECONFIG. */
  readonly ownCluster: boolean;
  readonly apiServers: readonly KubernetesVersion[];
  readonly images: readonly Image[];
  /** Whatever else scenarios need, after the images. */
  readonly artefacts: readonly Artefact[];
}

/** Something a machine must have. */
interface Requirement {
  readonly what: string;
  /** What is wrong with it on this machine. */
  readonly problem: () => string | undefined | Promise<string | undefined>;
  /** Debian packages with blanks between them, or else what a person does about it. */
  readonly remedy: { readonly package: string } | { readonly advice: string };
}

const install = 'npm run e2e -- --install';

const building: readonly Requirement[] = [
  {
    what: 'Go 1.26 or newer',
    problem: goProblem,
    remedy: { advice: 'unpack the official archive of Go in /usr/local and put /usr/local/go/bin into PATH' },
  },
];

const running: readonly Requirement[] = [
  {
    what: 'root',
    problem: () => (process.getuid?.() === 0 ? undefined : 'namespaces and mounts need it'),
    remedy: { advice: 'sudo -E npm run e2e' },
  },
  { what: 'control groups', problem: cgroupProblem, remedy: { advice: 'mount -t cgroup2 none /sys/fs/cgroup' } },
  {
    what: 'the overlay file system',
    problem: () => (/\toverlay$/m.test(readFileSync('/proc/filesystems', 'utf8')) ? undefined : 'the kernel lacks it'),
    remedy: { advice: 'modprobe overlay' },
  },
  {
    what: 'FUSE',
    problem: () => (existsSync('/dev/fuse') ? undefined : '/dev/fuse is not there'),
    remedy: { advice: 'modprobe fuse' },
  },
  {
    what: 'bridges that iptables sees',
    problem: () => (existsSync('/proc/sys/net/bridge') ? undefined : 'the kernel module br_netfilter is not there'),
    remedy: { advice: 'modprobe br_netfilter' },
  },
  command('bash', 'bash'),
  command('unshare', 'util-linux'),
  command('nsenter', 'util-linux'),
  command('setpriv', 'util-linux'),
  command('mount', 'mount'),
  command('ip', 'iproute2'),
  command('iptables', 'iptables'),
  command('openssl', 'openssl'),
  command('nginx', 'nginx-light'),
  command('jq', 'jq'),
  command('curl', 'curl'),
  command('shellcheck', 'shellcheck'),
  file(runc, 'runc'),
  file(join(cniPlugins, 'bridge'), 'containernetworking-plugins'),
  file(join(cniPlugins, 'portmap'), 'containernetworking-plugins'),
];

/** For the container images, which are made from Debian's and PyPI's packages. */
const imageMaking: readonly Requirement[] = [
  command('apt-get', 'apt'),
  command('dpkg-deb', 'dpkg'),
  {
    what: 'a C compiler that links statically',
    problem: async () =>
      (await succeeds('gcc', { input: 'int main() {}' }, '-static', '-x', 'c', '-o', '/dev/null', '-'))
        ? undefined
        : 'gcc is not there, or lacks libc.a',
    remedy: { package: 'gcc libc6-dev' },
  },
  {
    what: 'pip',
    problem: async () => ((await succeeds('python3', {}, '-m', 'pip', '--version')) ? undefined : 'python3 has none'),
    remedy: { package: 'python3-pip' },
  },
];

export interface Missing {
  readonly text: string;
  readonly install: string;
  readonly package?: string;
}

function requirements(needs: Needs): readonly Requirement[] {
  return needs.ownCluster || needs.apiServers.length > 0 ? [...building, ...running, ...imageMaking] : building;
}

/** What every run needs comes first, and what shares most of its packages with what was built comes next. */
function compiled(needs: Needs): Artefact[] {
  return [
    ...(needs.ownCluster ? [kubernetes(defaultVersion), containerd, coreDns] : []),
    ...needs.apiServers.filter((version) => version !== defaultVersion || !needs.ownCluster).map(kubernetes),
  ];
}

function laidOut(needs: Needs): Artefact[] {
  if (!needs.ownCluster) return [];
  const images = [pauseImage, ...needs.images].map((image) => image.artefact);
  return [...images, ...needs.artefacts.filter(({ isCompiled }) => !isCompiled)];
}

/** What single scenarios need of compilers. Most scenarios wait more than they work, so it can be made meanwhile. */
function compiledLater(needs: Needs): Artefact[] {
  // a cluster of somebody's own is asked through Helm 3, too
  return needs.artefacts.filter((one) => one.isCompiled && (needs.ownCluster || one === helm3));
}

function artefacts(needs: Needs): Artefact[] {
  return [...compiled(needs), ...laidOut(needs)];
}

/** Everything that this machine lacks, each with the command that installs it; `later`: and what can be made during the run. */
export async function missing(needs: Needs, { later }: { later: boolean }): Promise<Missing[]> {
  const lacks = await machineLacks(needs);
  const all = [...artefacts(needs), ...(later ? compiledLater(needs) : [])];
  const unbuilt = all.filter((artefact) => !artefact.isMade);
  return [...lacks, ...unbuilt.map(({ title }) => ({ text: `${title} is not built`, install }))];
}

async function machineLacks(needs: Needs): Promise<Missing[]> {
  const found: Missing[] = [];
  for (const { what, problem, remedy } of requirements(needs)) {
    const text = await problem();
    if (text === undefined) continue;
    found.push(
      'package' in remedy
        ? { text: `${what}: ${text}`, install: `apt-get install ${remedy.package}`, package: remedy.package }
        : { text: `${what}: ${text}`, install: remedy.advice },
    );
  }
  return found;
}

/** Installs the packages that are missing, then builds what a run begins with. What it cannot install stays missing. */
export async function installMissing(needs: Needs, say: Say): Promise<void> {
  const packages = new Set((await machineLacks(needs)).flatMap((lack) => lack.package?.split(' ') ?? []));
  if (packages.size > 0) {
    say(`installing ${[...packages].join(', ')}`);
    const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutSeconds: 15 * 60 };
    const apt = ['-q', '-y', '-o', 'DPkg::Lock::Timeout=300'];
    await printed('apt-get', [...apt, 'update'], options);
    await printed('apt-get', [...apt, 'install', '--no-install-recommends', ...packages], options);
  }
  const lacks = await machineLacks(needs);
  if (lacks.length > 0) return;
  // compilers wait for processors, and most of the images for the network
  const lanes = [compiled(needs), laidOut(needs)].map(async (lane) => {
    for (const artefact of lane) await artefact.ensure(say);
  });
  await Promise.all(lanes);
}

/** Builds what can be made during the run, one after the other. A scenario waits for its own, and is told what went wrong. */
export async function buildLater(needs: Needs, say: Say): Promise<void> {
  for (const artefact of compiledLater(needs)) await artefact.ensure(say).catch(() => undefined);
}

function command(name: string, debianPackage: string): Requirement {
  return {
    what: name,
    problem: () => (isOnPath(name) ? undefined : 'the command is not there'),
    remedy: { package: debianPackage },
  };
}

function file(path: string, debianPackage: string): Requirement {
  return {
    what: path,
    problem: () => (existsSync(path) ? undefined : 'the file is not there'),
    remedy: { package: debianPackage },
  };
}

function isOnPath(name: string): boolean {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

async function succeeds(program: string, options: CommandOptions, ...args: string[]): Promise<boolean> {
  return isOnPath(program) && (await runProgram(program, args, options)).code === 0;
}

async function goProblem(): Promise<string | undefined> {
  if (!isOnPath('go')) return 'the command go is not there';
  const version = (await printed('go', ['env', 'GOVERSION'])).trim();
  const [, minor = '0'] = /^go1\.(\d+)/.exec(version) ?? [];
  return Number(minor) >= 26 ? undefined : `${version} is too old`;
}
