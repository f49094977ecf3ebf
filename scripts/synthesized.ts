import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { charts } from '../charts';
import { exampleManifests } from '../charts/example-manifests';
import { chartFiles } from '../helm';
import { manifestYaml } from '../helm/manifest-yaml';

/** What `npm run synth` makes and the repository has: each chart as a folder, and the manifests of the examples. */
export function synthesized(): Map<string, string> {
  const manifests = exampleManifests().map(({ name, objects }): [string, string] => [
    `manifests/${name}.k8s.yaml`,
    manifestYaml(objects),
  ]);
  const files = [...charts].flatMap(([name, { definition }]) =>
    [...chartFiles(definition)].map(([path, text]): [string, string] => [`helm/${name}/${path}`, text]),
  );
  return new Map([...manifests, ...files]);
}

/** Files that differ from what is made now, that lack, or that nothing makes any more. */
export function staleFiles(folder: string, expected: ReadonlyMap<string, string>): string[] {
  const committed = filesBelow(folder);
  const wrong = [...expected].flatMap(([path, text]) => {
    if (!committed.includes(path)) return [`${path} is missing`];
    return readFileSync(join(folder, path), 'utf8') === text ? [] : [`${path} is out of date`];
  });
  const left = committed.filter((path) => !expected.has(path)).map((path) => `${path} is made by nothing`);
  return [...wrong, ...left].sort();
}

/** Packages and their index are made beside, for a chart repository; they are not committed. */
function filesBelow(folder: string): string[] {
  return ['helm', 'manifests']
    .filter((part) => existsSync(join(folder, part)))
    .flatMap((part) => readdirSync(join(folder, part), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.endsWith('.tgz') && path !== 'helm/index.yaml');
}
