import { seedValues } from '../chart';
import { eventually, expectEqual, expectText } from '../expectation';
import { Release } from '../release';
import type { Scenario, ScenarioContext } from '../scenario';

const defaultClass = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'e2e-default', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'e2e.local/nothing',
};

/** Claims bind by name, a volume moves by a new claim, and releases stand side by side. */
const scenario: Scenario = {
  name: 'volumes',
  async run(context) {
    const { cluster, helm4, say } = context;
    const { code, stderr } = await cluster.run('kubectl', ['apply', '-f', '-'], {
      input: JSON.stringify(defaultClass),
    });
    if (code !== 0) throw new Error(stderr);
    try {
      const release = new Release(context, helm4, 'one');
      await release.install(unscheduled(seedValues()));
      const first = await bound(context, 'pvc-oss');
      say('the claim is bound by name although there is a default StorageClass');

      for (const change of fixed) {
        const refused = await release.tryWith('upgrade', withOss(unscheduled(seedValues()), change));
        const said = refused.stderr + refused.stdout;
        if (refused.code === 0) throw new Error(`a volume was changed: ${JSON.stringify(change)}`);
        expectText(said, 'is-fixed-rename-cipher-text-volume-to-change-oss');
        // Helm 4 goes on with the others after a refusal; the API server lets nothing of them change either
        const [first] = said.match(/(ConfigMap|PersistentVolumeClaim|PersistentVolume) \\?"/) ?? [];
        expectText(first ?? '', 'ConfigMap');
      }
      await release.done('rollback', '1');
      await release.upgrade(withOss(unscheduled(seedValues()), { akSecret: 'another' }));
      say(
        'whatever Kubernetes does not let change is refused by name before anything is changed; another key is taken',
      );
      const moved = withOss(unscheduled(seedValues()), { path: '/other/' });
      await release.upgrade(withClaim(moved, 'pvc-oss-2'));
      const second = await bound(context, 'pvc-oss-2');
      if (first === second) throw new Error('the volume has kept its name');
      say('another path is refused for the same claim, and taken with a new one');

      const twin = new Release(context, helm4, 'two');
      await twin.install({ ...withClaim(unscheduled(seedValues()), 'pvc-oss-3'), fullnameOverride: 'two' });
      await bound(context, 'pvc-oss-3');
      await besideInAnotherNamespace(context);
      say('two releases stand side by side in one namespace and in two');

      const policy = await cluster.kubectl('get', 'pv', second, '-o', 'jsonpath={.spec.persistentVolumeReclaimPolicy}');
      expectEqual(policy, 'Retain', 'the reclaim policy');
      await release.done('uninstall', '--wait');
      await twin.done('uninstall', '--wait');
    } finally {
      await cluster.kubectl('delete', 'storageclass', defaultClass.metadata.name);
    }
  },
};

export default scenario;

type Values = ReturnType<typeof seedValues>;

const fixed: readonly Values[] = [
  { path: '/other/' },
  { bucket: 'another' },
  { url: 'oss-cn-beijing.aliyuncs.com' },
  { otherOpts: '-o umask=022 -o max_stat_cache_size=0' },
  { akId: '', akSecret: '', existingSecret: 'other-key' },
  { akId: '', akSecret: '', authType: 'public' },
  { fuseType: 'ossfs2' },
  { capacity: '30Gi' },
  { volumeAttributes: { sigVersion: 'v1' } },
];

// this scenario is about volumes: its Pods need not run
function unscheduled(values: Values): Values {
  return { ...values, replicas: 0 };
}

function withOss(values: Values, oss: Values): Values {
  return { ...values, oss: { ...(values.oss as Values), ...oss } };
}

function withClaim(values: Values, claim: string): Values {
  const options = JSON.parse(values.caiOptions as string) as Values;
  return { ...values, caiOptions: { ...options, 'cipher-text-volume': claim } };
}

/** The name of the volume that a claim is bound to. */
async function bound(
  { cluster, namespace }: Pick<ScenarioContext, 'cluster' | 'namespace'>,
  claim: string,
): Promise<string> {
  return eventually(`bound claim ${claim}`, 60, async () => {
    const text = await cluster.kubectl(
      'get',
      'pvc',
      claim,
      '-n',
      namespace,
      '-o',
      'jsonpath={.status.phase} {.spec.volumeName} class={.spec.storageClassName}',
    );
    const [phase, volume, storageClass] = text.split(' ');
    if (phase !== 'Bound') return undefined;
    // a claim that names its volume binds with any class, and would then count for the quota of a class it never uses
    expectEqual(storageClass, 'class=', `the class of claim ${claim}`);
    return volume;
  });
}

async function besideInAnotherNamespace({ cluster, namespace, helm4 }: ScenarioContext): Promise<void> {
  const other = `${namespace}-b`;
  await cluster.kubectl('create', 'namespace', other);
  try {
    const release = new Release({ cluster, namespace: other }, helm4, 'one');
    await release.install(unscheduled(seedValues()));
    await bound({ cluster, namespace: other }, 'pvc-oss');
    await release.done('uninstall', '--wait');
  } finally {
    await cluster.kubectl('delete', 'namespace', other, '--wait=false');
  }
}
