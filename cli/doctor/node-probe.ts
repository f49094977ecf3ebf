import type { Kubectl } from './kubectl';

/** What a Pod saw on a node. */
export interface NodeProbe {
  readonly tdxDevice: boolean;
  readonly kernel?: string;
  readonly driver?: string;
  /** Why nothing was seen. */
  readonly failure?: string;
}

interface ProbeSettings {
  readonly image: string;
  readonly namespace: string;
}

// busybox is enough: sh, test, uname, sed
const look = String.raw`
test -e /host-dev/tdx_guest && echo "tdx yes" || echo "tdx no"
echo "kernel $(uname -r)"
test -r /proc/driver/nvidia/version && sed -n 's/.*Kernel Module[^0-9]*\([0-9][0-9.]*\).*/driver \1/p' /proc/driver/nvidia/version
exit 0
`;

function probePod(name: string, node: string, { image, namespace }: ProbeSettings): object {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { 'app.kubernetes.io/name': 'cai-doctor' } },
    spec: {
      nodeName: node,
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      tolerations: [{ operator: 'Exists' }],
      terminationGracePeriodSeconds: 0,
      containers: [
        {
          name: 'look',
          image,
          command: ['/bin/sh', '-c', look],
          volumeMounts: [{ name: 'dev', mountPath: '/host-dev', readOnly: true }],
          resources: { limits: { memory: '32Mi' }, requests: { cpu: '10m', memory: '16Mi' } },
        },
      ],
      volumes: [{ name: 'dev', hostPath: { path: '/dev', type: 'Directory' } }],
    },
  };
}

/** Looks at nodes by one short Pod each, which is deleted afterwards. */
export async function probeNodes(
  kubectl: Kubectl,
  nodes: readonly string[],
  settings: ProbeSettings,
): Promise<Map<string, NodeProbe>> {
  const probes = await Promise.all(
    nodes.map(async (node, index) => [node, await probeNode(kubectl, node, index, settings)] as const),
  );
  return new Map(probes);
}

async function probeNode(kubectl: Kubectl, node: string, index: number, settings: ProbeSettings): Promise<NodeProbe> {
  const name = `cai-doctor-${index}`;
  const where = ['--namespace', settings.namespace];
  const pod = JSON.stringify(probePod(name, node, settings));
  const remove = ['delete', 'pod', name, ...where, '--ignore-not-found', '--wait=true'];
  await kubectl.run(remove);
  const created = await kubectl.run(['create', '-f', '-'], pod);
  if (created.code !== 0) return { tdxDevice: false, failure: `no Pod could be created: ${created.stderr}` };
  try {
    const done = '--for=jsonpath={.status.phase}=Succeeded';
    const waited = await kubectl.run(['wait', `pod/${name}`, ...where, done, '--timeout=60s']);
    if (waited.code !== 0) return { tdxDevice: false, failure: `the Pod ${name} did not finish: ${waited.stderr}` };
    return readProbe((await kubectl.run(['logs', name, ...where])).stdout);
  } finally {
    await kubectl.run(remove);
  }
}

/** What the probe's Pod wrote. */
export function readProbe(text: string): NodeProbe {
  const facts = new Map(text.split('\n').map((line) => [line.split(' ')[0], line.split(' ').slice(1).join(' ')]));
  const [kernel, driver] = [facts.get('kernel'), facts.get('driver')];
  return {
    tdxDevice: facts.get('tdx') === 'yes',
    ...(kernel === undefined ? {} : { kernel }),
    ...(driver === undefined ? {} : { driver }),
  };
}
