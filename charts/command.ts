import { readFileSync } from 'node:fs';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { charts } from '.';
import { readUtf8 } from '../problems';
import { namespaceMistakes, releaseMistakes } from './release-names';

/** What a user asks of `main.ts`. */
export interface Command {
  /** The one chart to make raw manifests of; without it everything is made from the charts' examples. */
  readonly chart?: string;
  /** Values file, `-` for standard input; without it the chart's example. */
  readonly values?: string;
  readonly release?: string;
  readonly namespace: string;
  /** Where manifests go. */
  readonly outdir: string;
  /** Only make the charts and their packages. */
  readonly package: boolean;
  readonly help: boolean;
}

export const usage = `Usage: npx ts-node main.ts [options]

Without --chart and --values: manifests of every chart's example, the charts and their packages.
With either: raw manifests of one chart for a values file.

  --chart NAME       one of: ${[...charts.keys()].join(', ')} (default: cai-vllm)
  --values FILE      values, YAML or JSON; - is standard input (default: the chart's example)
  --release NAME     name of the release (default: the chart's name)
  --namespace NAME   namespace of the release (default: default)
  --outdir DIR       where the manifests go (default: dist/manifests)
  --package          make only the charts and their packages, in dist/helm
  --help             this text
`;

/**
 * Reads the command line.
 *
 * @throws Error with every mistake in it, one a line
 */
export function readCommand(args: readonly string[], environment: NodeJS.ProcessEnv): Command {
  const values = parsed(args, environment);
  const mistakes = [
    ...(values.chart === undefined || charts.has(values.chart)
      ? []
      : [`--chart ${values.chart}: there is no such chart; the charts are ${[...charts.keys()].join(', ')}`]),
    ...(values.release === undefined ? [] : releaseMistakes('--release', values.release)),
    ...namespaceMistakes('--namespace', values.namespace),
  ];
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'));
  return values;
}

function parsed(args: readonly string[], environment: NodeJS.ProcessEnv) {
  const options = {
    chart: { type: 'string' },
    values: { type: 'string' },
    release: { type: 'string' },
    namespace: { type: 'string', default: 'default' },
    // cdk8s names its output folder so
    outdir: { type: 'string', default: environment.CDK8S_OUTDIR ?? 'dist/manifests' },
    package: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  } as const satisfies ParseArgsConfig['options'];
  try {
    const { values, tokens } = parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options,
      tokens: true,
    });
    const names = tokens.flatMap((token) => (token.kind === 'option' && token.value !== undefined ? [token.name] : []));
    const twice = names.find((name, index) => names.indexOf(name) < index);
    if (twice !== undefined) throw new Error(`Option '--${twice}' is given twice, and takes one value`);
    return values;
  } catch (error) {
    throw new Error(`${(error as Error).message}; --help lists the options`, { cause: error });
  }
}

/**
 * The text of a values file.
 *
 * @throws Error that says which file it was
 */
export function readText(source: string): string {
  const reading = readUtf8(readBytes(source));
  if ('text' in reading) return reading.text;
  throw new Error(`--values ${source}: the file ${reading.fault}; save it in UTF-8`);
}

function readBytes(source: string): Uint8Array {
  try {
    return readFileSync(source === '-' ? process.stdin.fd : source);
  } catch (error) {
    const fault =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
    throw new Error(`--values ${source}: ${fault}; name a YAML or JSON file, or - for standard input`, {
      cause: error,
    });
  }
}
