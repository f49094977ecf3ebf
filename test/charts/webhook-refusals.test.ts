import { App, Chart } from 'cdk8s';
import { CaiWebhook } from '../../constructs';
import { webhookProblems } from '../../constructs/webhook/problems';
import { authorityPem, keyPem } from '../support/test-certificates';
import { over } from './product-chart';
import { webhook } from './products';
import { refusedWebhookValues } from './refused-webhook-values';

const titled = refusedWebhookValues.map((one) => [JSON.stringify(one.change), one] as const);

describe('a broken rule of cai-webhook', () => {
  it.concurrent.each(titled)('%s is refused by raw synth and by Helm', async (_title, { change, says }) => {
    await expect(webhook.said(over(webhook.accepted, change))).resolves.toEqual({ raw: [says], helm: [says] });
  });

  // a chart always brings the server with it
  const app = new App();
  new CaiWebhook(new Chart(app, 'chart'), 'webhook');
  const missing =
    'CAI2103 missing-server: serverBundle is not given, and this package was not built; run npm run build, or use an image that includes the server';

  it('that a chart cannot break is refused by the constructs', () => {
    expect(app.node.findAll().flatMap((construct) => construct.node.validate())).toEqual([missing]);
  });

  it('has a case for each code', () => {
    const codes = [...refusedWebhookValues.map(({ says }) => says), missing].map(
      (message) => message.split(' ')[0] ?? '',
    );
    const own = [...new Set(codes)].filter((code) => code.startsWith('CAI21'));
    expect(own.sort()).toEqual(
      Object.values(webhookProblems)
        .map(({ code }) => code)
        .sort(),
    );
  });
});

test('several mistakes are all reported at once', async () => {
  const change = {
    podLabels: { 'app.kubernetes.io/instance': 'x' },
    certManager: { issuerRef: { name: 'ours' } },
    sidecars: { aa: { version: '0.x' }, cdh: { version: '1.4.0' } },
    trustee: { authorities: { pem: authorityPem + keyPem, configMap: 'ours' } },
  };
  const { raw, helm } = await webhook.said(over(webhook.accepted, change));
  const codes = (lines: readonly string[]): string[] => lines.map((line) => line.split(' ')[0] ?? '').sort();
  expect(codes(raw)).toEqual(['CAI2015', 'CAI2102', 'CAI2206', 'CAI5011', 'CAI5012', 'CAI5020']);
  expect(codes(helm)).toEqual(codes(raw));
});
