import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parseDocument } from 'yaml';
import { chartFolder, objectsOf, type ChartName } from '../chart';
import { expectEqual } from '../expectation';
import { helm3 } from '../go-tools';
import { comparable, expectSameObjects, liveObjects } from '../live-objects';
import type { Scenario, ScenarioContext } from '../scenario';
import type { Manifest } from '../../../helm';
import type { ValuesMap } from '../../../helm/values/coalesce';

/** Keys of values.yaml that the chart before did not know: single ones, a whole section, and one within a section. */
const laterKeys: Readonly<Record<string, readonly string[]>> = {
  'cai-vllm': ['drainTimeoutSeconds', 'test', 'service.ipFamilies', 'probes.startup', 'gpuCount', 'securityContext'],
  'tng-client': ['drainSeconds', 'test', 'service.ipFamilies', 'podDisruptionBudget', 'proxy.port'],
};

// what is false, 0 or empty is said, too
const releases: readonly (readonly [ChartName, ValuesMap])[] = [
  [
    'cai-vllm',
    {
      caiOptions: JSON.stringify({
        'cipher-text-volume': 'pvc-oss',
        'model-decryption-key-id': 'kbs:///default/aliyun/model-decryption-key',
        'trustee-address': 'https://203.0.113.10:8081/api',
      }),
      oss: { bucket: 'conf-ai', path: '/m/', url: 'https://oss-cn-beijing-internal.aliyuncs.com', authType: 'public' },
      replicas: 0,
      gpuCount: 0,
      podDisruptionBudget: { enabled: false },
    },
  ],
  [
    'tng-client',
    {
      trustee: { address: 'https://203.0.113.10:8081/api' },
      replicas: 1,
      resources: { requests: { cpu: null } },
    },
  ],
];

/** `helm upgrade` from a chart that knew fewer values, with those that the release has. */
const scenario: Scenario = {
  name: 'reused values',
  artefacts: [helm3],
  async run(context) {
    for (const [chart, values] of releases) {
      for (const [version, helm] of [['3', context.helm3] as const, ['4', context.helm4] as const]) {
        for (const flag of ['--reuse-values', '--reset-then-reuse-values'])
          await upgrade(context, { helm, chart, values, flag });
        context.say(`Helm ${version} upgrades ${chart} from a chart that lacked ${laterKeys[chart]?.join(', ')}`);
      }
    }
  },
};

export default scenario;

interface Upgrade {
  readonly helm: string;
  readonly chart: ChartName;
  readonly values: ValuesMap;
  readonly flag: string;
}

async function upgrade(context: ScenarioContext, { helm, chart, values, flag }: Upgrade): Promise<void> {
  const { cluster, namespace } = context;
  const scratch = mkdtempSync(join(tmpdir(), 'cai-older-'));
  const run = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await cluster.run(helm, [...args, '--namespace', namespace], {
      timeoutSeconds: 120,
    });
    expectEqual([code, stderr], [0, ''], `helm ${args[0]} of ${chart}`);
    return stdout;
  };
  try {
    const file = join(scratch, 'values.json');
    writeFileSync(file, JSON.stringify(values));
    // a key that the chart before did not know could not be given to it either
    const older = await olderChart(chart, scratch);
    await run('install', chart, older, '--values', file);
    await run('upgrade', chart, await chartFolder(chart), flag, '--set', 'podLabels.upgraded=yes');
    const upgraded = { ...values, podLabels: { upgraded: 'yes' } };
    const kept: unknown = JSON.parse(await run('get', 'values', chart, '--output', 'json'));
    if (!isDeepStrictEqual(kept, upgraded)) throw new Error(`the release keeps the values ${JSON.stringify(kept)}`);
    const wanted = objectsOf(chart, upgraded, { name: chart, namespace });
    const live = (await liveObjects(cluster, wanted)).map(comparable);
    await run('uninstall', chart, '--wait');
    await applyAlone(context, wanted, live);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** What kubectl makes of raw synth is what the upgrade had made. */
async function applyAlone(
  { cluster }: ScenarioContext,
  objects: readonly Manifest[],
  upgraded: readonly ReturnType<typeof comparable>[],
): Promise<void> {
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const apply = await cluster.run('kubectl', ['apply', '--server-side', '-f', '-'], { input });
  expectEqual(apply.code, 0, apply.stderr);
  expectSameObjects(upgraded, (await liveObjects(cluster, objects)).map(comparable));
  const gone = await cluster.run('kubectl', ['delete', '--wait=true', '-f', '-'], { input, timeoutSeconds: 120 });
  expectEqual(gone.code, 0, gone.stderr);
}

/** The chart as it was before some of its keys: neither values.yaml nor the defaults that templates fill in have them. */
async function olderChart(chart: ChartName, scratch: string): Promise<string> {
  const folder = join(scratch, chart);
  cpSync(await chartFolder(chart), folder, { recursive: true });
  const file = join(folder, 'values.yaml');
  const document = parseDocument(readFileSync(file, 'utf8'), { version: '1.1' });
  for (const key of laterKeys[chart] ?? []) {
    if (!document.deleteIn(key.split('.'))) throw new Error(`the chart ${chart} has no value ${key} to take away`);
  }
  writeFileSync(file, document.toString());
  return folder;
}
