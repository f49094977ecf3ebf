import { expectEqual, expectText } from '../expectation';
import type { Say } from '../progress';
import type { PodContainer } from './pod-container';
import type { SidecarPod } from './sidecar-pod';

/** Bytes that the check compares, and names that scripts stumble over. */
export const modelFiles: Readonly<Record<string, string>> = {
  'config.json': '{"model_type":"tiny"}\n',
  'weights/model.safetensors': 'weights '.repeat(100_000),
  'two words': 'two words',
  '-rf': 'dash',
  '.hidden': 'hidden',
  'line\nend': 'line end',
};

const reader = 'trap "exit 0" TERM; while :; do sleep 1000 & wait "$!"; done';
const mount = (index: number, mountPath: string) =>
  ({ name: `cai-plaintext-${index}`, mountPath, readOnly: true, mountPropagation: 'HostToContainer' }) as const;

async function startReader(pod: SidecarPod): Promise<PodContainer> {
  const application = await pod.startApplication({
    name: 'application',
    command: ['/bin/sh', '-c', reader],
    securityContext: { runAsUser: 1000 },
    volumeMounts: [mount(0, '/model'), mount(1, '/mnt/again')],
  });
  await application.passes({ exec: { command: ['true'] } });
  return application;
}

/** What an application gets when it reads a file of the model. */
async function read(application: PodContainer, path: string): Promise<string> {
  const { code, stdout, stderr } = await application.exec(['cat', path]);
  return code === 0 ? stdout : stderr.trim();
}

async function expectModel(application: PodContainer): Promise<void> {
  for (const folder of ['/model', '/mnt/again']) {
    for (const [name, content] of Object.entries(modelFiles)) {
      const answer = await read(application, `${folder}/${name}`);
      if (answer !== content) throw new Error(`${folder}/${name} reads ${JSON.stringify(answer.slice(0, 200))}`);
    }
  }
}

async function expectNothing(application: PodContainer, reason: RegExp): Promise<void> {
  const answer = await read(application, '/model/config.json');
  if (!reason.test(answer)) throw new Error(`an application reads ${JSON.stringify(answer.slice(0, 200))}`);
}

/** cachefs with the real gocryptfs: what an application sees through each way in which cachefs can end. */
export async function checkDecryption(pod: SidecarPod, agent: PodContainer, say: Say): Promise<void> {
  let cachefs = await pod.start('cachefs');
  const application = await startReader(pod);
  await expectModel(application);
  const write = await application.exec(['/bin/sh', '-c', 'echo x > /model/config.json']);
  expectText(write.stderr, 'Read-only file system');
  expectEqual((await pod.mountedVolumes()).sort(), ['0', '1'], 'mounts');
  say('an application that is not root reads the model in both volumes, and cannot write');

  expectEqual((await agent.exec(['ls', '-A', '/run/cai/plaintext/0'])).stdout, '', 'what AA sees of the model');
  say('the container of AA sees nothing of it');

  await cachefs.killProgram('gocryptfs', 'KILL');
  expectEqual(await cachefs.ends(10), 137, 'the exit code');
  expectEqual(await pod.mountedVolumes(), [], 'mounts');
  await expectNothing(application, /No such file/);
  cachefs = await pod.start('cachefs');
  await expectModel(application);
  say('gocryptfs killed: no mount stays; after a restart the application reads again without one of its own');

  await cachefs.kill('KILL');
  await cachefs.ends(10);
  expectEqual((await pod.mountedVolumes()).sort(), ['0', '1'], 'dead mounts');
  await expectNothing(application, /not connected/);
  const late = await startReader(pod);
  cachefs = await pod.start('cachefs');
  await expectModel(application);
  await expectModel(late);
  await late.kill('KILL');
  say('the container killed: the next one replaces its dead mount, also for an application that started meanwhile');

  await cachefs.kill('TERM');
  expectEqual(await cachefs.ends(10), 0, 'the exit code');
  expectEqual(await pod.mountedVolumes(), [], 'mounts');
  await application.kill('KILL');
  say('SIGTERM: no mount stays');
}

/** What AA does for mounts that nobody else can take away. */
export async function checkCleaning(pod: SidecarPod, say: Say): Promise<void> {
  const cachefs = await pod.start('cachefs');
  const application = await startReader(pod);
  let agent = await pod.start('aa');
  expectEqual((await agent.exec(['ls', '-A', '/run/cai/plaintext/0'])).stdout, '', 'what AA sees of the model');
  await agent.kill('TERM');
  expectEqual(await agent.ends(10), 0, 'the exit code');
  await expectModel(application);
  say('AA stopped while cachefs works: its mounts stay');

  await cachefs.kill('KILL');
  await cachefs.ends(10);
  agent = await pod.start('aa');
  await agent.kill('KILL');
  await agent.ends(10);
  expectEqual((await pod.mountedVolumes()).sort(), ['0', '1'], 'dead mounts');
  agent = await pod.start('aa');
  await agent.kill('TERM');
  expectEqual(await agent.ends(10), 0, 'the exit code');
  expectEqual(await pod.mountedVolumes(), [], 'mounts');
  await application.kill('KILL');
  say('cachefs killed and gone: AA takes its dead mounts away when the Pod ends');
}

/** What stands in the way of a mount, told from the real exit codes of gocryptfs. */
export async function checkFailures(
  pod: SidecarPod,
  prepare: (key: string, volumeScript?: string) => Promise<unknown>,
  say: Say,
): Promise<void> {
  const cases: readonly [key: string, code: number, texts: readonly string[]][] = [
    ['wrong', 12, ['the key does not open the model']],
    ['right password\r\n', 12, ['the key holds a carriage return', 'the key does not open the model']],
    ['\nright password\n', 9, ['the key has several lines', 'the key begins with an empty line']],
  ];
  for (const [key, code, texts] of cases) {
    await prepare(key);
    await expectFailure(pod, code, texts);
  }
  await prepare('right password\n', 'mv "$1/gocryptfs.conf" "$1/elsewhere"');
  await expectFailure(pod, 11, ['no readable gocryptfs.conf']);
  say('a wrong key, a carriage return, an empty line, no gocryptfs.conf: each is explained, no key is shown');
}

async function expectFailure(pod: SidecarPod, code: number, texts: readonly string[]): Promise<void> {
  const cachefs = await pod.launch('cachefs');
  expectEqual(await cachefs.ends(20), code, `the exit code where ${texts.join(' and ')}`);
  expectText(cachefs.logs, ...texts);
  if (cachefs.logs.includes('right password')) throw new Error('the key is in the log');
  expectEqual(await pod.mountedVolumes(), [], 'mounts');
}
