import { statusAnnotation } from '../../../injection/names';
import { confidentialPod, documentOptions, modelPod } from '../confidential/pods';
import { tryCreate } from '../confidential/running-pod';
import { SteadyLoad } from '../confidential/steady-load';
import {
  confidentialNeeds,
  inSystem,
  installWebhook,
  uninstallWebhook,
  webhookName,
  webhookNamespace,
  webhookReadiness,
  webhookValues,
} from '../confidential/webhook';
import { eventually, expectEqual, expectText } from '../expectation';
import type { Release } from '../release';
import type { Scenario, ScenarioContext } from '../scenario';

const options = documentOptions('http://203.0.113.10:8081/api');
const selector = `app.kubernetes.io/name=${webhookName}`;

/** The webhook changes, loses replicas, its templates, its configuration, and goes; nothing unprotected comes of it. */
const scenario: Scenario = {
  name: 'webhook rollout',
  ...confidentialNeeds,
  stage: 'alone',
  async run(context) {
    const release = await installWebhook(context);
    const load = await SteadyLoad.start(context, confidentialPod('load', options));
    await rollOut(context);
    await breakTemplates(context);
    context.say(await load.end('a rolling update, a deleted replica and broken templates', 100));

    await withoutMutation(context);
    await release.upgrade(webhookValues(), '--wait', '--timeout', '120s');
    await eventually('injection after the upgrade', 30, async () => ((await isInjected(context)) ? true : undefined));
    context.say('an upgrade brings back what was deleted');

    await onNodes(context, release);
    await withoutReplicas(context);
    await uninstallWebhook(context);
    await expectNothingLeft(context);
  },
};

export default scenario;

async function rollOut(context: ScenarioContext): Promise<void> {
  await inSystem(context, 'rollout', 'restart', `deployment/${webhookName}`);
  await inSystem(context, 'rollout', 'status', `deployment/${webhookName}`, '--timeout=120s');
  const [pod = ''] = (await inSystem(context, 'get', 'pods', '-l', selector, '-o', 'name')).split('\n');
  await inSystem(context, 'delete', pod, '--wait=true');
  await inSystem(context, 'rollout', 'status', `deployment/${webhookName}`, '--timeout=120s');
}

async function breakTemplates(context: ScenarioContext): Promise<void> {
  const map = `${webhookName}-templates`;
  const good = await inSystem(context, 'get', 'configmap', map, '-o', String.raw`jsonpath={.data.templates\.json}`);
  const write = (text: string): Promise<string> =>
    inSystem(
      context,
      'patch',
      'configmap',
      map,
      '--type=merge',
      '--patch',
      JSON.stringify({ data: { 'templates.json': text } }),
    );
  const all = (text: string): Promise<true> =>
    eventually(`replicas that say ${text}`, 30, async () =>
      (await webhookReadiness(context)).every((each) => each.includes(text)) ? true : undefined,
    );
  await write('{"sidecars": {');
  await all('last good');
  if (!(await isInjected(context))) throw new Error('with broken templates nothing is injected');
  await write(good);
  await all('"current"');
  context.say('with broken templates the last good ones are used, and every replica says so until they are repaired');
}

/** Whether a Pod that asks for it is injected. */
async function isInjected(context: ScenarioContext): Promise<boolean> {
  const { code, stdout } = await tryCreate(context, confidentialPod('asks', options), '--dry-run=server', '-o', 'yaml');
  return code === 0 && stdout.includes(statusAnnotation);
}

async function expectRefused(context: ScenarioContext, object: unknown, ...says: string[]): Promise<void> {
  const { code, stderr } = await tryCreate(context, object, '--dry-run=server');
  if (code === 0) throw new Error(`created, though it should be refused with ${says.join(', ')}`);
  expectText(stderr, ...says);
}

async function expectCreated(context: ScenarioContext, object: unknown): Promise<void> {
  const { code, stderr } = await tryCreate(context, object, '--dry-run=server');
  expectEqual(code, 0, `the exit code of a creation that concerns nobody (${stderr})`);
}

/** The policy of the API server stands alone. */
async function withoutMutation(context: ScenarioContext): Promise<void> {
  const { cluster, say } = context;
  await cluster.kubectl('delete', 'mutatingwebhookconfiguration', webhookName);
  await eventually('creation without the webhook', 30, async () => {
    const { stderr } = await tryCreate(context, confidentialPod('asks', options), '--dry-run=server');
    return stderr.includes('CAI5119') ? true : undefined;
  });
  const status = { annotations: { [statusAnnotation]: '{"version":1}' } };
  await expectRefused(context, confidentialPod('forged', options, status), 'ValidatingAdmissionPolicy', 'CAI5404');
  await expectRefused(context, modelPod('status', status), 'ValidatingAdmissionPolicy', 'CAI5402');
  const named = {
    spec: {
      volumes: [
        { name: 'model', emptyDir: {} },
        { name: 'cai-key', emptyDir: {} },
      ],
    },
  };
  await expectRefused(context, modelPod('named', named), 'ValidatingAdmissionPolicy', 'CAI5107', 'cai-key');
  await expectCreated(context, modelPod('unconcerned'));
  say('with the webhook passed by, the policy refuses Pods that ask for protection or forge it, and no others');
}

