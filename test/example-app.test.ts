import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../helm';
import { packedLibrary } from './library/packed-library';
import { runProgram } from './library/program';
import { at, containerOf } from './constructs/synthesized';
import type { Outcome } from './support/helm-binary';
import { parseRendered } from './support/rendered';
import { scratchFolder } from './support/scratch-folder';

const repository = join(__dirname, '..');
const example = join(repository, 'examples/inference-app');
const { dependencies, devDependencies } = JSON.parse(readFileSync(join(example, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};

let library: string;
let app: string;
let objects: Manifest[];

// who works on the example may have packed and run it by hand
const leavings = (): string[] => [
  ...readdirSync(repository).filter((name) => name.endsWith('.tgz')),
  ...readdirSync(example),
];
const before = leavings();

beforeAll(async () => {
  library = await packedLibrary();
  app = installed();
  const { code, stdout, stderr } = await run([...unchecked, 'main.ts'], { CHAT_API_KEY: 'a-key' });
  if (code !== 0) throw new Error(`${stdout}${stderr}`);
  objects = readdirSync(join(app, 'dist')).flatMap((file) =>
    parseRendered(readFileSync(join(app, 'dist', file), 'utf8')),
  );
});

/** A copy of the app with the packed library in its node_modules, and the packages it names, as the repository has them. */
function installed(): string {
  const folder = join(scratchFolder(), 'app');
  const local = (path: string): boolean => !/\/(node_modules|dist)$/.test(path);
  cpSync(example, folder, { recursive: true, filter: local });
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true });
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    const into = join(folder, 'node_modules', name);
    if (name === 'cdk8s-confidential-vllm') cpSync(library, into, { recursive: true });
    else symlinkSync(join(repository, 'node_modules', name), into);
  }
  return folder;
}

// its types have a test of their own
const unchecked = ['-r', 'ts-node/register/transpile-only'];

function run(args: readonly string[], variables?: Readonly<Record<string, string>>): Promise<Outcome> {
  return runProgram(process.execPath, args, app, variables);
}

function named(kind: string, name: string): Manifest {
  const found = objects.filter((object) => object.kind === kind && at(object, 'metadata', 'name') === name);
  expect([kind, name, found.length]).toEqual([kind, name, 1]);
  return found[0] as Manifest;
}

test('the package holds the library, and nothing of the repository beside it', () => {
  const files = ['.jsii', 'LICENSE', 'README.md', 'README.zh-CN.md', 'lib', 'node_modules', 'package.json'];
  expect(readdirSync(library).sort()).toEqual(files);
  expect(readdirSync(join(library, 'lib')).sort()).toEqual(['constructs', 'helm', 'injection', 'problems', 'webhook']);
  // every user has them, whatever the language: no more than the constructs need
  expect(readdirSync(join(library, 'node_modules')).sort()).toEqual(['fastest-levenshtein', 'yaml', 'zod']);
});

test('the app asks for the package that npm pack makes', () => {
  const { name, version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  expect(dependencies[name ?? '']).toBe(`file:../../${name}-${version}.tgz`);
});

test('it compiles', async () => {
  const { code, stdout } = await run([join(repository, 'node_modules/typescript/bin/tsc'), '--noEmit']);
  expect([code, stdout]).toEqual([0, '']);
});

test('the confidential service', () => {
  const deployment = named('Deployment', 'cai-vllm');
  const template = at(deployment, 'spec', 'template', 'metadata');
  expect(JSON.parse(at(template, 'annotations', 'trustiflux.alibaba.com/ack-cai-options') as string)).toEqual({
    'cipher-text-volume': 'pvc-qwen',
    'model-decryption-key-id': 'kbs:///default/aliyun/model-decryption-key',
    'trustee-address': 'https://203.0.113.10:8081/api',
    'tng-http-secure-ports': [{ port: 8080 }],
  });
  expect(at(template, 'labels', 'trustiflux.alibaba.com/confidential-computing-mode')).toBe('ACK-CAI');
  expect(at(containerOf(deployment), 'name')).toBe('inference-service');
  expect(at(containerOf(deployment), 'resources', 'limits', 'memory')).toBe(`${(64 + 16 + 2) * 1024}Mi`);
  expect(at(deployment, 'spec', 'template', 'spec', 'tolerations')).toEqual([
    { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
  ]);
  const claim = named('PersistentVolumeClaim', 'pvc-qwen');
  const volume = named('PersistentVolume', at(claim, 'spec', 'volumeName') as string);
  expect(at(volume, 'spec', 'csi', 'nodePublishSecretRef')).toEqual({ name: 'oss-key', namespace: 'chat' });
});

test('the objects of cdk8s-plus beside it', () => {
  named('Secret', 'chat-api-key');
  const frontEnd = named('Deployment', 'front-end');
  expect(at(containerOf(frontEnd), 'env')).toContainEqual({
    name: 'OPENAI_BASE_URL',
    value: 'http://cai-vllm-svc.chat.svc:8080/v1',
  });
  const allowed = at(named('NetworkPolicy', 'cai-vllm'), 'spec', 'ingress', 0, 'from', 0, 'podSelector', 'matchLabels');
  expect(at(frontEnd, 'spec', 'template', 'metadata', 'labels')).toMatchObject(allowed as object);
  expect(objects.map(({ kind }) => kind).sort()).toEqual([
    'ConfigMap',
    'ConfigMap',
    'Deployment',
    'Deployment',
    'NetworkPolicy',
    'PersistentVolume',
    'PersistentVolumeClaim',
    'Secret',
    'Service',
  ]);
});

test('without its key the app says what is missing', async () => {
  const { code, stderr } = await run([...unchecked, 'main.ts'], { CHAT_API_KEY: '' });
  expect(code).not.toBe(0);
  expect(stderr).toContain('set CHAT_API_KEY');
});

test('nothing is left in the repository', () => {
  expect(leavings()).toEqual(before);
});
