import type { FakeApi } from './fake-api';
import { Load } from './load';
import { pod, podRequest, responseIn, review } from './reviews';
import { caBundleOf, installedApi, paths, RunningWebhook, send, until } from './running-webhook';

let api: FakeApi;
let url: string;
let running: RunningWebhook;

beforeEach(async () => {
  ({ api, url } = await installedApi());
  running = new RunningWebhook(url);
});

afterEach(async () => {
  await running.stop();
  await api.stop();
});

function templatesWith(version: string): Record<string, unknown> {
  return { data: { 'templates.json': JSON.stringify({ sidecars: { cachefs: { version } } }) } };
}

async function injectedImage(): Promise<string | undefined> {
  const { body } = await send(running.port, caBundleOf(api), review(podRequest(pod())));
  const patch = Buffer.from(responseIn(body).patch ?? '', 'base64').toString();
  return /product\/cachefs:([^"]+)"/.exec(patch)?.[1];
}

async function detail(): Promise<{ status: string; generation: number; problems: string[] }> {
  return (await running.readiness()).templates as never;
}

test('are taken into use when their ConfigMap changes', async () => {
  await running.start();
  await running.ready();
  expect(await detail()).toMatchObject({ status: 'current', generation: 1, problems: [] });
  api.put(paths.templates, templatesWith('9.9.9'));
  await until(async () => (await detail()).generation === 2);
  expect(await injectedImage()).toBe('9.9.9');
});

test.each([
  ['break a rule', { data: { 'templates.json': '{"sidecar": {}}' } }, /CAI1001 /],
  ['are not JSON', { data: { 'templates.json': '{' } }, /CAI1010 /],
  ['are missing from their ConfigMap', { data: { other: '{}' } }, /CAI6301 missing-templates/],
  ['have no text', { data: { 'templates.json': 7 } }, /CAI6301 missing-templates/],
  ['have a ConfigMap without data', {}, /CAI6301 missing-templates/],
])('that %s keep the last good ones in use', async (_, broken, code) => {
  api.put(paths.templates, templatesWith('1.1.1'));
  await running.start();
  await running.ready();
  api.put(paths.templates, broken);
  await until(async () => (await detail()).status === 'last good');
  expect((await running.readiness()).ready).toBe(true);
  expect(await injectedImage()).toBe('1.1.1');
  const { problems, generation } = await detail();
  expect([problems.length, problems[0], generation]).toEqual([1, expect.stringMatching(code), 1]);
  expect((await running.health('/metrics')).body).toContain('cai_webhook_templates_valid 0');
  expect(running.lines.find(({ msg }) => msg === 'templates refused')).toMatchObject({ level: 'error', problems });
  api.put(paths.templates, templatesWith('2.2.2'));
  await until(async () => (await detail()).status === 'current');
  expect(await injectedImage()).toBe('2.2.2');
  expect((await running.health('/metrics')).body).toContain('cai_webhook_templates_valid 1');
});

test('a ConfigMap that is removed keeps them in use', async () => {
  await running.start();
  await running.ready();
  api.remove(paths.templates);
  await until(async () => (await detail()).status === 'last good');
  expect(await injectedImage()).toBeDefined();
});

test('that are bad from the start leave the port closed; good ones open it', async () => {
  api.put(paths.templates, { data: { 'templates.json': '[]' } });
  await running.start();
  await until(async () => (await detail()).problems.length > 0);
  expect(await running.readiness()).toMatchObject({ ready: false, listening: false });
  expect((await running.health('/readyz')).status).toBe(503);
  expect(running.webhook.port).toBeUndefined();
  api.put(paths.templates, templatesWith('3.3.3'));
  await running.ready();
  expect(await injectedImage()).toBe('3.3.3');
});

test('another annotation of the ConfigMap is no other version', async () => {
  await running.start();
  await running.ready();
  api.put(paths.templates, { ...api.get(paths.templates), metadata: { annotations: { a: 'b' } } });
  api.put(paths.templates, templatesWith('4.4.4'));
  await until(async () => (await injectedImage()) === '4.4.4');
  expect((await detail()).generation).toBe(2);
});

test('change under load, and no admission fails', async () => {
  await running.start();
  await running.ready();
  const load = new Load(api, () => [running]);
  for (let version = 0; version < 20; version++) {
    api.put(paths.templates, version % 3 === 2 ? {} : templatesWith(`5.0.${version}`));
    const at = load.admitted;
    await until(() => load.admitted > at + 3);
  }
  await load.stop();
  expect(load.failures).toEqual([]);
});
