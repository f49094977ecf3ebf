import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ValuesMap } from '../../../helm/values/coalesce';
import { caseValues, chartFolder, objectsOf, seedValues, type ChartName } from '../chart';
import { confidentialPod, documentOptions } from '../confidential/pods';
import { tryCreate } from '../confidential/running-pod';
import { uninstallWebhook, webhookName, webhookNamespace, webhookValues } from '../confidential/webhook';
import { eventually, expectEqual } from '../expectation';
import { helm3 } from '../go-tools';
import { nodeImage } from '../images/images';
import { comparable, expectSameObjects, liveObjects } from '../live-objects';
import type { Scenario, ScenarioContext } from '../scenario';

// Charts as they were at commits of the past, before anything was published; the last published ones will take their place.
const folder = join(__dirname, '../earlier-charts');

/** A chart of an earlier commit is installed, and upgraded by `--reuse-values`, as docs/operations.md says, with both Helms. */
const scenario: Scenario = {
  name: 'upgrade from an earlier chart',
  needs: ['node'],
  stage: 'alone',
  images: [nodeImage],
  artefacts: [helm3],
  async run(context) {
    await uninstallWebhook(context);
    for (const file of readdirSync(folder)) {
      const [, chart, commit] = /^(.+)-([0-9a-f]{7})\.tar\.gz$/u.exec(file) ?? [];
      if (chart === undefined) throw new Error(`${file} is no name of a chart and a commit`);
      for (const [version, helm] of Object.entries({ 'Helm 3': context.helm3, 'Helm 4': context.helm4 })) {
        await upgrade(context, { helm, chart: chart as ChartName, archive: join(folder, file) });
        context.say(`${version} upgrades ${chart} from the chart of ${commit ?? ''}`);
      }
    }
  },
};

export default scenario;

const values: Readonly<Record<ChartName, () => ValuesMap>> = {
  'cai-vllm': seedValues,
  'tng-client': () => caseValues('tng-client', 'seed-document.yaml'),
  // without what came later than the chart
  'cai-webhook': () =>
    Object.fromEntries(Object.entries(webhookValues()).filter(([key]) => key !== 'closedNamespaces')),
};

async function upgrade(
  context: ScenarioContext,
  { helm, chart, archive }: { helm: string; chart: ChartName; archive: string },
): Promise<void> {
  const { cluster } = context;
  const isWebhook = chart === 'cai-webhook';
  const namespace = isWebhook ? webhookNamespace : context.namespace;
  const name = isWebhook ? webhookName : chart;
  const run = async (...args: string[]): Promise<void> => {
    const options = { timeoutSeconds: 180 };
    const { code, stdout, stderr } = await cluster.run(helm, [...args, '--namespace', namespace], options);
    expectEqual([code, stderr], [0, ''], `helm ${args[0] ?? ''} of ${chart} (${stdout})`);
  };
  const wait = isWebhook ? ['--wait', '--timeout', '120s'] : [];
  const scratch = mkdtempSync(join(tmpdir(), 'cai-earlier-'));
  try {
    const file = join(scratch, 'values.json');
    writeFileSync(file, JSON.stringify(values[chart]()));
    await run('install', name, archive, '--create-namespace', '--values', file, ...wait);
    if (isWebhook) await expectInjecting(context, 'before the upgrade');
    await run('upgrade', name, await chartFolder(chart), '--reuse-values', ...wait);
    if (isWebhook) await expectInjecting(context, 'after the upgrade');
    else {
      const wanted = objectsOf(chart, values[chart](), { name, namespace });
      const live = (await liveObjects(cluster, wanted)).map(comparable);
      await run('uninstall', name, '--wait');
      await run('install', name, await chartFolder(chart), '--values', file);
      expectSameObjects(live, (await liveObjects(cluster, wanted)).map(comparable));
    }
  } finally {
    await cluster.run(helm, ['uninstall', name, '--wait', '--namespace', namespace], { timeoutSeconds: 120 });
    rmSync(scratch, { recursive: true });
  }
}

async function expectInjecting(context: ScenarioContext, when: string): Promise<void> {
  const pod = confidentialPod('upgraded', documentOptions('http://203.0.113.10:8081/api'));
  await eventually(`injection ${when}`, 60, async () => {
    const { code } = await tryCreate(context, pod, '--dry-run=server');
    return code === 0 ? true : undefined;
  });
}
