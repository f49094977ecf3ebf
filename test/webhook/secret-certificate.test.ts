import { mintAuthority, mintServing, type KeyPair } from '../../webhook/certificates';
import type { FakeApi, Webhook } from './fake-api';
import { pod, podRequest, review } from './reviews';
import { installedApi, paths, RunningWebhook, send, serverName, until } from './running-webhook';

const day = 86_400_000;
let api: FakeApi;
let running: RunningWebhook;
let url: string;

beforeEach(async () => {
  ({ api, url } = await installedApi());
  running = new RunningWebhook(url, { CAI_CERT_MANAGER_SECRET: 'cai-webhook-tls' });
});

afterEach(async () => {
  await running.stop();
  await api.stop();
});

function issued(authority: KeyPair): { type: string; data: Record<string, string> } {
  const { certificate, key } = mintServing(authority, [serverName], Date.now(), day);
  const texts = { 'tls.crt': certificate, 'tls.key': key, 'ca.crt': authority.certificate };
  const data = Object.entries(texts).map(([name, text]) => [name, Buffer.from(text).toString('base64')] as const);
  return { type: 'kubernetes.io/tls', data: Object.fromEntries(data) };
}

async function isTrusted(authority: KeyPair): Promise<boolean> {
  try {
    return (await send(running.port, authority.certificate, review(podRequest(pod())))).status === 200;
  } catch {
    return false;
  }
}

test('the certificate is the one in the Secret, and follows it; nothing is written', async () => {
  const [first, second] = [mintAuthority(Date.now(), day), mintAuthority(Date.now(), day)];
  await running.start();
  await until(async () => JSON.stringify(await running.readiness()).includes('CAI6202 invalid-serving-secret'));
  expect(await running.readiness()).toMatchObject({ ready: false, listening: false });
  api.put(paths.given, issued(first));
  await running.ready();
  expect(await isTrusted(first)).toBe(true);
  api.put(paths.given, issued(second));
  await until(() => isTrusted(second));
  expect(await isTrusted(first)).toBe(false);
  expect(api.received.filter(({ method }) => method !== 'GET')).toEqual([]);
  const [webhook] = api.get(paths.mutating)?.webhooks as Webhook[];
  expect(webhook?.clientConfig.caBundle).toBeUndefined();
});

test.each([
  [
    'a key of another certificate',
    (good: Record<string, string>, other: Record<string, string>) => ({ ...good, 'tls.key': other['tls.key'] }),
  ],
  ['no key', ({ 'tls.crt': certificate }: Record<string, string>) => ({ 'tls.crt': certificate })],
  ['rubbish', () => ({ 'tls.crt': 'eA==', 'tls.key': 'eQ==' })],
  ['nothing', () => ({})],
])('%s in the Secret keeps the last good certificate', async (_, broken) => {
  const authority = mintAuthority(Date.now(), day);
  const [good, other] = [issued(authority), issued(authority)];
  api.put(paths.given, good);
  await running.start();
  await running.ready();
  api.put(paths.given, { ...good, data: broken(good.data, other.data) });
  await until(() => running.lines.some(({ code }) => code === 'CAI6202'));
  expect(await isTrusted(authority)).toBe(true);
  expect((await running.readiness()).ready).toBe(true);
  expect(JSON.stringify(running.lines)).not.toMatch(/PRIVATE|BEGIN/);
  expect((await running.health('/metrics')).body).toMatch(/certificate_expiry_timestamp_seconds [1-9]/);
});
