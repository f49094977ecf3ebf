import { readFile } from 'node:fs/promises';

const staticGocryptfs =
  'curl -L https://github.com/rfjakob/gocryptfs/releases/download/v2.4.0/gocryptfs_v2.4.0_linux-static_amd64.tar.gz | sudo tar -xz -C /usr/local/bin gocryptfs';

/** How distributions install gocryptfs and FUSE, by the names that /etc/os-release has. */
const commands: readonly (readonly [ids: readonly string[], gocryptfs: string, fuse: string])[] = [
  [['alinux'], 'sudo yum install -y gocryptfs', 'sudo yum install -y fuse'],
  [['anolis'], 'sudo yum install -y anolis-epao-release && sudo yum install -y gocryptfs', 'sudo yum install -y fuse'],
  [['debian', 'ubuntu'], 'sudo apt-get install -y gocryptfs', 'sudo apt-get install -y fuse3'],
  [['fedora'], 'sudo dnf install -y gocryptfs', 'sudo dnf install -y fuse3'],
  [['rhel', 'centos'], staticGocryptfs, 'sudo dnf install -y fuse3'],
  [['arch'], 'sudo pacman -S gocryptfs', 'sudo pacman -S fuse3'],
  [['alpine'], 'sudo apk add gocryptfs', 'sudo apk add fuse3'],
  [['suse', 'opensuse'], 'sudo zypper install gocryptfs', 'sudo zypper install fuse3'],
];

/** The commands that install what is missing. */
export interface InstallCommands {
  readonly gocryptfs: string;
  readonly fuse: string;
}

/**
 * How to install gocryptfs and FUSE.
 *
 * @param osRelease text of /etc/os-release
 */
export function installCommands(osRelease: string): InstallCommands {
  const value = (key: string): string => new RegExp(`^${key}="?([^"\n]*)"?$`, 'm').exec(osRelease)?.[1] ?? '';
  // the distribution's own name goes before those that it is like
  for (const id of [value('ID'), ...value('ID_LIKE').split(' ')]) {
    const found = commands.find(([ids]) => ids.some((name) => id === name || id.startsWith(`${name}-`)));
    if (found) return { gocryptfs: found[1], fuse: found[2] };
  }
  return { gocryptfs: staticGocryptfs, fuse: "your distribution's package fuse3 or fuse" };
}

/** How to install gocryptfs and FUSE on this machine. */
export async function installCommandsHere(): Promise<InstallCommands> {
  return installCommands(await readFile('/etc/os-release', 'utf8').catch(() => ''));
}
