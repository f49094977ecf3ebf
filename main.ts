import { charts, type ProductChart } from './charts';
import { readCommand, readText, usage, type Command } from './charts/command';
import { readValues, synthManifests, writeCharts, writeManifests } from './helm';

const chartsDirectory = 'dist/helm';

async function run(): Promise<string[]> {
  const command = readCommand(process.argv.slice(2), process.env);
  if (command.help) return [usage];
  if (command.package) return makeCharts();
  if (command.chart !== undefined || command.values !== undefined)
    return [await makeManifests(chosen(command), command)];
  const examples = await Promise.all([...charts.values()].map((chart) => makeManifests(chart, command)));
  return [...examples, ...(await makeCharts())];
}

function chosen({ chart = 'cai-vllm' }: Command): ProductChart {
  return charts.get(chart) as ProductChart;
}

async function makeManifests({ definition, example }: ProductChart, command: Command): Promise<string> {
  const source = command.values ?? example;
  const name = command.release ?? definition.name;
  const values = readValues(readText(source), source === '-' ? 'standard input' : source);
  const { objects } = synthManifests(definition, values, { name, namespace: command.namespace });
  try {
    return await writeManifests(command.outdir, name, objects);
  } catch (error) {
    throw new Error(`--outdir ${command.outdir}: ${(error as Error).message}; choose a folder that can be written`, {
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
