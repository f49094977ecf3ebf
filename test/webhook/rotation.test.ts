import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { rotationAnnotation } from '../../webhook/authority-secret';
import type { FakeApi, Webhook } from './fake-api';
import { Load } from './load';
import { caBundleOf, installedApi, paths, RunningWebhook, serverName, until } from './running-webhook';

let api: FakeApi;
let url: string;
const started: RunningWebhook[] = [];

const short = { CAI_CA_LIFETIME: '12s', CAI_CERTIFICATE_LIFETIME: '6s', CAI_CA_PROPAGATION_DELAY: '500ms' };
const steady = { CAI_CA_PROPAGATION_DELAY: '300ms' };

async function start(environment: Readonly<Record<string, string>>): Promise<RunningWebhook> {
  const running = await new RunningWebhook(url, environment).start();
  started.push(running);
  return running;
}

beforeEach(async () => {
  ({ api, url } = await installedApi());
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((running) => running.stop()));
  await api.stop();
});

function stateOf(of: FakeApi): { current: { certificate: string }; next?: object; previous: object[] } {
  const data = of.get(paths.secret)?.data as Record<string, string> | undefined;
  return JSON.parse(Buffer.from(data?.['authority.json'] ?? '', 'base64').toString()) as never;
}

/** The certificate that a replica shows. */
function shown({ port }: RunningWebhook, ca: string): Promise<X509Certificate> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, ca, servername: serverName }, () => {
      const certificate = socket.getPeerX509Certificate();
      socket.destroy();
      if (certificate === undefined) reject(new Error('no certificate'));
      else resolve(certificate);
    });
    socket.on('error', reject);
  });
}

test('at first the Secret is filled, the caBundles are written, and everybody can see the bundle', async () => {
  const running = await start(steady);
  await running.ready();
  const bundle = stateOf(api).current.certificate;
  expect(caBundleOf(api)).toBe(bundle);
  expect(caBundleOf(api, paths.validating)).toBe(bundle);
  const { data } = api.get(paths.secret) as unknown as { data: Record<string, string> };
  expect(Buffer.from(data['ca.crt'] ?? '', 'base64').toString()).toBe(bundle);
  const leaf = await shown(running, bundle);
  expect([leaf.verify(new X509Certificate(bundle).publicKey), leaf.checkHost(serverName)]).toEqual([true, serverName]);
  // the key of the authority is nowhere but in the Secret
  const said = JSON.stringify([running.lines, await running.readiness(), (await running.health('/metrics')).body]);
  expect(said).not.toMatch(/PRIVATE|BEGIN/);
});

test('only caBundle is ours: the rest of a configuration is not touched', async () => {
  await (await start(steady)).ready();
  const [webhook] = api.get(paths.mutating)?.webhooks as Webhook[];
  expect(webhook).toMatchObject({ sideEffects: 'None', clientConfig: { service: { name: 'cai-webhook' } } });
  const patches = api.received.filter(({ method }) => method === 'PATCH');
  expect(patches.length).toBeGreaterThan(0);
  for (const { body, path } of patches) {
    expect(path).toMatch(/\?fieldManager=cai-webhook&force=true$/);
    const { webhooks } = JSON.parse(body) as { webhooks: Webhook[] };
    for (const { name, clientConfig, ...more } of webhooks) {
      expect([name.length > 0, Object.keys(clientConfig), more]).toEqual([true, ['caBundle'], {}]);
    }
  }
});

test('replicas that start at once agree on one authority', async () => {
  const replicas = await Promise.all(Array.from({ length: 4 }, () => start(steady)));
  await Promise.all(replicas.map((running) => running.ready()));
  const { certificate } = stateOf(api).current;
  expect(caBundleOf(api)).toBe(certificate);
  const leaves = await Promise.all(replicas.map((running) => shown(running, certificate)));
  // each has a certificate of its own
  expect(new Set(leaves.map(({ fingerprint256 }) => fingerprint256)).size).toBe(4);
  const written = api.received.filter(({ method, path }) => method === 'PUT' && path === paths.secret);
  expect(written.length).toBeGreaterThan(0);
});

test('rotations of authority and certificate under load fail no admission', async () => {
  const replicas = [await start(short), await start(short)];
  await Promise.all(replicas.map((running) => running.ready()));
  const seen = new Set<string>();
  const load = new Load(api, () => replicas);
  // one authority after the first, which lives twelve seconds
  await until(() => {
    seen.add(stateOf(api).current.certificate);
    return seen.size >= 2;
  });
  await load.stop();
  expect(load.failures).toEqual([]);
  expect(load.admitted).toBeGreaterThan(100);
  const [, renewals = '0'] =
    /certificate_renewals_total (\d+)/.exec((await replicas[0]?.health('/metrics'))?.body ?? '') ?? [];
  expect(Number(renewals)).toBeGreaterThan(2);
});

test('a wish on the Secret rotates at once, under load, and no admission fails', async () => {
  const replicas = [await start(steady), await start(steady)];
  await Promise.all(replicas.map((running) => running.ready()));
  const before = stateOf(api).current.certificate;
  const load = new Load(api, () => replicas);
  const secret = api.get(paths.secret);
  api.put(paths.secret, {
    ...secret,
    metadata: { ...secret?.metadata, annotations: { [rotationAnnotation]: 'today' } },
  });
  await until(() => stateOf(api).current.certificate !== before);
  const { certificate } = stateOf(api).current;
  await until(() => caBundleOf(api) === certificate + before);
  for (const running of replicas) {
    await until(async () => (await shown(running, caBundleOf(api))).verify(new X509Certificate(certificate).publicKey));
  }
  const at = load.admitted;
  await until(() => load.admitted > at + 20);
  await load.stop();
  expect(load.failures).toEqual([]);
  expect(stateOf(api).next).toBeUndefined();
});

