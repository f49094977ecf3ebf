import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cai } from './in-process';

const podFile = (name: string): string => readFileSync(join(__dirname, '../injection/pods', `${name}.yaml`), 'utf8');

test.each([
  'seed-document',
  'http-probes',
  'trustee-authorities',
  'two-volumes-one-claim',
  'no-secured-port',
  'denied-host-namespaces',
  'bystander',
  'service',
  'cronjob',
])('%s, as people read it', async (name) => {
  const { stdout, stderr, code } = await cai(['explain', '-f', `${name}.yaml`], {
    files: { [`${name}.yaml`]: podFile(name) },
  });
  expect([stderr, code]).toEqual(['', name.startsWith('denied') ? 1 : 0]);
  expect(stdout).toMatchSnapshot();
});

test('the facts are those of the Pod', async () => {
  const { stdout } = await cai(['explain', '-f', '-', '-o', 'json'], { stdin: podFile('http-probes') });
  const [explained] = JSON.parse(stdout) as unknown[];
  expect(explained).toMatchObject({
    object: 'Pod/web',
    decision: 'injected',
    protection: {
      keyId: 'kbs:///default/aliyun/model-decryption-key',
      versionSet: 'A',
      evidence: ['tdx', 'gpu'],
      ports: [{ port: 8080, plaintextPaths: expect.arrayContaining(['^/health$']) as string[] }],
    },
  });
});

interface Container {
  readonly name: string;
  readonly sees: readonly { readonly content: string; readonly readOnly: boolean }[];
}

test('only cachefs reads the key that CDH writes, and nobody but it sees the encrypted model', async () => {
  const { stdout } = await cai(['explain', '-f', '-', '-o', 'json'], { stdin: podFile('many-containers') });
  const [{ protection }] = JSON.parse(stdout) as [{ protection: { containers: Container[] } }];
  const sightings = (content: string): string[] =>
    protection.containers.filter(({ sees }) => sees.some((one) => one.content === content)).map(({ name }) => name);
  expect(sightings('key of the model')).toEqual(['cai-sidecar-confidential-data-hub', 'cai-sidecar-cachefs']);
  expect(sightings('encrypted model')).toEqual(['cai-sidecar-cachefs']);
  expect(sightings('decrypted model')).toContain('cai-sidecar-cachefs');
  expect(sightings('decrypted model').length).toBeGreaterThan(1);
});

test('a Pod that was injected before is explained as well', async () => {
  const injected = await cai(['inject', '-f', '-'], { stdin: podFile('seed-document') });
  const { stdout } = await cai(['explain', '-f', '-', '-o', 'json'], { stdin: injected.stdout });
  const [again] = JSON.parse(stdout) as { decision: string; protection: object }[];
  const before = await cai(['explain', '-f', '-', '-o', 'json'], { stdin: podFile('seed-document') });
  const [once] = JSON.parse(before.stdout) as { protection: object }[];
  expect(again).toMatchObject({ decision: 'unchanged', protection: once?.protection });
});

test('colours on a terminal', async () => {
  const { stdout } = await cai(['explain', '-f', 'a.yaml'], {
    files: { 'a.yaml': podFile('bystander') },
    terminal: true,
  });
  expect(stdout).toContain('\u001b[90mignored\u001b[0m');
});
