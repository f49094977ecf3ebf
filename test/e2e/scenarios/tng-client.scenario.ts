import { ApplicationPod } from '../client/application-pod';
import { expectChain } from '../client/chain-check';
import { claimModel } from '../confidential/model-claim';
import { confidentialPod, documentOptions, modelPod, securedPort } from '../confidential/pods';
import { RunningPod } from '../confidential/running-pod';
import { trusteeWithKey } from '../confidential/trustee-with-key';
import { confidentialNeeds, installWebhook } from '../confidential/webhook';
import { expectEqual, expectText } from '../expectation';
import { imageRegistry, tngImage } from '../images/images';
import { Release } from '../release';
import type { Scenario, ScenarioContext } from '../scenario';
import { ClientPod } from '../serving/client-pod';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValuesMap } from '../../../helm/values/coalesce';
import type { Trustee } from '../trustee/start-trustee';

const model = 'qwen2.5-3b-instruct';
const text = ' city in Northern California, USA';
const client = 'tng-client';

/** The chart tng-client before a confidential Pod: an OpenAI client needs only a base URL; `cai client check` finds what breaks. */
const scenario: Scenario = {
  name: client,
  ...confidentialNeeds,
  images: [...confidentialNeeds.images, tngImage],
  async run(context) {
    const { cluster, namespace, helm4, say } = context;
    await installWebhook(context);
    const trustee = await trusteeWithKey(context);
    await claimModel(context);
    const options = documentOptions(trustee.address);
    const command = ['python3', '-c', readFileSync(join(__dirname, '../client/openai-server.py'), 'utf8')];
    const container = { command: [...command, String(securedPort)] };
    const server = await RunningPod.create(context, confidentialPod('inference', options, { container }));
    const open = await RunningPod.create(
      context,
      modelPod('open', { spec: { volumes: [] }, container: { ...container, volumeMounts: [] } }),
    );
    const release = new Release(context, helm4, 'through', client);
    await Promise.all([server.untilReady(), open.untilReady(), expose(context, 'inference'), expose(context, 'open')]);
    say('a confidential Pod serves the OpenAI API (a stand-in for vLLM), and one without protection does too');

    // TNG from 2.8.0 takes no names here, and the program is 2.12.0 under either tag
    const host = await address(context, 'inference');
    const notes = await release.install(clientValues(trustee, host), '--wait', '--timeout', '120s');
    expectText(notes, 'WARNING: requests are plaintext between an application and this client.');
    expectText(await release.done('test', '--logs'), `${client}.${namespace}.svc:80 takes connections`);
    say('the chart tng-client runs as an ordinary user, on port 80 too, and helm test passes');

    const application = await ApplicationPod.start(context);
    const base = `http://${client}.${namespace}.svc/v1`;
    await expectAnswers(application, base);
    say('the openai package gets models, a completion and a stream with nothing but a base URL');
    const pod = new ClientPod(context);
    await pod.start();
    const proxy = ['--proxy', `http://${client}:41000`];
    expectText(await pod.curl(...proxy, `http://inference.${namespace}.svc:8080/v1/models`), model);
    say('so does a client with the proxy');

    const chain = {
      service: `http://${host}:8080`,
      proxy: `http://${await address(context, client)}:41000`,
      trustee: trustee.address,
    };
    expectEqual((await expectChain(cluster, chain)).completion, text, 'the completion');
    await expectChain(cluster, { ...chain, service: `http://${await address(context, 'open')}:8080` }, 'CAI7309');
    await expectChain(cluster, { ...chain, service: 'http://192.0.2.1:1', proxy: chain.proxy }, 'CAI7308');
    await expectChain(cluster, { ...chain, proxy: 'http://127.0.0.1:1' }, 'CAI7305');
    say(
      'cai client check says that the chain works, and names a service that is open, one that is away, and no client',
    );

    await release.upgrade(clientValues(trustee, host, { tag: '2.12.0' }), '--wait', '--timeout', '120s');
    await expectAnswers(application, base);
    say('an upgrade to the configuration of version set B works as well');
    await trustee.stop();
    const { links } = await expectChain(cluster, chain, 'CAI7304');
    expectEqual(links[0]?.state, 'failed', 'the link of Trustee');
    say('without Trustee it names Trustee');
    await release.done('uninstall', '--wait', '--timeout', '120s');
  },
};

export default scenario;

function clientValues(trustee: Trustee, host: string, image: ValuesMap = {}): ValuesMap {
  return {
    trustee: { address: trustee.address },
    upstreams: [{ name: 'inference', host, port: securedPort, servicePort: 80 }],
    image: { registry: imageRegistry, repository: 'tng', pullPolicy: 'Never', ...image },
    replicas: 1,
    drainSeconds: 1,
  };
}

async function expectAnswers(application: ApplicationPod, base: string): Promise<void> {
  const { models, completion, streamed } = await application.ask(base);
  expectEqual(
    { models, completion, streamed: streamed.length },
    { models: [model], completion: text, streamed: 2 },
    base,
  );
}

async function expose({ cluster, namespace }: ScenarioContext, name: string): Promise<void> {
  await cluster.kubectl('expose', 'pod', name, '-n', namespace, '--port', String(securedPort));
}

function address({ cluster, namespace }: ScenarioContext, service: string): Promise<string> {
  return cluster.kubectl('get', 'service', service, '-n', namespace, '-o', 'jsonpath={.spec.clusterIP}');
}
