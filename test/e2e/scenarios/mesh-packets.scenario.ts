import { waitFor } from '../cluster/waiting';
import { expectEqual, expectText } from '../expectation';
import { attestationAgentImage, tngImage, toolsImage } from '../images/images';
import type { Say } from '../progress';
import type { Scenario } from '../scenario';
import { addresses, type Machine } from '../sidecars/machine';
import { onMachine } from '../sidecars/on-machine';
import type { PodContainer } from '../sidecars/pod-container';
import { podPlan } from '../sidecars/pod-plan';
import { application, request, securedUrls, tngReady } from '../sidecars/secured-ports';
import { SidecarPod } from '../sidecars/sidecar-pod';

// what stands at a mesh's inbound port: it hands each connection on to the application, from within the Pod
const proxy = `
import socket, threading
def pump(a, b):
    try:
        while data := a.recv(65536): b.sendall(data)
    except OSError: pass
    finally:
        try: b.shutdown(socket.SHUT_WR)
        except OSError: pass
listener = socket.create_server(('::', 15006), family=socket.AF_INET6, dualstack_ipv6=True)
while True:
    client, _ = listener.accept()
    try: server = socket.create_connection(('127.0.0.1', 8080))
    except OSError:
        client.close()
        continue
    for pair in ((client, server), (server, client)): threading.Thread(target=pump, args=pair, daemon=True).start()
`;

// as the CNI plugin of a mesh does before any container starts
const meshRules = `
for table in iptables ip6tables; do
  "$table" -t nat -N MESH_INBOUND
  "$table" -t nat -A PREROUTING -p tcp -j MESH_INBOUND
  "$table" -t nat -A MESH_INBOUND -p tcp --dport 50000 -j RETURN
  "$table" -t nat -A MESH_INBOUND -p tcp -j REDIRECT --to-ports 15006
done
`;

const plan = podPlan('B');
const listenPort = plan.securedPorts.find(({ port }) => port === 8080)?.listenPort ?? 0;
const askedRule = `CAI_SECURED ! -i lo -p tcp ! --dport ${listenPort} -m conntrack --ctorigdstport 8080 --ctdir ORIGINAL`;

/** A service mesh that redirects what comes in does not lead around the rules of the secured ports. */
const scenario: Scenario = {
  name: 'packets of a mesh',
  images: [attestationAgentImage, tngImage, toolsImage],
  ...onMachine(check),
};

export default scenario;

async function check(machine: Machine, say: Say): Promise<void> {
  const application_ = await machine.unpack(toolsImage);
  const tng = await machine.unpack(tngImage);
  const roots = {
    aa: await machine.unpack(attestationAgentImage),
    cdh: tng,
    tng,
    cachefs: tng,
    application: application_,
  };
  const model = `${machine.folder}/model`;
  await machine.sh('mkdir "$1"', model);
  const pod = await SidecarPod.create(machine, plan, { roots, volumes: { model, 'model-again': model } });
  const inPod = (text: string): Promise<string> => machine.sh('ip netns exec pod /bin/sh -ec "$1"', text);
  await inPod(meshRules);
  const server = await pod.startApplication({ name: 'application', command: ['python3', '-c', application] });
  const envoy = await pod.startApplication({ name: 'proxy', command: ['python3', '-c', proxy] });

  for (const url of securedUrls) await expectAnswer(machine, url, [server, envoy]);
  say('the mesh brings requests to the application over IPv4 and IPv6, before the sidecars are there');

  await pod.start('aa');
  let gateway = await pod.launch('tng');
  await tngReady(machine, gateway);
  await expectClosed(machine);
  say('with TNG running, nothing of it is left');

  for (const signal of ['TERM', 'KILL']) {
    await gateway.kill(signal);
    await gateway.ends(15);
    await expectClosed(machine);
    gateway = await pod.launch('tng');
    await tngReady(machine, gateway);
  }
  say('nor after TNG has ended by TERM or KILL, whose own rules the mesh would outlive');

  const own = await server.exec(['curl', '-s', '-m', '5', `http://${addresses.pod}:8080`]);
  expectEqual(own.stdout, 'the application', 'the application, asked from within the Pod');
  await answersComeBack(machine, server);
  say('the Pod itself still reaches the port, and the same port of others');

  await gateway.kill('TERM');
  await gateway.ends(15);
  await inPod(`iptables -D ${askedRule} -j REJECT --reject-with tcp-reset`);
  await expectAnswer(machine, securedUrls[0], [server, envoy]);
  say('without the rule for the port that was asked for, the mesh would lead around the others');
}

async function expectAnswer(machine: Machine, url: string, watched: readonly PodContainer[]): Promise<void> {
  const answers = async (): Promise<boolean> => (await request(machine, url)) === 'the application 200';
  await waitFor(`${url} to answer`, 30, answers, watched);
}

/** TNG refuses plain requests that it gets; what it does not get is refused by our rules. */
async function expectClosed(machine: Machine): Promise<void> {
  for (const url of securedUrls) {
    const answer = await request(machine, url);
    if (!['refused', 'reset'].includes(answer)) expectText(answer, 'RejectNonTngRequest', ' 403');
  }
}

/** The answers of somebody else's port of the same number, to a connection that the Pod has opened, are let in. */
async function answersComeBack(machine: Machine, server: PodContainer): Promise<void> {
  const elsewhere = machine.spawn('elsewhere', ['python3', '-c', application], {});
  const asks = async (): Promise<boolean> => {
    const { stdout } = await server.exec(['curl', '-s', '-m', '5', `http://${addresses.machine}:8080`]);
    return stdout === 'the application';
  };
  await waitFor('the port 8080 of another machine to answer', 30, asks, [server, elsewhere]);
}
