import { X509Certificate } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { certManager, certManagerKinds } from '../cert-manager/build';
import type { Spawned } from '../cluster';
import { confidentialPod, documentOptions } from '../confidential/pods';
import { tryCreate } from '../confidential/running-pod';
import { SteadyLoad } from '../confidential/steady-load';
import {
  caBundles,
  confidentialNeeds,
  inSystem,
  installWebhook,
  webhookName,
  webhookNamespace,
  webhookReadiness,
  webhookValues,
} from '../confidential/webhook';
import { eventually, expectEqual, expectText } from '../expectation';
import type { Release } from '../release';
import type { Scenario, ScenarioContext } from '../scenario';

const options = documentOptions('http://203.0.113.10:8081/api');
const secret = `${webhookName}-tls`;

/** The real cert-manager issues and renews the webhook's certificate, and writes its authority into the configurations. */
const scenario: Scenario = {
  name: 'webhook with cert-manager',
  ...confidentialNeeds,
  artefacts: [...confidentialNeeds.artefacts, certManager],
  stage: 'alone',
  async run(context) {
    const manager = await startCertManager(context);
    const release = await installWebhook(context);
    try {
      await useCertManager(context, release);
    } finally {
      // other scenarios count on the authority of the webhook, however this one ends
      await goBack(context, release);
      await manager.stop();
    }
  },
};

export default scenario;

async function useCertManager(context: ScenarioContext, release: Release): Promise<void> {
  const { say } = context;
  await release.upgrade(webhookValues({ certManager: { enabled: true } }), '--wait', '--timeout', '120s');
  await untilAdmitted(context, 'with a certificate of cert-manager');
  const authority = decoded(await secretField(context, 'ca.crt'));
  // cert-manager leaves what is there and still valid: here the authority of before
  for (const bundle of await caBundles(context)) expectText(bundle, authority);
  expectText(await release.done('test', '--logs', '--timeout', '120s'), 'Succeeded');
  say('cert-manager has issued the certificate, its authority is in both configurations, and Pods are injected');

  const load = await SteadyLoad.start(context, confidentialPod('load', options));
  for (const time of ['first', 'second']) await expectReplaced(context, `the ${time} renewal`, renew);
  await expectReplaced(context, 'the deletion of its Secret', () => inSystem(context, 'delete', 'secret', secret));
  say(await load.end('two renewals and a deleted Secret', 100));
}

async function goBack(context: ScenarioContext, release: Release): Promise<void> {
  await release.upgrade(webhookValues(), '--wait', '--timeout', '120s');
  await untilAdmitted(context, 'with an authority of its own');
  expectEqual(await inSystem(context, 'get', 'certificates,issuers', '-o', 'name'), '', 'what is left of cert-manager');
  // cert-manager leaves the Secrets of a Certificate that goes
  await inSystem(context, 'delete', '--ignore-not-found', 'secret', secret, `${webhookName}-authority`);
  context.say('an upgrade goes back to the authority of the webhook');
}

async function startCertManager({ cluster }: ScenarioContext): Promise<Spawned> {
  if (!cluster.node) throw new Error('the cluster has no node of this harness');
  for (const file of certManagerKinds) {
    // earlier scenarios may have made as much of these kinds as the API server needs
    await cluster.kubectl('apply', '--server-side', '--force-conflicts', '-f', certManager.path(file));
  }
  await cluster.kubectl('wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s');
  return cluster.node.spawn(certManager.path('cert-manager'), [], { log: 'cert-manager' });
}

function untilAdmitted(context: ScenarioContext, how: string): Promise<boolean> {
  return eventually(`an admission ${how}`, 60, async () => {
    const { code } = await tryCreate(context, confidentialPod('asked', options), '--dry-run=server');
    return code === 0 ? true : undefined;
  });
}

/** A field of the Secret, in base64; empty where there is none. */
async function secretField({ cluster }: ScenarioContext, field: string): Promise<string> {
  const path = `jsonpath={.data.${field.replace('.', String.raw`\.`)}}`;
  const { stdout } = await cluster.run('kubectl', ['-n', webhookNamespace, 'get', 'secret', secret, '-o', path]);
  return stdout;
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}

/** As `cmctl renew` asks for a new certificate. */
async function renew(context: ScenarioContext): Promise<void> {
  const condition = { type: 'Issuing', status: 'True', reason: 'ManuallyTriggered', message: 'asked for by a test' };
  const certificate = JSON.parse(await inSystem(context, 'get', 'certificate', webhookName, '-o', 'json')) as {
    status: { conditions: object[] };
  };
  const patch = JSON.stringify({ status: { conditions: [...certificate.status.conditions, condition] } });
  await inSystem(
    context,
    ...['patch', 'certificate', webhookName, '--subresource=status', '--type=merge', '--patch', patch],
  );
}

/** Does what makes cert-manager issue anew, and waits until every replica shows the new certificate. */
async function expectReplaced(
  context: ScenarioContext,
  what: string,
  act: (context: ScenarioContext) => Promise<unknown>,
): Promise<void> {
  const before = await secretField(context, 'tls.crt');
  await act(context);
  const certificate = await eventually(`a new certificate after ${what}`, 60, async () => {
    const now = await secretField(context, 'tls.crt');
    return now !== '' && now !== before ? new X509Certificate(decoded(now)) : undefined;
  });
  const notAfter = new Date(certificate.validTo).toISOString();
  await eventually(`replicas that show the new certificate after ${what}`, 60, async () =>
    (await webhookReadiness(context)).every((answer) => answer.includes(notAfter)) ? true : undefined,
  );
  // the load goes on with it
  await sleep(3000);
}
