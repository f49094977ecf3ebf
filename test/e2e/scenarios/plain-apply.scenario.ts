import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sidecarOrder, statusAnnotation } from '../../../injection/names';
import { uninstallWebhook } from '../confidential/webhook';
import { eventually, expectEqual, expectText } from '../expectation';
import { stockNodeImage } from '../images/images';
import type { Scenario, ScenarioContext } from '../scenario';

const folder = join(__dirname, '../../../dist/manifests');
const files = readdirSync(folder);

const namespaces = ['cai-system', 'cai-client', 'cai-inference'];

const vendorsRegistry = 'confidential-ai-registry.cn-shanghai.cr.aliyuncs.com/product/';

interface Pod {
  readonly metadata: { readonly annotations?: Record<string, string> };
  readonly spec: { readonly initContainers?: readonly { readonly name: string; readonly image: string }[] };
}

/** The committed manifests as they lie there, by the two ways of `kubectl apply`; Argo CD and others go the first of them. */
const scenario: Scenario = {
  name: 'plain apply',
  needs: ['node'],
  stage: 'alone',
  images: [stockNodeImage],
  async run(context) {
    await uninstallWebhook(context);
    // other scenarios made some of them by `kubectl create`, and apply says so
    await context.cluster.kubectl('delete', 'namespace', '--ignore-not-found', '--wait=true', ...namespaces);
    try {
      await expectBothWays(context);
    } finally {
      // whatever happened: the next scenarios install the webhook by Helm, which takes over nothing
      await deleteAll(context);
    }
  },
};

export default scenario;

async function expectBothWays(context: ScenarioContext): Promise<void> {
  for (const [way, flags] of Object.entries({ 'client-side': [], 'server-side': ['--server-side'] })) {
    await applyAll(context, flags);
    await expectWorking(context);
    expectEqual(await changes(context, flags), '', `what a second ${way} apply would change`);
    await applyAll(context, flags);
    await expectWorking(context);
    await deleteAll(context);
    context.say(`${way}: all of dist/manifests is taken twice, the webhook answers, and the service is injected`);
  }
}

async function applyAll({ cluster }: ScenarioContext, flags: readonly string[]): Promise<void> {
  const args = ['apply', '--validate=strict', ...flags, '--filename', folder];
  const { code, stdout, stderr } = await cluster.run('kubectl', args, { timeoutSeconds: 120 });
  expectEqual([code, stderr], [0, ''], `kubectl apply ${flags.join(' ')} (${stdout})`);
}

async function changes({ cluster }: ScenarioContext, flags: readonly string[]): Promise<string> {
  const { stdout, stderr } = await cluster.run('kubectl', ['diff', ...flags, '--filename', folder], {
    timeoutSeconds: 120,
  });
  return stdout + stderr;
}

async function expectWorking(context: ScenarioContext): Promise<void> {
  const { cluster } = context;
  await cluster.kubectl('rollout', 'status', 'deployment/cai-webhook', '-n', 'cai-system', '--timeout=120s');
  // the controller waits longer after each refusal, as long as the webhook is being started
  const pod = await eventually('Pod of the service', 120, async () => {
    const { items } = JSON.parse(
      await cluster.kubectl(
        'get',
        'pods',
        '-n',
        'cai-inference',
        '-l',
        'app.kubernetes.io/name=cai-vllm',
        '-o',
        'json',
      ),
    ) as { items: Pod[] };
    return items[0];
  });
  expectText(pod.metadata.annotations?.[statusAnnotation] ?? 'it was made without the webhook', '"version"');
  const sidecars = (pod.spec.initContainers ?? []).slice(0, sidecarOrder.length);
  expectEqual(
    sidecars.map(({ name }) => name),
    [...sidecarOrder],
    'the sidecars of the service',
  );
  expectEqual(
    sidecars.filter(({ image }) => !image.startsWith(vendorsRegistry)),
    [],
    "sidecars that are not the vendor's",
  );
}

async function deleteAll({ cluster }: ScenarioContext): Promise<void> {
  // one after the other: what lies in a namespace goes with it, and is gone when its turn comes
  for (const file of files) {
    const args = ['delete', '--ignore-not-found', '--wait=true', '--filename', join(folder, file)];
    const { code, stderr } = await cluster.run('kubectl', args, { timeoutSeconds: 180 });
    expectEqual([code, stderr.replace(/^[Ww]arning: .*$/gm, '').trim()], [0, ''], `kubectl delete of ${file}`);
  }
}
