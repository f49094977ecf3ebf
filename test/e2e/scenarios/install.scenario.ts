import type { Manifest } from '../../../helm';
import { rawObjects, seedValues } from '../chart';
import { expectEqual, expectText } from '../expectation';
import { helm3 } from '../go-tools';
import { comparable, expectSameObjects, liveObjects } from '../live-objects';
import { Release } from '../release';
import type { Scenario, ScenarioContext } from '../scenario';
import { applyStrictly } from '../strict-apply';

/** The life of a release with both Helms, and the same objects by kubectl: the server must see no difference. */
const scenario: Scenario = {
  name: 'install, upgrade, rollback, uninstall',
  artefacts: [helm3],
  async run(context) {
    const raw = await applyRaw(context);
    context.say('the raw manifests are taken strictly, and again without a difference');
    for (const [version, helm] of [
      ['3', context.helm3],
      ['4', context.helm4],
    ] as const) {
      await lifeOfRelease(context, helm, raw);
      context.say(`Helm ${version}: installed as raw synth would, upgraded, rolled back, uninstalled`);
    }
  },
};

export default scenario;

/** The objects as kubectl makes them, in the namespace where Helm makes them afterwards. */
async function applyRaw({ cluster, namespace }: ScenarioContext): Promise<Manifest[]> {
  const objects = rawObjects(seedValues(), 'vllm', namespace);
  await applyStrictly(cluster, objects, '--field-manager=raw');
  const live = (await liveObjects(cluster, objects)).map(comparable);
  const diff = await cluster.run('kubectl', ['diff', '--server-side', '--field-manager=raw', '-f', '-'], {
    input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
  });
  if (diff.code !== 0) throw new Error(`a second apply would change something: ${diff.stdout}${diff.stderr}`);
  await applyStrictly(cluster, objects, '--field-manager=raw');
  const { code, stderr } = await cluster.run('kubectl', ['delete', '--wait=true', '-f', '-'], {
    input: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }),
    timeoutSeconds: 120,
  });
  if (code !== 0) throw new Error(stderr);
  return live;
}

async function lifeOfRelease(context: ScenarioContext, helm: string, raw: readonly Manifest[]): Promise<void> {
  const { cluster, namespace } = context;
  const release = new Release(context, helm, 'vllm');
  const replicas = async (): Promise<string> =>
    cluster.kubectl('get', 'deployment', 'cai-vllm', '-n', namespace, '-o', 'jsonpath={.spec.replicas}');

  const notes = await release.install(seedValues());
  expectText(notes, 'kubectl rollout status deployment/cai-vllm', 'WARNING: trustee-address is plain http');
  const objects = rawObjects(seedValues(), 'vllm', namespace);
  expectSameObjects((await liveObjects(cluster, objects)).map(comparable), raw);

  await release.upgrade({ ...seedValues(), replicas: 2 });
  expectEqual(await replicas(), '2', 'the number of replicas after the upgrade');
  await release.done('rollback', '1');
  expectEqual(await replicas(), '1', 'the number of replicas after the rollback');
  expectSameObjects((await liveObjects(cluster, objects)).map(comparable), raw);

  await release.done('uninstall', '--wait');
  const left = await cluster.kubectl(
    'get',
    'deployment,service,secret,pvc,pv',
    '-n',
    namespace,
    '-l',
    'app.kubernetes.io/instance=vllm',
    '-o',
    'name',
  );
  const ours = left
    .split('\n')
    .filter((name) => name.includes('cai-vllm') || name.includes('pvc-oss') || name.includes(namespace));
  expectEqual(ours, [], 'what is left after uninstall');
}
