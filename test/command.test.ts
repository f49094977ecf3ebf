import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCommand } from '../charts/command';
import { vllmChart } from '../charts/vllm/chart';
import { chartFiles, readValues, synthManifests, type Manifest } from '../helm';
import { compiledOnce } from './library/program';
import { helmTemplate, printed, release, type Outcome } from './support/helm-binary';
import { parseRendered, sameObjects, sorted } from './support/rendered';
import { chartFolder, scratchFolder } from './support/scratch-folder';

const root = join(__dirname, '..');
const seedValues = join(root, 'test/charts/cases/cai-vllm/seed-document.yaml');

interface Run extends Outcome {
  /** The folder in which it ran. */
  readonly folder: string;
}

interface Surroundings {
  readonly folder?: string;
  readonly stdin?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What starts main.ts. */
  readonly starter?: readonly string[];
}

/** As a user starts it: `npx ts-node main.ts` in the checkout. */
const tsNode = [join(root, 'node_modules/ts-node/dist/bin.js')];

/** Runs main.ts in a folder of its own. */
function run(
  args: readonly string[],
  { folder = scratchFolder(), stdin = '', env = {}, starter = ['--require', compiledOnce] }: Surroundings = {},
): Promise<Run> {
  const program = [...starter, join(root, 'main.ts'), ...args];
  const clean = { ...process.env, CDK8S_OUTDIR: undefined, ...env };
  const child = spawn(process.execPath, program, { cwd: folder, env: clean });
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => (texts.stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (texts.stderr += String(chunk)));
  child.stdin.end(stdin);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ ...texts, code: code ?? -1, folder });
    });
  });
}

function written({ folder }: Run, file: string): Manifest[] {
  return parseRendered(readFileSync(join(folder, file), 'utf8'));
}

async function templated(...values: string[]): Promise<Manifest[]> {
  return parseRendered(await printed(helmTemplate(chartFolder(chartFiles(vllmChart)), '--skip-tests', ...values)));
}

describe('main.ts with values', () => {
  it.concurrent('writes what helm template prints', async () => {
    const names = ['--release', release.name, '--namespace', release.namespace];
    const made = await run(['--chart', 'cai-vllm', '--values', seedValues, ...names, '--outdir', 'out/here']);
    expect(made).toMatchObject({ code: 0, stdout: 'out/here/rel.k8s.yaml\n', stderr: '' });
    sameObjects(await templated('-f', seedValues), written(made, 'out/here/rel.k8s.yaml'));
    expect(readdirSync(made.folder, { recursive: true }).sort()).toEqual(['out', 'out/here', 'out/here/rel.k8s.yaml']);
  });

  it.concurrent('reads JSON from standard input, and writes where cdk8s says', async () => {
    const values = readValues(readFileSync(seedValues, 'utf8'), seedValues);
    const names = ['--release', release.name, '--namespace', release.namespace];
    const stdin = JSON.stringify(values);
    const made = await run(['--values', '-', ...names], { stdin, env: { CDK8S_OUTDIR: 'elsewhere' } });
    expect(made).toMatchObject({ code: 0, stdout: 'elsewhere/rel.k8s.yaml\n', stderr: '' });
    sameObjects(await templated('-f', seedValues), written(made, 'elsewhere/rel.k8s.yaml'));
  });

  it.concurrent('has defaults for all but the chart', async () => {
    const made = await run(['--chart', 'cai-vllm'], { starter: tsNode });
    expect(made).toMatchObject({ code: 0, stdout: 'dist/manifests/cai-vllm.k8s.yaml\n', stderr: '' });
    const objects = written(made, 'dist/manifests/cai-vllm.k8s.yaml');
    const example = readValues(readFileSync(join(root, 'charts/vllm/example.yaml'), 'utf8'), 'example.yaml');
    const raw = synthManifests(vllmChart, example, { name: 'cai-vllm', namespace: 'default' });
    expect(sorted(objects)).toEqual(sorted(raw.objects));
  });
});

