import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '../cluster/waiting';
import { expectEqual, expectText } from '../expectation';
import { attestationAgentImage, confidentialDataHubImage, tngImage, toolsImage } from '../images/images';
import { printed } from '../program';
import type { Say } from '../progress';
import type { Scenario } from '../scenario';
import { addresses, type Machine } from '../sidecars/machine';
import { onMachine } from '../sidecars/on-machine';
import { podPlan } from '../sidecars/pod-plan';
import {
  application,
  launchTngClient,
  request,
  securedUrls,
  startTngClient,
  throughClient,
  tngReady,
} from '../sidecars/secured-ports';
import { SidecarPod, type Roots } from '../sidecars/sidecar-pod';
import { startTrustee, type ServerFiles } from '../sidecars/trustee';

const password = 'right password';

/** Trustee behind https, with an authority of its own, asked by sidecars whose images bring no certificates, and by the client. */
const scenario: Scenario = {
  name: 'trustee over tls',
  images: [attestationAgentImage, confidentialDataHubImage, tngImage, toolsImage],
  ...onMachine(check),
};

export default scenario;

async function check(machine: Machine, say: Say): Promise<void> {
  const tng = await machine.unpack(tngImage);
  const roots: Roots = {
    aa: await machine.unpack(attestationAgentImage),
    cdh: await machine.unpack(confidentialDataHubImage),
    tng,
    cachefs: tng,
    application: await machine.unpack(toolsImage),
  };
  const model = join(machine.folder, 'model');
  mkdirSync(model);
  const right = await makeServer(join(machine.folder, 'right'));
  const other = await makeServer(join(machine.folder, 'other'));
  await startTrustee(machine, password, right);

  const create = (authorities?: string): Promise<SidecarPod> =>
    SidecarPod.create(machine, overTls(authorities), { roots, volumes: { model, 'model-again': model } });
  const pod = await create(readFileSync(right.authority, 'utf8'));
  const key = `${pod.volumes['cai-key'] ?? ''}/key`;
  await pod.start('aa');

  const without = await pod.injectedBy(overTls(undefined)).launch('cdh');
  await waitFor('CDH to say why there is no key', 30, () => without.logs.includes('this image knows no certificate'));
  expectText(without.logs, 'give those of Trustee: trustee.authorities of cai-webhook');
  await without.kill('KILL');
  say('without authorities, an image that brings none cannot reach it, and the log says what to give');

  const wrong = await pod.injectedBy(overTls(readFileSync(other.authority, 'utf8'))).launch('cdh');
  await waitFor('CDH to refuse the server', 30, () => /CERTIFICATE_VERIFY_FAILED/u.test(wrong.logs));
  expectEqual(await machine.sh('cat "$1" 2>/dev/null || echo none', key), 'none\n', 'the key');
  await wrong.kill('KILL');
  say('who answers in the place of Trustee, with a certificate of another authority, is not asked for the key');

  const hub = await pod.start('cdh');
  expectEqual(await machine.sh('cat "$1"', key), password, 'the key');
  if (hub.logs.includes(password)) throw new Error('the key is in the log');
  say('with its authority, the key comes');

  const server = await pod.startApplication({ name: 'application', command: ['python3', '-c', application] });
  const answers = async (): Promise<boolean> => (await request(machine, securedUrls[1])) === 'the application 200';
  await waitFor('the application', 30, answers, [server]);
  await tngReady(machine, await pod.launch('tng'));
  const client = await startTngClient(machine, tng, { scheme: 'https', authority: right.authority });
  expectEqual(await throughClient(machine), 'the application 200', 'the answer through TNG');
  await client.kill('KILL');
  await client.ends(10);
  const misled = await launchTngClient(machine, tng, { scheme: 'https', authority: other.authority });
  const code = await misled.ends(20);
  if (code === 0) throw new Error(`the client ended with 0\n${misled.tail()}`);
  expectText(misled.logs, 'invalid peer certificate');
  say('the client of TNG verifies the Pod by it, and with another authority does not start');
}

function overTls(trusteeAuthorities: string | undefined): ReturnType<typeof podPlan> {
  const plan = podPlan('B');
  const trusteeAddress = plan.options.trusteeAddress.replace('http://', 'https://');
  return {
    ...plan,
    options: { ...plan.options, trusteeAddress, ...(trusteeAuthorities === undefined ? {} : { trusteeAuthorities }) },
  };
}

/** A server's certificate for the address of the machine, and the authority that has signed it. */
async function makeServer(folder: string): Promise<ServerFiles> {
  mkdirSync(folder);
  const file = (name: string): string => join(folder, name);
  const make = (name: string, extensions: readonly string[], issuer: readonly string[] = []): Promise<string> =>
    printed('openssl', [
      ...[
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '1',
        '-subj',
        `/CN=${name}`,
        '-config',
        '/dev/null',
      ],
      ...[...extensions.flatMap((each) => ['-addext', each]), ...issuer],
      ...['-keyout', file(`${name}.key`), '-out', file(`${name}.pem`)],
    ]);
  await make('authority', ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign']);
  const names = ['basicConstraints=critical,CA:FALSE', `subjectAltName=IP:${addresses.machine}`];
  await make('server', names, ['-CA', file('authority.pem'), '-CAkey', file('authority.key')]);
  return { certificate: file('server.pem'), key: file('server.key'), authority: file('authority.pem') };
}
