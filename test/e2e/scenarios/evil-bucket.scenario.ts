import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectEqual, expectText } from '../expectation';
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
import { encryptModel } from '../sidecars/encryption';
import type { Machine } from '../sidecars/machine';
import { onMachine } from '../sidecars/on-machine';
import { podPlan } from '../sidecars/pod-plan';
import { PodContainer } from '../sidecars/pod-container';
import { SidecarPod } from '../sidecars/sidecar-pod';

const password = 'secret-password';
const wrongConfiguration = 'gocryptfs.conf at the root of the encrypted volume is not as gocryptfs -init writes it';

/** What somebody does who can write to the bucket and has no key; `$1`: the encrypted folder. */
interface Attack {
  readonly does: string;
  readonly script: string;
  readonly answer: string;
}

const flags = (names: string): string =>
  `sed -i '/"FeatureFlags"/,$d' "$1/gocryptfs.conf"; printf '"FeatureFlags": [${names}]}' >> "$1/gocryptfs.conf"`;

// names, and what is behind them, as the attacker likes it
const chosenNames = `
${flags('"HKDF", "GCMIV128", "PlaintextNames"')}
rm "$1/gocryptfs.diriv"
for file in "$1"/*; do
  case $file in
    */gocryptfs.conf) ;;
    *) if [ "$(stat -c %s "$file")" -lt 100 ]; then mv "$file" "$1/config.json"; else mv "$file" "$1/model.safetensors"; fi ;;
  esac
done
ln -s /proc/self/environ "$1/chat_template.jinja"
: > "$1/empty.py"
`;

const attacks: readonly Attack[] = [
  { does: 'names of their own choice', script: chosenNames, answer: wrongConfiguration },
  {
    does: 'a flag more',
    script: flags('"HKDF","GCMIV128","DirIV","EMENames","LongNames","Raw64","PlaintextNames"'),
    answer: wrongConfiguration,
  },
  {
    does: 'flags twice',
    script: `sed -i '$d' "$1/gocryptfs.conf"; printf ',"featureFlags":["HKDF","GCMIV128","PlaintextNames"]}' >> "$1/gocryptfs.conf"`,
    answer: wrongConfiguration,
  },
  {
    does: 'a link to the key for gocryptfs.conf',
    script: 'ln -sf /run/cai/key/key "$1/gocryptfs.conf"',
    answer: wrongConfiguration,
  },
  {
    does: 'a pipe for gocryptfs.conf',
    script: 'rm "$1/gocryptfs.conf"; mkfifo "$1/gocryptfs.conf"',
    answer: wrongConfiguration,
  },
  {
    does: 'a folder for gocryptfs.conf',
    script: 'rm "$1/gocryptfs.conf"; mkdir "$1/gocryptfs.conf"',
    answer: wrongConfiguration,
  },
  { does: 'an endless gocryptfs.conf', script: 'truncate -s 100G "$1/gocryptfs.conf"', answer: wrongConfiguration },
  {
    does: 'a link to something endless for gocryptfs.diriv',
    script: 'ln -sf /dev/zero "$1/gocryptfs.diriv"',
    answer: 'gocryptfs.diriv at the root of the encrypted volume is lost or damaged',
  },
];

/** Who can write to the bucket, and has no key, chooses nothing of what an application sees. */
const scenario: Scenario = {
  name: 'evil bucket',
  images: [attestationAgentImage, confidentialDataHubImage, tngImage, cachefsImage, gocryptfsImage, toolsImage],
  ...onMachine(check),
};

export default scenario;

async function check(machine: Machine, say: Say): Promise<void> {
  const roots = {
    aa: await machine.unpack(attestationAgentImage),
    cdh: await machine.unpack(confidentialDataHubImage),
    tng: await machine.unpack(tngImage),
    cachefs: await machine.unpack(cachefsImage),
    application: await machine.unpack(toolsImage),
  };
  const owner = join(machine.folder, 'cipher');
  await mkdir(owner);
  const source = join(machine.folder, 'model');
  await mkdir(source);
  await writeFile(join(source, 'config.json'), '{"model_type":"tiny"}\n');
  await writeFile(join(source, 'model.safetensors'), 'weights '.repeat(2500));
  await encryptModel(machine, await machine.unpack(gocryptfsImage), password);

  const bucket = join(machine.folder, 'bucket');
  const pod = await SidecarPod.create(machine, podPlan('A'), {
    roots,
    volumes: { model: bucket, 'model-again': bucket },
  });
  await machine.sh('printf %s "$2" > "$1/key"', pod.volumes['cai-key'] ?? '', password);
  const becomes = (script: string): Promise<string> =>
    machine.sh(`rm -rf "$1"; cp -a "$2" "$1"; chmod -R u+w "$1"; ${script}`, bucket, owner);

  await becomes(chosenNames);
  expectEqual(await shownByBareCommand(machine, { root: roots.cachefs, bucket }), true, 'what the attack shows');
  say('gocryptfs itself shows a model whose names were chosen without the key');

  for (const { does, script, answer } of attacks) {
    await becomes(script);
    const cachefs = await pod.launch('cachefs');
    expectEqual(await cachefs.ends(20), 1, `the exit code of cachefs after ${does}`);
    expectText(cachefs.logs, answer);
    if (/secret|invalid character/u.test(cachefs.logs)) throw new Error(`the log shows of the key: ${cachefs.logs}`);
    expectEqual(await pod.mountedVolumes(), [], 'mounts');
    say(`${does}: nothing is mounted, and the log says why`);
  }

  await becomes(':');
  const cachefs = await pod.start('cachefs');
  const { stdout } = await cachefs.exec(['cat', '/run/cai/plaintext/0/config.json']);
  expectEqual(stdout, '{"model_type":"tiny"}\n', 'the model as its owner has encrypted it');
  await cachefs.kill('TERM');
  expectEqual(await cachefs.ends(10), 0, 'the exit code');
  say('what the owner has encrypted is mounted');
}

const bareCommand = `
mkdir /plain
gocryptfs -q -ro -passfile /key/key /bucket /plain
ls /plain
cat /plain/config.json
`;

/** Whether gocryptfs alone, as the vendor's commands call it, mounts the bucket and shows the attacker's names. */
async function shownByBareCommand(machine: Machine, at: { root: string; bucket: string }): Promise<boolean> {
  const key = join(machine.folder, 'key');
  await mkdir(key, { recursive: true });
  await writeFile(join(key, 'key'), password);
  const container = await PodContainer.start(machine, {
    container: {
      name: 'bare',
      command: ['/bin/sh', '-ec', bareCommand],
      securityContext: { privileged: true },
      volumeMounts: [
        { name: 'bucket', mountPath: '/bucket' },
        { name: 'key', mountPath: '/key' },
      ],
    },
    root: at.root,
    volumes: { bucket: at.bucket, key },
    network: machine.ownNetwork,
  });
  const code = await container.ends(20);
  if (code !== 0) throw new Error(container.tail());
  return /chat_template\.jinja[^]*"model_type"/u.test(container.logs);
}