/** On the network of the node, on other ports: where API servers reach nodes alone. */
async function onNodes(context: ScenarioContext, release: Release): Promise<void> {
  const ports = { https: 10443, http: 10080 };
  // one node has each port once
  const values = webhookValues({ hostNetwork: true, ports, replicas: 1, priorityClassName: '' });
  await release.upgrade(values, '--wait', '--timeout', '120s');
  const addresses = await inSystem(
    context,
    'get',
    'pods',
    '-l',
    selector,
    '-o',
    'jsonpath={range .items[*]}{.status.podIP}={.status.hostIP}{"\\n"}{end}',
  );
  if (!addresses.split('\n').some((line) => /^([^=]+)=\1$/.test(line)))
    throw new Error(`no replica is on the network of its node: ${addresses}`);
  await eventually('injection by a replica on the node', 30, async () =>
    (await isInjected(context)) ? true : undefined,
  );
  await release.upgrade(webhookValues(), '--wait', '--timeout', '120s');
  await eventually('injection by replicas in Pods again', 30, async () =>
    (await isInjected(context)) ? true : undefined,
  );
  context.say('on the network of the node and other ports it injects, too');
}

async function withoutReplicas(context: ScenarioContext): Promise<void> {
  await inSystem(context, 'scale', `deployment/${webhookName}`, '--replicas=0');
  await inSystem(context, 'wait', '--for=delete', 'pod', '-l', selector, '--timeout=60s');
  await expectRefused(context, confidentialPod('asks', options), 'failed calling webhook');
  const asking = deploymentOf(confidentialPod('asks', options));
  // of a template that asks, all that matters is judged again in the Pods; options beside the template no Pod shows
  await expectCreated(context, asking);
  const { annotations } = confidentialPod('asks', options).metadata as { annotations: object };
  const beside = { ...deploymentOf(modelPod('asks')), metadata: { name: 'beside', annotations } };
  await expectRefused(context, beside, 'failed calling webhook', 'workloads.trustiflux');
  await expectCreated(context, modelPod('unconcerned'));
  await expectCreated(context, deploymentOf(modelPod('unconcerned')));
  await inSystem(context, 'scale', `deployment/${webhookName}`, '--replicas=2');
  await inSystem(context, 'rollout', 'status', `deployment/${webhookName}`, '--timeout=120s');
  await eventually('injection after the return', 30, async () => ((await isInjected(context)) ? true : undefined));
  context.say('without a replica, Pods that ask for protection are refused and others created; it recovers by itself');
}

function deploymentOf({ metadata, spec }: Record<string, unknown>): Record<string, unknown> {
  const { labels } = metadata as { labels: unknown };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'workload' },
    spec: { selector: { matchLabels: labels }, template: { metadata, spec } },
  };
}

async function expectNothingLeft(context: ScenarioContext): Promise<void> {
  const kinds =
    'mutatingwebhookconfigurations,validatingwebhookconfigurations,validatingadmissionpolicies,validatingadmissionpolicybindings,clusterroles,clusterrolebindings';
  const left = await context.cluster.kubectl('get', kinds, '-o', 'name');
  expectEqual(
    left.split('\n').filter((name) => name.includes('cai')),
    [],
    'what is left in the cluster',
  );
  // Helm waits for the Deployment, not for its Pods, which answer for a while
  await inSystem(context, 'wait', '--for=delete', 'pod', '-l', selector, '--timeout=60s');
  const own = await inSystem(context, 'get', 'all,configmaps,secrets,serviceaccounts,roles,rolebindings', '-o', 'name');
  // what `helm test` has made is Helm's, which leaves it
  const ours = own.split('\n').filter((name) => name.includes('cai') && !name.endsWith('-test-readiness'));
  expectEqual(ours, [], `what is left in ${webhookNamespace}`);
  await eventually('creation after uninstall', 30, async () => {
    await expectCreated(context, confidentialPod('asks', options));
    return true;
  });
  await expectCreated(context, modelPod('unconcerned'));
  context.say('uninstall leaves nothing behind, and nothing that refuses a Pod');
}
