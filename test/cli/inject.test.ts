import { parseAllDocuments, stringify } from 'yaml';
import { likeGo } from '../../helm/values/go-scalars';
import { isObject, type JsonObject } from '../../injection';
import { decide, goldenPods } from '../injection/golden-pods';
import { cai, type Ended } from './in-process';

const read = (text: string): unknown[] => parseAllDocuments(text, { ...likeGo }).map((one) => one.toJS() as unknown);
const asYaml = (...objects: readonly unknown[]): string =>
  objects
    .map((object) => stringify(object, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false }))
    .join('---\n');

/** What is a manifest that kubectl could send; the others are inputs that only a program can make. */
const cases = goldenPods()
  .filter(({ kind, input }) => (kind === 'pod' || kind === 'workload') && isObject(input))
  .map((one) => ({ ...one, outcome: decide(one), object: one.input as JsonObject }));

test('the golden folder is large enough to mean something', () => {
  expect(cases.length).toBeGreaterThan(60);
});

describe.each(cases)('$name', ({ object, outcome }) => {
  const isDenied = outcome.decision === 'denied';

  test('is made what the webhook makes of it', async () => {
    const ended = await cai(['inject', '-f', '-', '-o', 'json'], { stdin: JSON.stringify(object) });
    expect(codesOf(ended)).toEqual([...outcome.warnings, ...outcome.problems].map(({ code }) => code));
    if (isDenied) expect(ended).toMatchObject({ code: 1, stdout: '' });
    else expect([ended.code, JSON.parse(ended.stdout)]).toEqual([0, outcome.object]);
  });

  test('says what the webhook says, with the place', async () => {
    const { stdout, code } = await cai(['explain', '-f', '-', '-o', 'json'], { stdin: JSON.stringify(object) });
    const [explained] = JSON.parse(stdout) as { decision: string; problems: Found[]; warnings: Found[] }[];
    expect([code, explained?.decision]).toEqual([isDenied ? 1 : 0, outcome.decision]);
    expect(withoutPlaces(explained?.problems)).toEqual(outcome.problems.map(({ message }) => message));
    expect(withoutPlaces(explained?.warnings)).toEqual(outcome.warnings.map(({ message }) => message));
  });

  test('as YAML it is the same object', async () => {
    const { code, stdout } = await cai(['inject', '-f', 'pod.yaml'], { files: { 'pod.yaml': asYaml(object) } });
    expect([code, read(stdout)]).toEqual(isDenied ? [1, []] : [0, [outcome.object]]);
  });
});

interface Found {
  readonly code: string;
  readonly message: string;
}

/** Messages as the webhook has them: file, line, column and object stand in none. */
function withoutPlaces(found: readonly Found[] = []): string[] {
  return found.map(({ message }) => message.replace(/: standard input:\d+:\d+: [^:]*: /u, ': '));
}

function codesOf({ stderr }: Ended): string[] {
  const lines = stderr.split('\n').filter(Boolean);
  return lines.map((line) => (JSON.parse(line) as Found).code);
}

const good = cases.filter(({ outcome }) => outcome.decision !== 'denied');

test('many documents keep their order, in a stream, in a List and as JSON', async () => {
  const stream = await cai(['inject', '-f', '-'], { stdin: asYaml(...good.map(({ object }) => object)) });
  const expected = good.map(({ outcome }) => outcome.object);
  expect([stream.code, read(stream.stdout)]).toEqual([0, expected]);
  const list = { apiVersion: 'v1', kind: 'List', items: good.map(({ object }) => object) };
  const listed = await cai(['inject', '-f', '-', '-o', 'json'], { stdin: JSON.stringify(list) });
  expect([listed.code, JSON.parse(listed.stdout)]).toEqual([0, { ...list, items: expected }]);
  const joined = await cai(['inject', '-f', '-', '-o', 'json'], { stdin: asYaml(...list.items) });
  expect(JSON.parse(joined.stdout)).toEqual({ ...list, items: expected });
});

test('one that is denied stops all, and all problems are told', async () => {
  const denied = cases.filter(({ outcome }) => outcome.decision === 'denied').slice(0, 5);
  const stdin = asYaml(...good.slice(0, 3).map(({ object }) => object), ...denied.map(({ object }) => object));
  const ended = await cai(['inject', '-f', '-'], { stdin });
  expect(ended).toMatchObject({ code: 1, stdout: '' });
  expect(ended.stderr.match(/^error: /gm)).toHaveLength(denied.flatMap(({ outcome }) => outcome.problems).length);
});

test('what is injected once is left as it is the second time', async () => {
  const once = await cai(['inject', '-f', '-'], { stdin: asYaml(...good.map(({ object }) => object)) });
  const twice = await cai(['inject', '-f', '-'], { stdin: once.stdout });
  expect(twice.code).toBe(0);
  expect(twice.stdout).toBe(once.stdout);
});

const bystander = `# a comment that stays
apiVersion: v1
kind: Service   # here too
metadata: { name: "s", labels: { version: "1.10", on: 'yes' } }
spec:
  ports:
    - {port: 80} # flow stays flow

  selector: {}
# the end
`;

test('what asks for nothing keeps its bytes', async () => {
  const pod = asYaml(good.find(({ outcome }) => outcome.decision === 'injected')?.object);
  const stdin = `${bystander}---\n${pod}--- # an empty one\n---\n# only a comment\n--- \n${bystander}`;
  const { stdout } = await cai(['inject', '-f', '-'], { stdin });
  const [first, injected, ...others] = stdout.split(/^---(?: .*)?\n/mu);
  expect([first, ...others]).toEqual([bystander, '', '# only a comment\n', bystander]);
  expect(injected).toContain('cai-sidecar-cachefs');
});

test.each([
  ['as it is written', bystander],
  ['with carriage returns', bystander.replaceAll('\n', '\r\n')],
  ['with separators before and after', `---\n${bystander}---\n`],
  [
    'with ends of documents, directives and comments between',
    `%YAML 1.1\n---\n${bystander}...\n# between\n---\na: 1\n`,
  ],
  ['as JSON', '{"kind": "Service",\t"items": []}\n'],
])('a file without anything to inject comes back byte by byte: %s', async (_, stdin) => {
  expect(await cai(['inject', '-f', '-'], { stdin })).toMatchObject({ code: 0, stdout: stdin, stderr: '' });
});

test('templates of the installation decide, as JSON and as YAML', async () => {
  const sidecars = { tng: { image: 'registry.example.com/tng', version: '2.2.3' } };
  const pod = JSON.stringify(cases.find(({ name }) => name === 'seed-document')?.object);
  for (const text of [JSON.stringify({ sidecars }), stringify({ sidecars })]) {
    const files = { 'templates.yaml': text };
    const { stdout } = await cai(['inject', '-f', '-', '--templates', 'templates.yaml'], { stdin: pod, files });
    expect(stdout).toContain('registry.example.com/tng:2.2.');
  }
});

test('YAML is read as Kubernetes reads it', async () => {
  const stdin = bystander.replace("on: 'yes'", 'on: yes').replace('"1.10"', '1.10');
  const { stdout } = await cai(['inject', '-f', '-', '-o', 'json'], { stdin });
  expect(JSON.parse(stdout)).toMatchObject({ metadata: { labels: { version: 1.1, true: true } } });
});
