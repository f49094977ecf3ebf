import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { remainsOpen, threats } from '../../../cli/report/threats';
import { weighedCodes } from '../../../cli/report/switches';
import '../../../injection';
import { catalogue } from '../../../problems';
import { expectGoldenFolder } from '../../support/golden';
import { standInKubectl } from '../doctor/stand-in-kubectl';
import { cai, type Ended } from '../in-process';
import { keyMarker, keyPem } from '../../support/test-certificates';
import { faultsOf, textOfPage } from './page-reading';
import { safeDescription, unsafeDescription } from './subjects';

const root = join(__dirname, '../../..');
const podFile = (name: string): string => readFileSync(join(root, 'test/injection/pods', `${name}.yaml`), 'utf8');
const date = ['--date', '2026-11-24'];

async function reported(text: string, ...args: string[]): Promise<Ended> {
  return cai(['report', '--out', '-', ...date, ...args], { files: { 'cai.yaml': text, 'pod.yaml': text } });
}

const sections = [
  'Unsafe switches in use',
  'Flow and trust boundaries',
  'What protects each asset',
  'Versions and compatibility',
  'Secured ports',
  'Threats in short',
  'What remains open',
  'Appendix: injected Pod: Deployment/cai-vllm',
];

test('the pages of two descriptions are those that are committed', async () => {
  const [unsafe, safe] = [await reported(unsafeDescription), await reported(safeDescription)];
  expect([unsafe.code, safe.code]).toEqual([0, 0]);
  expectGoldenFolder(
    'report',
    new Map([
      ['safe.html', safe.stdout],
      ['unsafe.html', unsafe.stdout],
    ]),
  );
});

