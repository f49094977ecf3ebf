import { basename, dirname, join } from 'node:path';
import { waitFor } from '../cluster/waiting';
import { eventually, expectEqual, expectText } from '../expectation';
import type { Say } from '../progress';
import { addresses, type Machine } from './machine';
import { PodContainer } from './pod-container';
import { trusteePort } from './pod-plan';
import type { Roots, SidecarPod } from './sidecar-pod';

/** A program that answers on the port 8080, over both protocols. */
export const application = `
import http.server, socket
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'the application')
class Server(http.server.ThreadingHTTPServer):
    address_family = socket.AF_INET6
Server(('::', 8080), Handler).serve_forever()
`;

const v4 = `http://${addresses.pod}:8080`;
const v6 = `http://[${addresses.podV6}]:8080`;
/** The secured port, from outside of the Pod. */
export const securedUrls = [v4, v6] as const;

const proxy = `http://${addresses.machine}:41000`;

/** How a request ended: what was answered, or curl's exit code in words. */
export async function request(machine: Machine, ...args: string[]): Promise<string> {
  const { code, stdout } = await machine.run('curl', ['-s', '-m', '5', '-w', ' %{http_code}', ...args]);
  if (code === 0) return stdout;
  return { 7: 'refused', 28: 'timed out', 56: 'reset' }[code] ?? `curl ended with ${code}`;
}

async function expectRefused(machine: Machine): Promise<void> {
  for (const url of securedUrls) {
    const answer = await request(machine, url);
    if (answer !== 'refused' && answer !== 'reset') throw new Error(`${url} answered: ${answer}`);
  }
}

/** Waits until TNG says that it is ready. */
export async function tngReady(machine: Machine, tng: PodContainer, control = `${addresses.pod}:50000`): Promise<void> {
  const isReady = async (): Promise<boolean> => (await request(machine, `http://${control}/readyz`)).endsWith(' 200');
  await waitFor('TNG to be ready', 30, isReady, [tng]);
}

/** Asks the secured port by the TNG client. */
export const throughClient = (machine: Machine): Promise<string> => request(machine, '-x', proxy, v4);

/** Both protocols: the rules of ours, whatever TNG's are. */
async function rules(machine: Machine): Promise<string> {
  const text = 'for t in iptables ip6tables; do ip netns exec pod "$t-save" -t filter | grep ^-A; done';
  return machine.sh(text);
}

/** A TNG client outside the Pod, that asks the attestation service about the Pod. */
async function startClient(machine: Machine, root: string): Promise<PodContainer> {
  // without any authority to trust it does not start, though it speaks plain HTTP here
  const certificate = join(machine.folder, 'certificate');
  await machine.sh(
    'mkdir -p "$1"; openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=e2e -config /dev/null ' +
      '-keyout /dev/null -out "$1/ca.pem" 2>/dev/null',
    certificate,
  );
  return startTngClient(machine, root, { scheme: 'http', authority: join(certificate, 'ca.pem') });
}

/** How a client outside of the Pod reaches Trustee. */
interface TrusteeAccess {
  readonly scheme: 'http' | 'https';
  /** File with the only authority that it believes. */
  readonly authority: string;
}

/** Starts a TNG client that asks Trustee about the Pod, and waits until it is ready. */
export async function startTngClient(machine: Machine, root: string, access: TrusteeAccess): Promise<PodContainer> {
  const client = await launchTngClient(machine, root, access);
  await tngReady(machine, client, `${addresses.machine}:50001`);
  return client;
}

/** Starts one of which nobody knows whether it gets as far. */
export async function launchTngClient(
  machine: Machine,
  root: string,
  { scheme, authority }: TrusteeAccess,
): Promise<PodContainer> {
  const verify = {
    as_addr: `${scheme}://${addresses.machine}:${trusteePort}/api/attestation-service/`,
    policy_ids: ['default'],
  };
  const ingress = { http_proxy: { proxy_listen: { host: '0.0.0.0', port: 41000 } }, ohttp: {}, verify };
  return PodContainer.start(machine, {
    container: {
      name: 'tng-client',
      command: [
        'tng',
        'launch',
        '--config-content',
        JSON.stringify({ control_interface: { restful: { port: 50001 } }, add_ingress: [ingress] }),
      ],
      env: [{ name: 'SSL_CERT_FILE', value: `/certificate/${basename(authority)}` }],
      volumeMounts: [{ name: 'certificate', mountPath: '/certificate', readOnly: true }],
    },
    root,
    volumes: { certificate: dirname(authority) },
    network: machine.ownNetwork,
  });
}

/** The real TNG and the real iptables: what reaches a secured port, and what does not, whatever becomes of TNG. */
export async function checkSecuredPorts(
  pod: SidecarPod,
  { machine, roots }: { machine: Machine; roots: Roots },
  say: Say,
): Promise<void> {
  const server = await pod.startApplication({ name: 'application', command: ['python3', '-c', application] });
  await waitFor('the application', 30, async () => (await request(machine, v6)) === 'the application 200', [server]);

  let tng = await pod.launch('tng');
  await tngReady(machine, tng);
  const first = await rules(machine);
  expectEqual(first.split('\n').filter((line) => line.includes('--dport')).length, 8, 'rules');
  expectText(await request(machine, v4), 'RejectNonTngRequest', ' 403');
  expectEqual(await request(machine, v6), 'refused', 'plain HTTP over IPv6');
  expectEqual(await request(machine, `${v4}/healthz`), 'the application 200', 'the path that is let through');
  say('plain HTTP is refused by TNG over IPv4 and by our rules over IPv6');

  for (const url of ['http://127.0.0.1:8080', v4, 'http://[::1]:8080', v6]) {
    const { stdout } = await server.exec(['curl', '-s', '-m', '5', url]);
    expectEqual(stdout, 'the application', `${url} from inside the Pod`);
  }
  const client = await startClient(machine, roots.tng);
  const through = (): Promise<string> => throughClient(machine);
  expectEqual(await through(), 'the application 200', 'the answer through TNG');
  say('containers of the Pod reach it, and so does a TNG client that verifies the evidence');

  for (const signal of ['TERM', 'KILL']) {
    await tng.kill(signal);
    await tng.ends(15);
    await expectRefused(machine);
    tng = await pod.launch('tng');
    // TNG's own rules come and go meanwhile
    while (!(await request(machine, v4)).endsWith(' 403')) await expectNoPlaintext(machine);
    await tngReady(machine, tng);
    expectEqual(await rules(machine), first, 'the rules after a restart');
    // the client asks for the new key after a first failure
    await eventually('answer through TNG', 30, async () =>
      (await through()) === 'the application 200' ? true : undefined,
    );
    say(`SIG${signal}: the ports stay closed over IPv4 and IPv6, and no rule is doubled; then TNG works again`);
  }
  await client.kill('KILL');
  await tng.kill('TERM');
  await tng.ends(15);
  await server.kill('KILL');
}

async function expectNoPlaintext(machine: Machine): Promise<void> {
  for (const url of securedUrls) {
    const answer = await request(machine, url);
    if (answer.includes('the application')) throw new Error(`${url} answered in plaintext`);
  }
}

/** That the real program takes a configuration. */
export async function checkConfiguration(pod: SidecarPod, machine: Machine): Promise<void> {
  const tng = await pod.launch('tng');
  await tngReady(machine, tng);
  await tng.kill('TERM');
  await tng.ends(15);
}
