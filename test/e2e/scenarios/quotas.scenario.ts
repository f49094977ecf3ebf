import type { Manifest } from '../../../helm';
import { synthManifests } from '../../../helm';
import { vllmChart } from '../../../charts/vllm/chart';
import { admitPod, components, defaultTemplates, type SidecarTemplates } from '../../../injection';
import { caseValues } from '../chart';
import { expectText } from '../expectation';
import type { Scenario, ScenarioContext } from '../scenario';

const compute = {
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'compute' },
  spec: {
    hard: { 'requests.cpu': '100', 'requests.memory': '500Gi', 'limits.cpu': '100', 'limits.memory': '500Gi' },
  },
};

const serverResources = { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2', memory: '2Gi' } };

/** A namespace with a quota takes the Pods of the service, its sidecars and its test, once they say what they take. */
const scenario: Scenario = {
  name: 'quotas',
  async run(context) {
    const { cluster, namespace, say } = context;
    const made = await cluster.run('kubectl', ['create', '-n', namespace, '-f', '-'], {
      input: JSON.stringify(compute),
    });
    if (made.code !== 0) throw new Error(made.stderr);
    const values = { ...caseValues('cai-vllm', 'test-as-main-pods.yaml'), resources: serverResources };
    const given = { ...values, priorityClassName: null, serviceAccount: {} };
    const { objects, tests } = synthManifests(vllmChart as never, given, { name: 'quota', namespace });
    const deployment = objects.find(({ kind }) => kind === 'Deployment') as unknown as Workload;

    const refused = await dryRun(context, injected(deployment, defaultTemplates));
    expectText(refused, 'must specify limits.cpu', 'cai-sidecar-tng');
    say('sidecars without a limit of the CPU are refused by a quota on it');

    const taken = await dryRun(context, injected(deployment, withLimit('500m')));
    expectText(taken, 'created (server dry run)');
    for (const test of tests) expectText(await dryRun(context, test), 'created (server dry run)');
    say('with limits in the templates the Pods are taken, and so is the Pod of the test');

    const bounds = { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'defaults' } };
    const range = { ...bounds, spec: { limits: [{ type: 'Container', default: { cpu: '1' } }] } };
    const ranged = await cluster.run('kubectl', ['create', '-n', namespace, '-f', '-'], {
      input: JSON.stringify(range),
    });
    if (ranged.code !== 0) throw new Error(ranged.stderr);
    expectText(await dryRun(context, injected(deployment, defaultTemplates)), 'created (server dry run)');
    say('a LimitRange with a default gives the sidecars theirs');
  },
};

export default scenario;

interface Workload {
  readonly spec: { readonly template: { readonly metadata: object; readonly spec: object } };
}

function withLimit(cpu: string): SidecarTemplates {
  const sidecars = components.map((name) => {
    const { resources, ...sidecar } = defaultTemplates.sidecars[name];
    return [name, { ...sidecar, resources: { ...resources, limits: { ...(resources.limits as object), cpu } } }];
  });
  return { ...defaultTemplates, sidecars: Object.fromEntries(sidecars) as SidecarTemplates['sidecars'] };
}

/** The Pod of a Deployment as the webhook makes it. */
function injected({ spec: { template } }: Workload, templates: SidecarTemplates): Manifest {
  const metadata = { ...template.metadata, name: 'quota-pod' };
  const { decision, pod, problems } = admitPod(
    { apiVersion: 'v1', kind: 'Pod', metadata, spec: template.spec },
    templates,
  );
  if (decision !== 'injected') throw new Error(problems.map(({ message }) => message).join('\n'));
  return pod as Manifest;
}

/** What kubectl says of a Pod that is only tried. */
async function dryRun({ cluster, namespace }: ScenarioContext, pod: Manifest): Promise<string> {
  const { stdout, stderr } = await cluster.run('kubectl', ['create', '-n', namespace, '--dry-run=server', '-f', '-'], {
    input: JSON.stringify(pod),
  });
  return `${stdout}${stderr}`;
}