test.each([
  ['unsafe', unsafeDescription],
  ['safe', safeDescription],
])('the page of the %s description loads nothing, and is sound as markup', async (_, text) => {
  const { stdout } = await reported(text);
  expect(faultsOf(stdout)).toEqual([]);
  expect(stdout).not.toMatch(/<script|<img|<link|<iframe|<object|@import|url\((?!#)| src=| style="| on[a-z]+="/);
  const [, style = ''] = /<style>([^<]*)<\/style>/.exec(stdout) ?? [];
  const hash = createHash('sha256').update(style).digest('base64');
  expect(stdout).toContain(
    `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
  );
  expect(stdout).toContain('<html lang="en">');
  expect([...stdout.matchAll(/<h2 [^>]*>([^<]*)<\/h2>/g)].map(([, title]) => title)).toEqual(sections);
  const ids = [...stdout.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(ids).toEqual([...new Set(ids)]);
  for (const [, target] of stdout.matchAll(/ href="#([^"]*)"/g)) expect(ids).toContain(target);
});

function titlesOf({ stdout }: Ended): string[] {
  return [...stdout.matchAll(/<span class="id">S\d+<\/span> ([^<]*) </g)].map(([, title = '']) => title.trim());
}

test('every unsafe switch of a description is told, the worst first, with its place', async () => {
  const ended = await reported(unsafeDescription);
  expect(titlesOf(ended)).toEqual([
    'Trustee is reached over plain http',
    'Sample evidence is allowed',
    'Evidence of the GPU is switched off',
    'Trustee does not belong to the version set',
    'The admission policy is switched off',
    'The webhook does not see the namespace of the service',
    'A probe or hook opens a path of a secured port',
    'A probe or hook opens a path of a secured port',
    'A probe or hook opens a path of a secured port',
    'Trustee runs at the cloud provider',
    'The bucket is read over plain http',
    'The bucket is public',
    'No API key',
    'Images without a digest',
    'A secret in plain text on a container',
    'Code of the model is run',
    'Which policies Trustee applies cannot be seen from here',
    'A combination of versions that the vendor does not list as tested',
  ]);
  const text = textOfPage(ended.stdout);
  for (const place of [
    'cai.yaml:4:12',
    'cai.yaml:10:20 (vllm.caiOptions.gpu-ra-enable)',
    'cai.yaml:7:12 (versions.trustee)',
  ])
    expect(text).toContain(place);
  expect(ended.stderr).toMatch(
    /\nthe report: of the settings 9 break a protection, 7 weaken one, and 2 should be known\n$/,
  );
});

test('where nothing is unsafe, that is said', async () => {
  const ended = await reported(safeDescription, '--strict');
  expect(ended.code).toBe(0);
  expect(ended.stderr).toBe('the report: of the settings 0 break a protection, 0 weaken one, and 1 should be known\n');
  expect(textOfPage(ended.stdout)).toContain('None. Nothing that was read switches a protection off or weakens one.');
});

test('no secret gets into the page, and what is masked is said', async () => {
  const unsafe = await reported(unsafeDescription);
  expect(unsafe.stdout).not.toContain('hf-value-of-a-secret');
  expect(textOfPage(unsafe.stdout)).toContain('HF_TOKEN');
  const secret = 'value-of-a-secret';
  const pod = `apiVersion: v1
kind: Pod
metadata:
  name: a
  annotations: { kubectl.kubernetes.io/last-applied-configuration: '{"env": "${secret}"}' }
spec:
  initContainers:
    - { name: b, image: i, env: [{ name: PLAIN, value: ${secret} }] }
    - { name: cai-sidecar-tng, image: i, env: [{ name: CAI_TNG_CONFIG, value: ${secret} }] }
  containers:
    - name: inference-service
      image: i
      args: [--api-key, ${secret}, --hf-token=${secret}, --max-model-len, "4096"]
      env: [{ name: K, valueFrom: { secretKeyRef: { name: reference, key: k } } }, { name: URL, value: "http://u:${secret}@h" }]
      readinessProbe: { httpGet: { port: 1, httpHeaders: [{ name: Authorization, value: ${secret} }] } }
  volumes:
    - { name: v, csi: { driver: d, volumeAttributes: { akSecret: ${secret}, url: "https://u:${secret}@h/" } } }
`;
  const given = await reported(pod, '-f', 'pod.yaml');
  expect(given.stdout).not.toContain(secret);
  const text = textOfPage(given.stdout);
  for (const kept of ['--max-model-len', '4096', 'secretKeyRef', 'name: reference', '--api-key, --hf-token'])
    expect(text).toContain(kept);
});

test('a private key among the options does not get into the page', async () => {
  const given = podFile('trustee-authorities').replace(
    '"-----BEGIN',
    () => `"${JSON.stringify(keyPem).slice(1, -1)}-----BEGIN`,
  );
  const { stdout, stderr } = await reported(given, '-f', 'pod.yaml');
  expect(textOfPage(stdout)).toContain('CAI5020');
  expect(stdout + stderr).not.toContain(keyMarker.slice(0, 10));
});

test('whose certificates of Trustee are believed is told', async () => {
  const { stdout } = await reported(podFile('trustee-authorities'), '-f', 'pod.yaml');
  expect(textOfPage(stdout)).toMatch(/Its authorities cai-webhook-ca e70f862da20e \(until 2125-12-08\)/);
});

test('manifests: what the injection refuses, warns of and ignores', async () => {
  const warned = await reported(podFile('http-probes'), '-f', 'pod.yaml');
  expect(titlesOf(warned)).toContain('A probe or hook opens a path of a secured port');
  expect(textOfPage(warned.stdout)).toMatch(/Set at pod\.yaml:\d+:\d+ Found/);
  const refused = await reported(podFile('denied-host-namespaces'), '-f', 'pod.yaml');
  expect(refused.code).toBe(0);
  expect(refused.stdout).toContain('>Refused Pod: Pod/web</h2>');
  expect(textOfPage(refused.stdout)).toContain('not told: it is not protected');
  expect(titlesOf(refused)).toContain("The Pod uses the node's network".replace("'", '&#39;'));
  expect(textOfPage(refused.stdout)).toContain('No Pod that was read is protected: there is nothing to draw.');
  expect(titlesOf(await reported(podFile('bystander'), '-f', 'pod.yaml'))).toEqual(['A Pod asks for no protection']);
  expect((await reported(podFile('bystander'), '-f', 'pod.yaml')).stdout).toContain(
    '>Pod without protection: Pod/web</h2>',
  );
  const plain = await reported(podFile('no-secured-port'), '-f', 'pod.yaml');
  expect(textOfPage(plain.stdout)).toContain('TNG is left out');
  for (const { stdout } of [warned, refused, plain]) expect(faultsOf(stdout)).toEqual([]);
});

async function live(pod: object, ...args: string[]): Promise<Ended> {
  const KUBECTL = standInKubectl([{ words: ['pod/cai-vllm', '--namespace', 'models'], stdout: pod }]);
  const asked = ['report', '--pod', 'cai-vllm', '-n', 'models', '--out', '-', ...date, ...args];
  return cai(asked, { files: { 'cai.yaml': safeDescription }, env: { ...process.env, KUBECTL } });
}

async function injectedPod(): Promise<{ metadata: object }> {
  const { stdout } = await cai(['inject', '-f', '-', '-o', 'json'], { stdin: podFile('seed-document') });
  return JSON.parse(stdout) as { metadata: object };
}

test('a Pod that runs is held against what the injection makes, and beside what it was', async () => {
  const pod = await injectedPod();
  const running = {
    ...pod,
    metadata: { ...pod.metadata, uid: 'u-1', resourceVersion: '7' },
    status: { phase: 'Running' },
  };
  const { stdout, code } = await live(running);
  expect(code).toBe(0);
  const text = textOfPage(stdout);
  for (const said of ['uid u-1, version 7', 'unchanged', '- name: model + - name: cai-plaintext-0'])
    expect(text.replace(/ - mountPath: \/models/g, '')).toContain(said);
  expect(text).not.toContain('phase');
  const given = await cai(['report', '-f', '-', '--out', '-', ...date], { stdin: podFile('seed-document') });
  const ofTemplate = /<h3>Sidecars<\/h3>[^]*?<\/section>/;
  expect(ofTemplate.exec(stdout)?.[0]).toBe(ofTemplate.exec(given.stdout)?.[0]);
});

test('a Pod that runs without its sidecars is not taken for protected', async () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'cai-vllm', uid: 'u', annotations: {} }, spec: {} };
  const annotations = {
    'trustiflux.alibaba.com/ack-cai-options': JSON.stringify({
      'cipher-text-volume': 'pvc-oss',
      'model-decryption-key-id': 'kbs:///a/b/c',
      'trustee-address': 'https://t.example.com/api',
    }),
  };
  const spec = {
    containers: [
      { name: 'a', image: 'i', ports: [{ containerPort: 8080 }], volumeMounts: [{ name: 'm', mountPath: '/m' }] },
    ],
    volumes: [{ name: 'm', persistentVolumeClaim: { claimName: 'pvc-oss' } }],
  };
  const ended = await live({ ...pod, metadata: { ...pod.metadata, annotations }, spec });
  expect(titlesOf(ended)).toContain('The Pod opted in but was never injected');
  expect(textOfPage(ended.stdout)).toContain('No Pod that was read is protected');
});