describe('main.ts with mistakes', () => {
  it.concurrent('names them all on standard error and leaves what was there', async () => {
    const folder = scratchFolder();
    mkdirSync(join(folder, 'out'));
    writeFileSync(join(folder, 'out/cai-vllm.k8s.yaml'), 'older');
    const stdin = 'oss: { path: x, url: no/where, bukket: z }\ngpuCount: many\n';
    const made = await run(['--values', '-', '--outdir', 'out'], { folder, stdin });
    expect(made).toMatchObject({ code: 1, stdout: '' });
    const lines = made.stderr.trimEnd().split('\n');
    expect(lines.map((line) => line.split(' is ')[0]).sort()).toEqual([
      'CAI1001 unknown-key: oss.bukket',
      'CAI1003 wrong-type: gpuCount',
      'CAI1009 placeholder-left: caiOptions.trustee-address',
      'CAI1009 placeholder-left: oss.bucket',
      'CAI2002 oss-path: oss.path',
      'CAI2003 oss-url: oss.url',
      'CAI2005 oss-credentials: oss.akId',
    ]);
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(['out', 'out/cai-vllm.k8s.yaml']);
    expect(readFileSync(join(folder, 'out/cai-vllm.k8s.yaml'), 'utf8')).toBe('older');
  });

  it.concurrent.each([
    [
      ['--values', 'none.yaml'],
      '--values none.yaml: there is no such file; name a YAML or JSON file, or - for standard input',
    ],
    [['--value', 'x'], "Unknown option '--value'; --help lists the options"],
    [
      ['--values', 'latin1'],
      '--values latin1: the file is not UTF-8 text: the byte at line 1, column 11 (offset 10) is no character of it; save it in UTF-8',
    ],
    [
      ['--values', 'a', '--values', 'b'],
      "Option '--values' is given twice, and takes one value; --help lists the options",
    ],
    [
      ['--chart', 'cai-vllm', '--outdir', 'occupied'],
      "--outdir occupied: EEXIST: file already exists, mkdir 'occupied'; choose a folder that can be written",
    ],
  ])('%j ends with what is wrong and what to do', async (args, message) => {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'occupied'), 'a file');
    writeFileSync(join(folder, 'latin1'), Buffer.from('note: "caf\u00e9"', 'latin1'));
    const made = await run(args, { folder });
    expect(made).toMatchObject({ code: 1, stdout: '', stderr: `${message}\n` });
    expect(readdirSync(folder).sort()).toEqual(['latin1', 'occupied']);
  });

  it.concurrent('shows how it is used', async () => {
    const made = await run(['--help']);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    for (const option of ['chart', 'values', 'release', 'namespace', 'outdir', 'package']) {
      expect(made.stdout).toMatch(new RegExp(`^  --${option}\\b`, 'm'));
    }
  });
});

describe('the command line', () => {
  const mistakes = (args: readonly string[]): string => {
    try {
      readCommand(args, {});
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };
  const badName = (letters: string, most: number): string =>
    `it has lower-case letters, ${letters}, begins and ends with a letter or digit, and has at most ${most} characters`;
  const badRelease = badName('digits, dashes and dots', 53);
  const badNamespace = badName('digits and dashes', 63);

  it.each([
    [['--chart', 'nope'], '--chart nope: there is no such chart; the charts are cai-vllm, cai-webhook, tng-client'],
    [['--release', 'Vllm', '--namespace', 'a.b'], `--release Vllm: ${badRelease}\n--namespace a.b: ${badNamespace}`],
    [['--release', ''], `--release : ${badRelease}`],
    [['--release', 'x'.repeat(54)], `--release ${'x'.repeat(54)}: ${badRelease}`],
    [['--namespace', 'x'.repeat(64)], `--namespace ${'x'.repeat(64)}: ${badNamespace}`],
    [['--release', '-x'], expect.stringContaining("Option '--release' argument is ambiguous.") as unknown as string],
    [['--values'], "Option '--values <value>' argument missing; --help lists the options"],
    [
      ['values.yaml'],
      "Unexpected argument 'values.yaml'. This command does not take positional arguments; --help lists the options",
    ],
  ])('%j is refused', (args, message) => {
    expect(mistakes(args)).toEqual(message);
  });

  it('takes the longest name that Helm takes, and says what it takes by itself', () => {
    expect(readCommand(['--release', `x.${'x'.repeat(51)}`, '--namespace', 'n'.repeat(63)], {})).toEqual({
      release: `x.${'x'.repeat(51)}`,
      namespace: 'n'.repeat(63),
      outdir: 'dist/manifests',
      package: false,
      help: false,
    });
  });
});
