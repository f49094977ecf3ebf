import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expectEqual } from '../expectation';
import {
  attestationAgentImage,
  cachefsImage,
  confidentialDataHubImage,
  gocryptfsImage,
  tngImage,
  toolsImage,
} from '../images/images';
import type { Say } from '../progress';
import type { Scenario } from '../scenario';
import { checkCleaning, checkDecryption, checkFailures, modelFiles } from '../sidecars/decryption';
import { encryptModel } from '../sidecars/encryption';
import type { Machine } from '../sidecars/machine';
import { onMachine } from '../sidecars/on-machine';
import { podPlan } from '../sidecars/pod-plan';
import { checkConfiguration, checkSecuredPorts } from '../sidecars/secured-ports';
import { SidecarPod, type Roots } from '../sidecars/sidecar-pod';
import { startTrustee } from '../sidecars/trustee';

const password = 'right password\n';

/** The sidecars as they are injected, in runc alone: quicker than a cluster, and killed in ways that a kubelet is not asked to. */
const scenario: Scenario = {
  name: 'sidecar scripts',
  images: [attestationAgentImage, confidentialDataHubImage, tngImage, cachefsImage, gocryptfsImage, toolsImage],
  ...onMachine(check),
};

export default scenario;

async function check(machine: Machine, say: Say): Promise<void> {
  const roots: Roots = {
    aa: await machine.unpack(attestationAgentImage),
    cdh: await machine.unpack(confidentialDataHubImage),
    tng: await machine.unpack(tngImage),
    cachefs: await machine.unpack(cachefsImage),
    application: await machine.unpack(toolsImage),
  };
  const cipher = join(machine.folder, 'cipher');
  const pod = await SidecarPod.create(machine, podPlan('B'), {
    roots,
    volumes: { model: cipher, 'model-again': cipher },
  });
  const key = `${pod.volumes['cai-key'] ?? ''}/key`;
  await encrypt(machine, await machine.unpack(gocryptfsImage), cipher);
  await startTrustee(machine, password);

  const agent = await pod.start('aa');
  const hub = await pod.start('cdh');
  expectEqual(await machine.sh('cat "$1"; stat -c %a "$1"', key), `${password}600\n`, 'the key and its mode');
  if (hub.logs.includes(password.trim())) throw new Error('the key is in the log');
  say('STAND-INS for AA, CDH and Trustee: the key comes to its place');

  await checkDecryption(pod, agent, say);
  await checkSecuredPorts(pod, { machine, roots }, say);
  await checkConfiguration(pod.injectedBy(podPlan('A')), machine);
  say('TNG takes the configurations of both version sets');

  for (const container of [hub, agent]) {
    await container.kill('TERM');
    expectEqual(await container.ends(10), 0, `the exit code of ${container.id}`);
  }
  await checkCleaning(pod, say);
  const prepare = (text: string, volume = ':'): Promise<string> =>
    machine.sh(`printf %s "$3" > "$2"; ${volume}`, cipher, key, text);
  await checkFailures(pod, prepare, say);
}

/** Makes the encrypted folder as `cai model encrypt` does. */
async function encrypt(machine: Machine, root: string, cipher: string): Promise<void> {
  const source = join(machine.folder, 'model');
  for (const [name, content] of Object.entries(modelFiles)) {
    await mkdir(dirname(join(source, name)), { recursive: true });
    await writeFile(join(source, name), content);
  }
  await mkdir(cipher);
  await encryptModel(machine, root, password);
}
