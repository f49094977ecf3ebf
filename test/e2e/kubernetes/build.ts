import { copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CompiledArtefact, type Artefact } from '../artefact';
import { goBuild, goDownloaded, sourcesDigest } from '../go-build';
import type { Say } from '../progress';
import { defaultVersion, kubernetesVersions, type KubernetesVersion } from './versions';

const serverSources = ['main.go', 'server.go'];
const allSources = [...serverSources, 'node.go'];

/** The binary `kube` of a version, and `kubectl` beside it. */
export function kubernetes(version: KubernetesVersion): Artefact {
  const exact = kubernetesVersions[version];
  return version === defaultVersion
    ? new CompiledArtefact(
        `Kubernetes ${exact}`,
        `kubernetes-${exact}-${sourcesDigest(__dirname, ['go.mod', 'go.sum', ...allSources])}`,
        (folder, say) => buildAll(folder, exact, say),
      )
    : new CompiledArtefact(
        `the API server of Kubernetes ${exact}`,
        `kubernetes-api-server-${exact}-${sourcesDigest(__dirname, serverSources)}`,
        (folder, say) => buildServer(folder, exact, say),
      );
}

async function buildAll(folder: string, exact: string, say: Say): Promise<void> {
  if (!readFileSync(join(__dirname, 'go.mod'), 'utf8').includes(`k8s.io/kubernetes v${exact}\n`)) {
    throw new Error(`versions.ts says Kubernetes ${exact}, and kubernetes/go.mod pins another`);
  }
  await build(__dirname, folder, { exact, say });
}

async function build(source: string, folder: string, of: { exact: string; say: Say }): Promise<void> {
  const [major = '', minor = ''] = of.exact.split('.');
  const stamps = { gitVersion: `v${of.exact}`, gitMajor: major, gitMinor: minor, gitTreeState: 'clean' };
  const stamped = Object.entries(stamps).map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`);
  await goBuild(['build', '-ldflags', ['-s', '-w', ...stamped].join(' '), '-o', join(folder, 'kube'), '.'], {
    folder: source,
    say: of.say,
  });
  symlinkSync('kube', join(folder, 'kubectl'));
}

async function buildServer(folder: string, exact: string, say: Say): Promise<void> {
  const source = join(folder, 'source');
  mkdirSync(source);
  for (const file of serverSources) copyFileSync(join(__dirname, file), join(source, file));
  const published = readFileSync(await goDownloaded(`k8s.io/kubernetes@v${exact}`, 'GoMod'), 'utf8');
  writeFileSync(join(source, 'go.mod'), serverModule(published, exact));
  await goBuild(['mod', 'tidy'], { folder: source, say });
  await build(source, folder, { exact, say });
  rmSync(source, { recursive: true });
}

// Kubernetes publishes its go.mod with replacements that point into its own source tree: the modules that they stand
// for are published too, as v0 of the same minor version. Which they are differs from version to version.
function serverModule(published: string, exact: string): string {
  const line = (pattern: RegExp): string => {
    const found = pattern.exec(published)?.[1];
    if (!found) throw new Error(`the go.mod of Kubernetes ${exact} has no ${pattern.source}`);
    return found;
  };
  const staged = [...published.matchAll(/^\s*(\S+) => \.\/staging\//gm)].map((match) => match[1]);
  return [
    'module kubernetes',
    `go ${line(/^go (\S+)$/m)}`,
    `require k8s.io/kubernetes v${exact}`,
    `require go.etcd.io/etcd/server/v3 ${line(/go\.etcd\.io\/etcd\/client\/v3 (\S+)/)}`,
    ...staged.map((name) => `replace ${name} => ${name} v0${exact.slice(exact.indexOf('.'))}`),
    '',
  ].join('\n');
}
