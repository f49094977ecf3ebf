import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (path: string): string => readFileSync(join(__dirname, '..', path), 'utf8');
const page = read('docs/dependencies.md');
type Manifest = Record<string, Record<string, string> | undefined>;
const manifest = JSON.parse(read('package.json')) as Manifest;
const command = JSON.parse(read('cli/package.json')) as Manifest;

/** Package to reason, from the table below a heading. */
function tableBelow(heading: string): Map<string, string> {
  const [, section = ''] = page.split(`## ${heading}\n`);
  const [table = ''] = section.split('\n## ');
  return new Map(
    [...table.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(([, name = '', reason = '']) => [name, reason]),
  );
}

test.each([
  ["Of the library's users", manifest, 'peerDependencies'],
  ["In the library's package", manifest, 'dependencies'],
  ['Of the command', command, 'dependencies'],
  ['For development', manifest, 'devDependencies'],
])('%s: the page lists exactly what the package.json names, each with a reason', (heading, from, key) => {
  const listed = tableBelow(heading);
  expect([...listed.keys()].sort()).toEqual(Object.keys(from[key] ?? {}).sort());
  for (const [name, reason] of listed) expect([name, reason]).toEqual([name, expect.stringMatching(/^.{15,}\.$/)]);
});

test('what library and command share is one version, which the tests run', () => {
  const tested = { ...manifest.devDependencies, ...manifest.dependencies };
  for (const [name, version] of Object.entries(command.dependencies ?? {})) {
    if (name in tested) expect([name, version]).toEqual([name, tested[name]]);
  }
  expect(command.version).toBe(manifest.version);
});

test('the page tells of every override', () => {
  const [, section = ''] = page.split('## Overrides\n');
  const overrides = Object.keys(manifest.overrides ?? {});
  expect(overrides.filter((name) => !section.includes(`\`${name}\``))).toEqual([]);
});
