import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (path: string): string => readFileSync(join(__dirname, '..', path), 'utf8');
const page = read('docs/dependencies.md');
const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string> | undefined>;

/** Package to reason, from the table below a heading. */
function tableBelow(heading: string): Map<string, string> {
  const [, section = ''] = page.split(`## ${heading}\n`);
  const [table = ''] = section.split('\n## ');
  return new Map(
    [...table.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)].map(([, name = '', reason = '']) => [name, reason]),
  );
}

test.each([
  ["Of the library's users", 'peerDependencies'],
  ['In the package', 'dependencies'],
  ['For development', 'devDependencies'],
])('%s: the page lists exactly the %s, each with a reason', (heading, key) => {
  const listed = tableBelow(heading);
  expect([...listed.keys()].sort()).toEqual(Object.keys(manifest[key] ?? {}).sort());
  for (const [name, reason] of listed) expect([name, reason]).toEqual([name, expect.stringMatching(/^.{15,}\.$/)]);
});

test('the page tells of every override', () => {
  const [, section = ''] = page.split('## Overrides\n');
  const overrides = Object.keys(manifest.overrides ?? {});
  expect(overrides.filter((name) => !section.includes(`\`${name}\``))).toEqual([]);
});
