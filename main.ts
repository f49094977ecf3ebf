import { charts, type ProductChart } from './charts';
import { exampleManifests } from './charts/example-manifests';
import { readCommand, readText, usage, type Command } from './charts/command';
import { readValues, synthManifests, writeCharts, writeManifests, type Manifest } from './helm';

const chartsDirectory = 'dist/helm';

async function run(): Promise<string[]> {
  const command = readCommand(process.argv.slice(2), process.env);
  if (command.help) return [usage];
  if (command.package) return makeCharts();
  if (command.chart !== undefined || command.values !== undefined)
    return [await makeManifests(chosen(command), command)];
  const written = exampleManifests().map(({ name, objects }) => write(command, name, objects));
  return [...(await Promise.all(written)), ...(await makeCharts())];
}

function chosen({ chart = 'cai-vllm' }: Command): ProductChart {
  return charts.get(chart) as ProductChart;
}

function makeManifests({ definition, example }: ProductChart, command: Command): Promise<string> {
  const source = command.values ?? example;
  const name = command.release ?? definition.name;
  const values = readValues(readText(source), source === '-' ? 'standard input' : source);
  return write(command, name, synthManifests(definition, values, { name, namespace: command.namespace }).objects);
}

async function write({ outdir }: Command, name: string, objects: readonly Manifest[]): Promise<string> {
  try {
    return await writeManifests(outdir, name, objects);
  } catch (error) {
    throw new Error(`--outdir ${outdir}: ${(error as Error).message}; choose a folder that can be written`, {
      cause: error,
    });
  }
}

function makeCharts(): Promise<string[]> {
  return writeCharts(
    chartsDirectory,
    [...charts.values()].map(({ definition }) => definition),
  );
}

run().then(
  (lines) => {
    console.log(lines.join('\n'));
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