test('with cai.yaml beside a Pod, the page tells where they differ', async () => {
  const ended = await live(await injectedPod(), '-c', 'cai.yaml');
  expect(titlesOf(ended)).toContain('The Pod is not what cai.yaml describes');
  expect(textOfPage(ended.stdout)).toContain(
    'Trustee is http://192.0.2.10:8081/api, cai.yaml says https://trustee.example.com:8081/api',
  );
  // its sidecars have tags, and those of cai.yaml have digests
  expect(titlesOf(ended)).toContain('The Pod is not as injection made it');
  expect(ended.stdout.match(/<svg /g)).toHaveLength(1);
});

test('a Pod beside the service need not ask for protection, but the service must', async () => {
  const both = await reported(`${podFile('seed-document')}\n---\n${podFile('bystander')}`, '-f', 'pod.yaml');
  expect(textOfPage(both.stdout)).toContain('A Pod asks for no protection ○ note');
});

test('it is written to a file once, and with --strict the exit code tells of unsafe switches', async () => {
  const files = { 'cai.yaml': unsafeDescription };
  const first = await cai(['report', ...date, '--strict'], { files });
  expect(first.code).toBe(1);
  expect(first.stderr).toContain('error: CAI7604 unsafe-switches: 16 unsafe switches are in use');
  const path = join(first.folder, 'report.html');
  const page = readFileSync(path, 'utf8');
  expect(existsSync(path)).toBe(true);
  const again = await cai(['report', ...date], { folder: first.folder });
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('CAI7005 file-exists')]);
  await cai(['report', ...date, '--force'], { folder: first.folder });
  expect(readFileSync(path, 'utf8')).toBe(page);
  const today = await cai(['report', '--out', '-'], { folder: first.folder });
  expect(textOfPage(today.stdout)).toMatch(/Date \d{4}-\d{2}-\d{2} Made by/);
});

test('every warning of the injection has a weight', () => {
  const warnings = catalogue().filter(({ code, severity }) => /^CAI5/.test(code) && severity === 'warning');
  expect(weighedCodes).toEqual(warnings.map(({ code }) => code));
});

test('a threat names switches by titles that there are', () => {
  const sources = ['cli/report/description-switches.ts', 'cli/report/pod-switches.ts'].map((path) =>
    readFileSync(join(root, path), 'utf8'),
  );
  const titles = new Set([
    ...sources.flatMap((text) => [...text.matchAll(/title: '([^']*)'/g)].map(([, title]) => title)),
    ...catalogue().map(({ title }) => title),
  ]);
  const named = new Set(threats.flatMap(({ undoneBy = [] }) => undoneBy));
  expect([...named].filter((title) => !titles.has(title))).toEqual([]);
});

test('the threats are those of the threat model, and so is what remains open', () => {
  const model = readFileSync(join(root, 'docs/threat-model.md'), 'utf8');
  const [, table = ''] = model.split('\n## Threats\n');
  const [rows = '', rest = ''] = table.split('\n## What remains open\n');
  const cells = [...rows.matchAll(/^\| (.+?) \|/gm)].map(([, cell = '']) => cell);
  expect(threats.map(({ threat }) => threat)).toEqual(cells.slice(1).filter((cell) => !cell.startsWith('---')));
  expect(remainsOpen.map(([title]) => title)).toEqual(
    [...rest.matchAll(/^- \*\*(.+?)\*\*/gm)].map(([, title]) => title),
  );
});
