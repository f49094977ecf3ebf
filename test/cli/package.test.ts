import { cpSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { packedLibrary } from '../library/packed-library';
import { runProgram } from '../library/program';
import type { Outcome } from '../support/helm-binary';
import { scratchFolder } from '../support/scratch-folder';
import { cai } from './in-process';

const repository = join(__dirname, '../..');
const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
  bin: Record<string, string>;
  peerDependencies: Record<string, string>;
};
const pod = readFileSync(join(repository, 'test/injection/pods/seed-document.yaml'), 'utf8');

describe('in a checkout', () => {
  test('the program is where npm looks for it, and runs from any folder without a build', async () => {
    const shim = join(repository, manifest.bin.cai ?? '');
    expect(statSync(shim).mode & 0o111).not.toBe(0);
    const ended = await runProgram(process.execPath, [shim, '--version'], scratchFolder());
    expect(ended).toMatchObject({ code: 0, stdout: '0.1.0\n', stderr: '' });
  });

  test('mistakes end it with their code', async () => {
    const shim = join(repository, manifest.bin.cai ?? '');
    const ended = await runProgram(process.execPath, [shim, 'inject', '-f', 'none.yaml'], scratchFolder());
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('CAI7002') as string });
  });
});

describe('in the package', () => {
  let app: string;

  beforeAll(async () => {
    app = scratchFolder();
    mkdirSync(join(app, 'node_modules'));
    cpSync(await packedLibrary(), join(app, 'node_modules/cdk8s-confidential-vllm'), { recursive: true });
    // npm installs peers
    for (const name of Object.keys(manifest.peerDependencies))
      symlinkSync(join(repository, 'node_modules', name), join(app, 'node_modules', name));
  });

  const run = (...args: readonly string[]): Promise<Outcome> => {
    const program = join(app, 'node_modules/cdk8s-confidential-vllm', manifest.bin.cai ?? '');
    return runProgram(process.execPath, [program, ...args], app);
  };

  test('it has no sources of its own, and says the same help', async () => {
    expect(existsSync(join(app, 'node_modules/cdk8s-confidential-vllm/cli/main.ts'))).toBe(false);
    expect(await run('--help')).toMatchObject({ code: 0, stdout: (await cai(['--help'])).stdout });
  });

  test('it makes what the sources make: cai.yaml, values, and Pods with sidecars', async () => {
    const answers = ['--model-name', 'qwen', '--bucket', 'examplebucket', '--region', 'cn-beijing'];
    const init = ['init', ...answers, '--trustee', 'https://trustee.example.com:8081/api'];
    const { folder } = await cai(init, { files: { 'pod.yaml': pod } });
    cpSync(join(folder, 'pod.yaml'), join(app, 'pod.yaml'));
    expect(await run(...init)).toMatchObject({ code: 0, stderr: '' });
    for (const file of ['cai.yaml', 'cai.schema.json'])
      expect(readFileSync(join(app, file), 'utf8')).toBe(readFileSync(join(folder, file), 'utf8'));
    for (const args of [['values', 'cai-vllm'], ['values', 'cai-webhook'], ['inject', '-f', 'pod.yaml'], ['schema']]) {
      const { code, stdout, stderr } = await cai(args, { folder });
      expect([args, await run(...args)]).toEqual([args, { code, stdout, stderr }]);
    }
  });
});
