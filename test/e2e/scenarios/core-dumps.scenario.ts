import { startScript } from '../../../constructs/vllm/scripts';
import type { Component } from '../../../injection/names';
import { waitFor } from '../cluster/waiting';
import { expectEqual } from '../expectation';
import { attestationAgentImage, cachefsImage, confidentialDataHubImage, tngImage, toolsImage } from '../images/images';
import type { Say } from '../progress';
import type { Scenario } from '../scenario';
import type { Machine } from '../sidecars/machine';
import { onMachine } from '../sidecars/on-machine';
import { podPlan } from '../sidecars/pod-plan';
import type { PodContainer } from '../sidecars/pod-container';
import { SidecarPod } from '../sidecars/sidecar-pod';

// In a shell of its own: the first process of a container does not hear its own signals. Kubernetes makes $ of $$.
const aborting = ['/bin/sh', '-c', `sh -c 'kill -ABRT "$$$$"'; exit "$?"`];

/** What a program has in memory when it aborts does not come onto the disk of the node, though nothing else limits core dumps. */
const scenario: Scenario = {
  name: 'core dumps',
  images: [attestationAgentImage, confidentialDataHubImage, tngImage, cachefsImage, toolsImage],
  ...onMachine(check),
};

export default scenario;

async function check(machine: Machine, say: Say): Promise<void> {
  const pattern = (await machine.sh('cat /proc/sys/kernel/core_pattern')).trim();
  if (/[|/]/u.test(pattern)) {
    throw new Error(`core dumps of this machine go to "${pattern}", where this scenario does not look`);
  }
  const roots = {
    aa: await machine.unpack(attestationAgentImage),
    cdh: await machine.unpack(confidentialDataHubImage),
    tng: await machine.unpack(tngImage),
    cachefs: await machine.unpack(cachefsImage),
    application: await machine.unpack(toolsImage),
  };
  const model = `${machine.folder}/model`;
  await machine.sh('mkdir "$1"', model);
  const pod = await SidecarPod.create(machine, podPlan('A'), { roots, volumes: { model, 'model-again': model } });

  const plain = await pod.startApplication({ name: 'plain', command: aborting });
  await plain.ends(20);
  expectEqual((await coresOf(plain)).length, 1, 'core dumps of a program that nobody limits');
  say('this node writes a core dump of a program that aborts');

  for (const component of ['aa', 'cdh', 'tng', 'cachefs'] satisfies Component[]) {
    // only cachefs runs when there is a key, and CDH when there is none
    if (component === 'cachefs') await machine.sh('echo key > "$1/key"', pod.volumes['cai-key'] ?? '');
    const container = await pod.launchWith(component, aborting);
    await waitFor(`the program of ${component} to abort`, 20, () => /exit code 134/u.test(container.logs));
    expectEqual(await coresOf(container), [], `core dumps of ${component}`);
    if (container.exitCode === undefined) await container.kill('KILL');
  }
  say('no sidecar leaves one, whichever program aborts in it');

  const serving = startScript.replace('exec vllm serve', 'exec');
  const server = await pod.startApplication({
    name: 'server',
    command: ['/bin/sh', '-ec', serving, 'vllm', ...aborting],
  });
  expectEqual(await server.ends(20), 134, 'the exit code');
  expectEqual(await coresOf(server), [], 'core dumps of the server');
  say("nor does a program that the server's start script starts");
}

async function coresOf(container: PodContainer): Promise<string[]> {
  return (await container.writtenFiles()).filter((path) => path.includes('core'));
}
