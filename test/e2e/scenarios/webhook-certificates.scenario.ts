import { readFileSync } from 'node:fs';
import { confidentialPod, documentOptions } from '../confidential/pods';
import { tryCreate } from '../confidential/running-pod';
import { SteadyLoad } from '../confidential/steady-load';
import {
  caBundles,
  confidentialNeeds,
  inSystem,
  installWebhook,
  webhookConfigurations,
  webhookName,
  webhookNamespace,
  webhookValues,
} from '../confidential/webhook';
import { eventually, expectEqual } from '../expectation';
import type { Scenario, ScenarioContext } from '../scenario';

const options = documentOptions('http://203.0.113.10:8081/api');

/** Authority and certificates change under load, and a caBundle that somebody overwrites comes back. */
const scenario: Scenario = {
  name: 'webhook certificates',
  ...confidentialNeeds,
  stage: 'alone',
  async run(context) {
    const { say } = context;
    const release = await installWebhook(context);
    const load = await SteadyLoad.start(context, confidentialPod('load', options));
    await release.upgrade(
      webhookValues({ certificates: { lifetime: '15s', caPropagationDelay: '2s' } }),
      ...['--wait', '--timeout', '120s'],
    );
    for (const wish of ['first', 'second']) {
      const [before] = await authorities(context);
      await context.cluster.kubectl(
        ...['annotate', 'secret', `${webhookName}-ca`, '-n', webhookNamespace, '--overwrite'],
        `trustiflux.alibaba.com/rotate-ca=${wish}`,
      );
      await eventually(`another authority after the ${wish} wish`, 60, async () => {
        const [mutating = [], validating] = await authorities(context);
        const old = before?.filter((certificate) => mutating.includes(certificate)) ?? [];
        return old.length === 0 && String(mutating) === String(validating) ? true : undefined;
      });
      say(`the ${wish} rotation has left nothing of the authority before it`);
    }
    const renewals = await servingCertificates(context);
    if (renewals < 6) throw new Error(`two replicas have shown only ${renewals} serving certificates`);
    say(await load.end(`${renewals} new serving certificates and two new authorities`, 200));

    const own = await authorities(context);
    await overwrite(context);
    await eventually('our caBundle again', 20, async () => {
      const now = await authorities(context);
      return JSON.stringify(now) === JSON.stringify(own) ? true : undefined;
    });
    const created = await tryCreate(context, confidentialPod('after', options), '--dry-run=server');
    expectEqual(created.code, 0, `how the creation ended after the caBundle was overwritten (${created.stderr})`);
    say('a caBundle that was overwritten is restored');
    await release.upgrade(webhookValues(), '--wait', '--timeout', '120s');
  },
};

export default scenario;

/** The certificates of each configuration. */
async function authorities(context: ScenarioContext): Promise<string[][]> {
  const pem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
  return (await caBundles(context)).map((bundle) => bundle.match(pem) ?? []);
}

async function servingCertificates(context: ScenarioContext): Promise<number> {
  const log = await inSystem(context, 'logs', '-l', `app.kubernetes.io/name=${webhookName}`, '--tail=-1');
  return log.split('\n').filter((line) => line.includes('serving certificate in use')).length;
}

/** With a certificate that the API server can read, but that has signed none of ours: the cluster's own. */
async function overwrite({ cluster }: ScenarioContext): Promise<void> {
  const kubeconfig = JSON.parse(readFileSync(cluster.kubeconfig, 'utf8')) as {
    clusters: [{ cluster: { 'certificate-authority-data': string } }];
  };
  const caBundle = kubeconfig.clusters[0].cluster['certificate-authority-data'];
  const patch = JSON.stringify([{ op: 'replace', path: '/webhooks/0/clientConfig/caBundle', value: caBundle }]);
  for (const kind of webhookConfigurations)
    await cluster.kubectl('patch', kind, webhookName, '--type=json', '--patch', patch);
}
