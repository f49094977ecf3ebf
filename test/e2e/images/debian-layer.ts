import { chmod, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { printed } from '../program';
import type { LayerRecipe } from './layer';
import { compileAll, compilePython } from './root-folder';

const suite = 'bookworm';

// what the maintainers' scripts of packages that are not installed would have written
const accounts = {
  'etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nnonroot:x:65532:65532::/tmp:/bin/sh\n',
  'etc/group': 'root:x:0:\nnonroot:x:65532:\n',
  'etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\n',
};
const emptyFolders = ['proc', 'sys', 'dev', 'run', 'tmp', 'root', 'etc'];
const unread = ['usr/share/doc', 'usr/share/man', 'usr/share/locale', 'usr/share/info', 'usr/share/lintian'];

/**
 * A root of Debian packages and what they depend on. They are laid out, not installed: no script of theirs runs, on
 * this machine least of all. `links` are what a script would have linked: the path, and what it leads to.
 */
export function debianLayer(packages: readonly string[], links?: Readonly<Record<string, string>>): LayerRecipe {
  return {
    title: `Debian ${suite} with ${packages.join(', ')}`,
    kept: true,
    inputs: { suite, packages, accounts, emptyFolders, unread, compileAll, links },
    fill: async (folder) => {
      const state = `${folder}.apt`;
      try {
        for (const archive of await download(packages, state)) {
          const extract = 'dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2" --keep-directory-symlink';
          await printed('/bin/sh', ['-ec', extract, 'extract', archive, folder]);
        }
      } finally {
        await rm(state, { recursive: true, force: true });
      }
      for (const path of unread) await rm(join(folder, path), { recursive: true, force: true });
      for (const path of emptyFolders) await mkdir(join(folder, path), { recursive: true });
      await chmod(join(folder, 'tmp'), 0o1777);
      for (const [path, text] of Object.entries(accounts)) await writeFile(join(folder, path), text);
      for (const [path, target] of Object.entries(links ?? {})) await symlink(target, join(folder, path));
      await compilePython({ root: folder }, '/usr/lib/python3.11');
    },
  };
}

/** Fetches packages with an apt that believes in a machine on which nothing is installed yet. */
async function download(packages: readonly string[], state: string): Promise<string[]> {
  const archives = join(state, 'cache/archives');
  for (const path of [join(state, 'lists/partial'), join(archives, 'partial')]) await mkdir(path, { recursive: true });
  await writeFile(join(state, 'status'), '');
  await writeFile(join(state, 'sources.list'), await sources());
  const options = {
    'Dir::Etc::sourcelist': join(state, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State': state,
    'Dir::State::status': join(state, 'status'),
    'Dir::Cache': join(state, 'cache'),
    'APT::Sandbox::User': 'root',
    'APT::Install-Recommends': '0',
  };
  const apt = ['--quiet', ...Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
  await printed('apt-get', [...apt, 'update']);
  await printed('apt-get', [...apt, '--yes', '--download-only', 'install', ...packages], { timeoutSeconds: 1800 });
  const names = await readdir(archives);
  return names.filter((name) => name.endsWith('.deb')).map((name) => join(archives, name));
}

/** The archives that the machine itself uses, of the wanted suite. */
async function sources(): Promise<string> {
  const format = '$(CODENAME) $(SITE) $(RELEASE)';
  const listing = await printed('apt-get', [
    'indextargets',
    '--format',
    format,
    'Created-By: Packages',
    'Origin: Debian',
  ]);
  const lines = listing.split('\n').filter(Boolean);
  if (lines.length === 0) throw new Error('apt knows no archive of Debian; apt-get update makes it look');
  return [...new Set(lines)]
    .map((line) => {
      const [codename = '', site = '', release = ''] = line.split(' ');
      const wanted = release.replace(codename.split('-')[0] ?? '', suite);
      return `deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${site} ${wanted} main\n`;
    })
    .join('');
}
