import { sidecarNames, sidecarOrder } from '../../../injection/names';
import type { Cluster, CommandResult } from '../cluster';
import { claimModel } from '../confidential/model-claim';
import { confidentialPod, documentOptions, modelPod, securedPort } from '../confidential/pods';
import { RunningPod } from '../confidential/running-pod';
import { trusteeWithKey } from '../confidential/trustee-with-key';
import { closedNamespace, confidentialNeeds, installWebhook } from '../confidential/webhook';
import { expectEqual, expectText } from '../expectation';
import { modelKey } from '../images/encrypted-model';
import { withEditor } from '../policy/editor';
import type { Scenario, ScenarioContext } from '../scenario';

const keyFile = '/run/cai/key/key';
const application = 'inference-service';
// the annotation is for kubectl alone: the API server does not read it
const defaultContainer = { 'kubectl.kubernetes.io/default-container': sidecarNames.cachefs };

/** Somebody with the ordinary role `edit` before the Pods that run: what he reaches, and what he does not. */
const scenario: Scenario = {
  name: 'entering sidecars',
  ...confidentialNeeds,
  async run(context) {
    const { cluster, namespace, say } = context;
    await installWebhook(context);
    const trustee = await trusteeWithKey(context);
    await claimModel(context);
    const manifest = confidentialPod('entered', documentOptions(trustee.address), { annotations: defaultContainer });
    const pod = await RunningPod.create(context, manifest);
    await pod.untilReady();
    await cluster.kubectl('create', 'namespace', closedNamespace);
    try {
      await withEditor(cluster, [namespace, closedNamespace], async (editor) => {
        await sidecars(editor, namespace, pod.name);
        say('exec, cp and attach into a sidecar are refused, also where the container is left to kubectl');
        await rest(editor, namespace, pod.name);
        say('exec into the application and port-forward to its plaintext stay open, and logs');
        await closed(context, editor);
        say('in a closed namespace nobody enters a Pod by exec, attach, port-forward or kubectl debug');
      });
    } finally {
      await cluster.kubectl('delete', 'namespace', closedNamespace);
    }
    await pod.delete(60);
    await trustee.stop();
  },
};

export default scenario;

function inNamespace(editor: Cluster, namespace: string): (...args: string[]) => Promise<CommandResult> {
  return (...args) => editor.run('kubectl', ['-n', namespace, ...args], { timeoutSeconds: 30 });
}

function expectRefused(what: string, { code, stdout, stderr }: CommandResult, says: string): void {
  if (code === 0) throw new Error(`${what} is not refused`);
  expectText(`${what}: ${stderr}`, says);
  if (stdout.includes(modelKey)) throw new Error(`${what} shows the key`);
}

async function sidecars(editor: Cluster, namespace: string, pod: string): Promise<void> {
  const kubectl = inNamespace(editor, namespace);
  for (const sidecar of sidecarOrder) {
    expectRefused(`exec into ${sidecar}`, await kubectl('exec', pod, '-c', sidecar, '--', 'cat', keyFile), 'CAI5413');
    expectRefused(`attach to ${sidecar}`, await kubectl('attach', pod, '-c', sidecar), 'CAI5413');
    const copy = await kubectl('cp', `${pod}:${keyFile}`, '/dev/null', '-c', sidecar);
    expectRefused(`cp from ${sidecar}`, copy, 'CAI5413');
  }
  expectRefused('exec where kubectl chooses', await kubectl('exec', pod, '--', 'cat', keyFile), 'CAI5413');
}

async function rest(editor: Cluster, namespace: string, pod: string): Promise<void> {
  const kubectl = inNamespace(editor, namespace);
  const inside = await kubectl('exec', pod, '-c', application, '--', 'sh', '-c', `id -u; ls ${keyFile}`);
  expectText(inside.stdout, '1000');
  expectText(inside.stderr, 'No such file');
  // by curl, which may leave the container out: the API server takes the one under `containers`, never a sidecar
  const chosen = await editor.run('sh', ['-c', rawExec, 'sh', namespace, pod], { timeoutSeconds: 30 });
  expectText(chosen.stdout, 'uid=1000');
  const forwarded = await editor.run('sh', ['-c', forward, 'sh', namespace, pod, String(securedPort)], {
    timeoutSeconds: 60,
  });
  expectText(forwarded.stdout, 'status 200');
  expectEqual((await kubectl('logs', pod, '-c', sidecarNames.cachefs)).code, 0, 'the exit code of kubectl logs');
}

// `kubectl exec` names a container in any case; a proxy lets curl speak for the user
const rawExec = `
kubectl proxy --port=0 --reject-paths=none >/tmp/proxy.$$ & proxy=$!
trap 'kill $proxy; rm -f /tmp/proxy.$$' EXIT
until port=$(sed -n 's/.*127.0.0.1:\\([0-9]*\\).*/\\1/p' /tmp/proxy.$$) && [ -n "$port" ]; do sleep 0.1; done
curl -s -m 5 -N --http1.1 -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' \
  -H 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==' -H 'Sec-WebSocket-Protocol: v4.channel.k8s.io' \
  "http://127.0.0.1:$port/api/v1/namespaces/$1/pods/$2/exec?command=id&stdout=true" | tr -d '\\0'
true
`;

const forward = `
kubectl -n "$1" port-forward "pod/$2" ":$3" >/tmp/forward.$$ & forward=$!
trap 'kill $forward; rm -f /tmp/forward.$$' EXIT
until port=$(sed -n 's/.*127.0.0.1:\\([0-9]*\\).*/\\1/p' /tmp/forward.$$) && [ -n "$port" ]; do sleep 0.1; done
curl -s -m 10 -o /dev/null -w 'status %{http_code}' "http://127.0.0.1:$port/"
`;

async function closed(context: ScenarioContext, editor: Cluster): Promise<void> {
  const plain = modelPod('plain', { spec: { volumes: [] }, container: { volumeMounts: [] } });
  const pod = await RunningPod.create({ ...context, namespace: closedNamespace }, plain);
  await pod.untilReady();
  const kubectl = inNamespace(editor, closedNamespace);
  const debug = ['debug', pod.name, '--image=any', '--profile=restricted', '--', 'id'];
  for (const args of [
    ['exec', pod.name, '--', 'id'],
    ['attach', pod.name],
    ['cp', `${pod.name}:/etc/hostname`, '/dev/null'],
    ['port-forward', pod.name, `:${securedPort}`],
    debug,
  ]) {
    expectRefused(args.join(' '), await kubectl(...args), 'CAI5414');
  }
  expectEqual((await kubectl('logs', pod.name)).code, 0, 'the exit code of kubectl logs');
}
