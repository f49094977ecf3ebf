import { failed, ok, unknown, warning, type Finding } from './finding';
import type { ClusterObject, Kubectl } from './kubectl';
import { probeNodes, type NodeProbe } from './node-probe';
import { isAtLeast } from './version-order';

const leastDriver = '550.144.03';
const instanceTypeLabel = 'node.kubernetes.io/instance-type';
const driverLabels = ['ack.aliyun.com/nvidia-driver-version', 'nvidia.com/cuda.driver-version.full'];

/** What is asked about nodes. */
export interface NodeQuestions {
  /** Labels of the nodes that may run the service. */
  readonly selector: Readonly<Record<string, string>>;
  /** GPUs of one Pod. */
  readonly gpuCount: number;
  /** GPUs of a node, as the policies of Trustee demand them. */
  readonly gpusPerNode: number;
  readonly tdx: boolean;
  readonly gpu: boolean;
  /** Image of Pods that look at the nodes themselves. @default - labels are believed */
  readonly probeImage?: string;
  readonly namespace: string;
}

/** Whether there are nodes that can run the service. */
export async function checkNodes(kubectl: Kubectl, questions: NodeQuestions): Promise<Finding[]> {
  const selector = Object.entries(questions.selector).map(([key, value]) => `${key}=${value}`);
  const nodes = await kubectl.get('nodes', ...(selector.length === 0 ? [] : ['-l', selector.join(',')]));
  const facts = {
    check: 'nodes',
    found:
      nodes === undefined ? 'nodes may not be listed' : `${nodes.length}: ${nodes.map(nameOf).join(', ') || 'none'}`,
    needed: `a node with ${selector.length === 0 ? 'any labels' : `the labels ${selector.join(', ')}`}`,
  };
  if (nodes === undefined) return [unknown(facts, 'ask for the right to list nodes')];
  if (nodes.length === 0) return [failed(facts, 'label a confidential node, or change vllm.nodeSelector in cai.yaml')];
  const probes =
    questions.probeImage === undefined
      ? new Map<string, NodeProbe>()
      : await probeNodes(kubectl, nodes.map(nameOf), { ...questions, image: questions.probeImage });
  return [ok(facts), ...nodes.flatMap((node) => checkNode(node, questions, probes.get(nameOf(node))))];
}

function checkNode(node: ClusterObject, questions: NodeQuestions, probe: NodeProbe | undefined): Finding[] {
  return [
    readiness(node),
    ...(questions.tdx ? [instanceType(node, probe), tdxDevice(node, probe)] : []),
    ...(questions.gpuCount > 0 ? [gpus(node, questions), driver(node, probe)] : []),
    ...(questions.gpu && questions.gpuCount > 0 ? [confidentialGpu(node)] : []),
  ];
}

function readiness(node: ClusterObject): Finding {
  const conditions = (node.status?.conditions ?? []) as { readonly type: string; readonly status: string }[];
  const ready = conditions.find(({ type }) => type === 'Ready')?.status === 'True';
  const blocked = node.spec?.unschedulable === true;
  const state = [ready ? 'ready' : 'not ready', ...(blocked ? ['closed to new Pods'] : [])].join(', ');
  const facts = { check: `node ${nameOf(node)}`, found: state, needed: 'ready and open to Pods' };
  return ready && !blocked
    ? ok(facts)
    : failed(facts, blocked ? `kubectl uncordon ${nameOf(node)}` : 'repair the node');
}

function instanceType(node: ClusterObject, probe: NodeProbe | undefined): Finding {
  const type = node.metadata?.labels?.[instanceTypeLabel];
  const facts = {
    check: `instance type of ${nameOf(node)}`,
    found: type ?? `no label ${instanceTypeLabel}`,
    needed: 'a confidential one, such as ecs.gn8v-tee.4xlarge',
  };
  const confidential = type?.includes('-tee') === true || hasTdxLabel(node) || probe?.tdxDevice === true;
  return confidential
    ? ok(facts)
    : warning(facts, 'use a confidential instance type; on machines of your own see the TDX device instead');
}

function hasTdxLabel({ metadata }: ClusterObject): boolean {
  // of Node Feature Discovery, in a TDX guest
  return metadata?.labels?.['feature.node.kubernetes.io/cpu-security.tdx.protected'] === 'true';
}

function tdxDevice(node: ClusterObject, probe: NodeProbe | undefined): Finding {
  const check = `TDX of ${nameOf(node)}`;
  const needed = 'the device /dev/tdx_guest';
  if (probe !== undefined && probe.failure === undefined) {
    const found = `${probe.tdxDevice ? '/dev/tdx_guest' : 'no /dev/tdx_guest'}, kernel ${probe.kernel ?? 'unknown'}`;
    const facts = { check, found, needed };
    return probe.tdxDevice ? ok(facts) : failed(facts, 'use a TDX guest whose kernel has the driver tdx_guest');
  }
  if (hasTdxLabel(node)) return ok({ check, found: 'labelled as a TDX guest', needed });
  const found = probe?.failure ?? 'no label tells, and the node was not looked at';
  return unknown({ check, found, needed }, 'look at the node itself with --probe-nodes');
}

function gpus(node: ClusterObject, { gpuCount, gpusPerNode, gpu }: NodeQuestions): Finding {
  const allocatable = (node.status?.allocatable ?? {}) as Readonly<Record<string, string>>;
  const there = Number(allocatable['nvidia.com/gpu'] ?? 0);
  const proved = gpu ? `, ${gpusPerNode} of the node for the policies of Trustee` : '';
  const facts = { check: `GPUs of ${nameOf(node)}`, found: `${there}`, needed: `${gpuCount} for each Pod${proved}` };
  if (there < gpuCount) return failed(facts, 'install the NVIDIA device plugin, or lower vllm.gpuCount in cai.yaml');
  // the evidence shows every GPU of the node, and another number gets no key
  return gpu && there !== gpusPerNode
    ? failed(facts, `set cluster.gpusPerNode in cai.yaml to ${there}, and bring the new policies to Trustee`)
    : ok(facts);
}

function driver(node: ClusterObject, probe: NodeProbe | undefined): Finding {
  const labels = node.metadata?.labels ?? {};
  const version = probe?.driver ?? driverLabels.map((label) => labels[label]).find((value) => value !== undefined);
  const facts = {
    check: `NVIDIA driver of ${nameOf(node)}`,
    found: version ?? 'no label tells',
    needed: `${leastDriver} or newer`,
  };
  if (version === undefined)
    return unknown(facts, `label the node with ${driverLabels[0] ?? ''}, or use --probe-nodes`);
  return isAtLeast(version, leastDriver) === true ? ok(facts) : failed(facts, 'install a newer NVIDIA driver');
}

function confidentialGpu(node: ClusterObject): Finding {
  const mode = node.metadata?.labels?.['nvidia.com/cc.mode.state'];
  const facts = {
    check: `confidential mode of the GPUs of ${nameOf(node)}`,
    found: mode ?? 'no label nvidia.com/cc.mode.state tells',
    needed: 'on',
  };
  if (mode === 'on') return ok(facts);
  if (mode === undefined) return unknown(facts, 'on the node: nvidia-smi conf-compute -f');
  return failed(
    facts,
    'switch the GPUs to confidential mode: nvidia-smi conf-compute -scc on, or the NVIDIA CC manager',
  );
}

function nameOf({ metadata }: ClusterObject): string {
  return metadata?.name ?? '';
}
