import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { packedCommand } from '../library/packed-library';
import { runProgram } from '../library/program';
import type { Outcome } from '../support/helm-binary';
import { scratchFolder } from '../support/scratch-folder';
import { cai } from './in-process';

const repository = join(__dirname, '../..');
const manifest = JSON.parse(readFileSync(join(repository, 'cli/package.json'), 'utf8')) as {
  name: string;
  bin: Record<string, string>;
  dependencies: Record<string, string>;
};
const pod = readFileSync(join(repository, 'test/injection/pods/seed-document.yaml'), 'utf8');

describe('in a checkout', () => {
  test('the program is where npm looks for it, and runs from any folder without a build', async () => {
    const shim = join(repository, 'cli', manifest.bin.cai ?? '');
    expect(statSync(shim).mode & 0o111).not.toBe(0);
    const ended = await runProgram(process.execPath, [shim, '--version'], scratchFolder());
    expect(ended).toMatchObject({ code: 0, stdout: '0.1.0\n', stderr: '' });
  });

  test('mistakes end it with their code', async () => {
    const shim = join(repository, 'cli', manifest.bin.cai ?? '');
    const ended = await runProgram(process.execPath, [shim, 'inject', '-f', 'none.yaml'], scratchFolder());
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('CAI7002') as string });
  });
});

describe('in the package', () => {
  let app: string;

  beforeAll(async () => {
    app = scratchFolder();
    mkdirSync(join(app, 'node_modules'));
    cpSync(await packedCommand(), join(app, 'node_modules', manifest.name), { recursive: true });
    // nothing but what it says it needs
    for (const name of Object.keys(manifest.dependencies))
      symlinkSync(join(repository, 'node_modules', name), join(app, 'node_modules', name));
  });

  const run = (...args: readonly string[]): Promise<Outcome> => {
    const program = join(app, 'node_modules', manifest.name, manifest.bin.cai ?? '');
    return runProgram(process.execPath, [program, ...args], app);
  };

  test('it holds what was built and no sources, and says the same version and help', async () => {
    const files = ['LICENSE', 'README.md', 'cai.js', 'lib', 'package.json'];
    expect(readdirSync(join(app, 'node_modules', manifest.name)).sort()).toEqual(files);
    expect(await run('--version')).toMatchObject({ code: 0, stdout: '0.1.0\n', stderr: '' });
    expect(await run('--help')).toMatchObject({ code: 0, stdout: (await cai(['--help'])).stdout });
  });

  test('it makes what the sources make: cai.yaml, values, and Pods with sidecars', async () => {
    const answers = ['--model-name', 'qwen', '--bucket', 'examplebucket', '--region', 'cn-beijing'];
    const init = ['init', ...answers, '--trustee', 'https://trustee.example.com:8081/api'];
    const { folder } = await cai(init, { files: { 'pod.yaml': pod } });
    cpSync(join(folder, 'pod.yaml'), join(app, 'pod.yaml'));
    expect(await run(...init)).toMatchObject({ code: 0, stderr: expect.stringMatching(/^next:/) as string });
    for (const file of ['cai.yaml', 'cai.schema.json'])
      expect(readFileSync(join(app, file), 'utf8')).toBe(readFileSync(join(folder, file), 'utf8'));
    for (const args of [
      ['values', 'cai-vllm'],
      ['values', 'cai-webhook'],
      ['inject', '-f', 'pod.yaml'],
      ['schema'],
      ['check'],
      ['explain'],
      ['render'],
      ['render', 'cai-webhook'],
      ['runbook', '-d', 'runbook'],
    ]) {
      const { code, stdout, stderr } = await cai(args, { folder });
      expect([args, await run(...args)]).toEqual([args, { code, stdout, stderr }]);
    }
  });
});
