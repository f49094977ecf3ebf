import { caBundleOf, installedApi, RunningWebhook, send } from './running-webhook';
import { pod, podRequest, responseIn, review } from './reviews';
import type { FakeApi } from './fake-api';

let api: FakeApi;
let running: RunningWebhook;

beforeAll(async () => {
  const installed = await installedApi();
  api = installed.api;
  running = await new RunningWebhook(installed.url).start();
  await running.ready();
});

afterAll(async () => {
  await running.stop();
  await api.stop();
});

test('a Pod that asks for protection is patched', async () => {
  const { status, headers, body } = await send(running.port, caBundleOf(api), review(podRequest(pod())));
  expect([status, headers['content-type']]).toEqual([200, 'application/json']);
  const { patch = '', ...response } = responseIn(body);
  expect(response).toMatchObject({ uid: podRequest(null).uid, allowed: true, patchType: 'JSONPatch' });
  expect(JSON.parse(Buffer.from(patch, 'base64').toString())).toEqual(
    expect.arrayContaining([expect.objectContaining({ op: 'add', path: '/spec/initContainers' })]),
  );
});
