import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { Finding } from '../../../cli/doctor/finding';
import { defaultNodeSelector } from '../../../constructs/inference/schema';
import { cai } from '../cai';
import { toolsImage } from '../images/images';
import { expectEqual } from '../expectation';
import type { Scenario, ScenarioContext } from '../scenario';

/** `cai doctor` looks at a real cluster and, by a Pod, at its node. */
const scenario: Scenario = {
  name: 'doctor',
  needs: ['node'],
  images: [toolsImage],
  async run(context) {
    const folder = mkdtempSync(join(tmpdir(), 'cai-doctor-'));
    try {
      await examine(context, join(folder, 'cai.yaml'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

export default scenario;

async function examine({ cluster, namespace, say }: ScenarioContext, description: string): Promise<void> {
  const model = ['--model-name', 'qwen', '--bucket', 'examplebucket', '--region', 'cn-beijing'];
  const place = ['--trustee', 'http://203.0.113.10:8081/api', '--namespace', namespace];
  const made = await cai(cluster, 'init', '--no-input', '-c', description, ...model, ...place);
  expectEqual(made.code, 0, `how cai init ended (${made.stderr})`);
  // nodes here have no labels of Alibaba Cloud
  const noLabels = Object.fromEntries(Object.keys(defaultNodeSelector).map((label) => [label, null]));
  const document = parseDocument(readFileSync(description, 'utf8'));
  document.setIn(['vllm', 'nodeSelector'], noLabels);
  writeFileSync(description, document.toString());

  const look = ['--probe-nodes', '--probe-image', toolsImage.reference, '-o', 'json'];
  const { code, stdout, stderr } = await cai(cluster, 'doctor', '-c', description, ...look);
  expectEqual(code, 1, `how cai doctor ended on a cluster without TDX (${stderr})`);
  const { findings } = JSON.parse(stdout) as { findings: Finding[] };
  const nodes = (await cluster.kubectl('get', 'nodes', '-o', 'jsonpath={.items[*].metadata.name}')).split(' ');
  for (const node of nodes) {
    const { verdict, found } = findings.find(({ check }) => check === `TDX of ${node}`) ?? {};
    // no other than the Pod can know the kernel by this name
    expectEqual({ verdict, found }, { verdict: 'failed', found: `no /dev/tdx_guest, kernel ${release()}` }, node);
  }
  const left = await cluster.kubectl('get', 'pods', '-n', namespace, '-o', 'name');
  expectEqual(left, '', 'what the look at the nodes has left');
  say(`a Pod on each of ${nodes.length} nodes has told its kernel and that there is no TDX, and is gone`);
}