test.each([
  ['overwritten', 'c29tZWJvZHkgZWxzZQ=='],
  ['removed', undefined],
])('a caBundle that is %s is restored', async (_, caBundle) => {
  const running = await start(steady);
  await running.ready();
  const bundle = caBundleOf(api);
  for (const path of [paths.mutating, paths.validating]) {
    const object = api.get(path);
    const webhooks = (object?.webhooks as Webhook[]).map((webhook) => ({ ...webhook, clientConfig: { caBundle } }));
    api.put(path, { ...object, webhooks });
    await until(() => caBundleOf(api, path) === bundle);
  }
  expect((await running.readiness()).ready).toBe(true);
});

test('a configuration that is made anew, with more webhooks, gets its caBundles', async () => {
  const running = await start(steady);
  await running.ready();
  const bundle = caBundleOf(api);
  api.remove(paths.mutating);
  await until(async () =>
    JSON.stringify(await running.readiness()).includes('"MutatingWebhookConfiguration/cai-webhook":"missing"'),
  );
  expect((await running.readiness()).ready).toBe(true);
  api.put(paths.mutating, { webhooks: ['a', 'b'].map((name) => ({ name, clientConfig: {} })) });
  await until(() =>
    (api.get(paths.mutating)?.webhooks as Webhook[]).every(({ clientConfig }) => clientConfig.caBundle !== undefined),
  );
  expect(caBundleOf(api)).toBe(bundle);
});

test.each([
  ['emptied', {}],
  ['filled with something else', { 'authority.json': Buffer.from('{}').toString('base64') }],
])('a Secret that is %s gets back the authority in use', async (_, data) => {
  const running = await start(steady);
  await running.ready();
  const before = stateOf(api).current.certificate;
  api.put(paths.secret, { type: 'Opaque', data });
  await until(() => (api.get(paths.secret)?.data as Record<string, string>)['ca.crt'] !== undefined);
  expect(stateOf(api).current.certificate).toBe(before);
  expect(running.lines.some(({ code }) => code === 'CAI6201')).toBe('authority.json' in data);
});

test('the authority outlives every replica', async () => {
  const first = await start(steady);
  await first.ready();
  const before = stateOf(api).current.certificate;
  await first.stop();
  const second = await start(steady);
  await second.ready();
  expect(stateOf(api).current.certificate).toBe(before);
});

test('a Secret that holds rubbish before the first start is written anew', async () => {
  api.put(paths.secret, { data: { 'authority.json': Buffer.from('rubbish').toString('base64') } });
  const running = await start(steady);
  await running.ready();
  expect(running.lines.find(({ code }) => code === 'CAI6201')?.msg).toMatch(/^CAI6201 invalid-authority: .* not JSON;/);
  await shown(running, caBundleOf(api));
});

test('without the Secret it is not ready and says so; it goes on when the Secret comes', async () => {
  api.remove(paths.secret);
  const running = await start(steady);
  await until(async () => JSON.stringify(await running.readiness()).includes('Secret cai-webhook-ca'));
  expect((await running.health('/readyz')).status).toBe(503);
  expect((await running.health('/healthz')).status).toBe(200);
  api.put(paths.secret, {});
  await running.ready();
});

test('an API server in trouble delays, and is asked again', async () => {
  let refusals = 0;
  api.trouble = ({ method, path }) => {
    const isRefused = (method === 'PATCH' || path.includes('secrets')) && refusals < 6;
    if (isRefused) refusals++;
    return isRefused ? 503 : undefined;
  };
  const running = await start(steady);
  await running.ready();
  expect(refusals).toBe(6);
  const trouble = running.lines.filter(({ level }) => level === 'warn' || level === 'error');
  expect(trouble.length).toBeGreaterThan(0);
  api.trouble = ({ method }) => (method === 'PATCH' ? 403 : undefined);
  const object = api.get(paths.mutating);
  api.put(paths.mutating, { ...object, webhooks: [{ name: 'a', clientConfig: {} }] });
  await until(async () => JSON.stringify(await running.readiness()).includes('403 Trouble'));
  // what API servers trust may be right still: readiness is not given up
  expect((await running.readiness()).ready).toBe(true);
  expect((await running.health('/metrics')).body).toMatch(
    /assertions_total\{configuration="cai-webhook",result="failed"\} [1-9]/,
  );
});

test.each([
  ['may not be written', () => (api.trouble = ({ method }) => (method === 'PUT' ? 403 : undefined))],
  [
    'is gone',
    () => {
      api.remove(paths.secret);
    },
  ],
])('serving certificates are renewed while the Secret %s', async (_, harm) => {
  const running = await start({ CAI_CERTIFICATE_LIFETIME: '2s', CAI_CA_PROPAGATION_DELAY: '300ms' });
  await running.ready();
  const secret = api.get(paths.secret);
  // a rotation that cannot begin
  harm();
  if (api.get(paths.secret) !== undefined) {
    api.put(paths.secret, {
      ...secret,
      metadata: { ...secret?.metadata, annotations: { [rotationAnnotation]: 'now' } },
    });
  }
  const renewals = (): number => running.lines.filter(({ msg }) => msg === 'serving certificate in use').length;
  await until(() => renewals() >= 3);
  await shown(running, caBundleOf(api));
});

test('watches that are cut are opened again', async () => {
  const running = await start(steady);
  await running.ready();
  await until(() => api.watches === 4);
  api.cutWatches();
  await until(() => api.watches === 4);
  const bundle = caBundleOf(api);
  api.put(paths.mutating, { ...api.get(paths.mutating), webhooks: [{ name: 'a', clientConfig: {} }] });
  await until(() => caBundleOf(api) === bundle);
});
