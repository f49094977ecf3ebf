import { Agent } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FakeApi } from './fake-api';
import { Load } from './load';
import { pod, podRequest, responseIn, review } from './reviews';
import { caBundleOf, installedApi, RunningWebhook, send, until } from './running-webhook';

let api: FakeApi;
let url: string;
const started: RunningWebhook[] = [];

beforeEach(async () => {
  ({ api, url } = await installedApi());
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((running) => running.stop()));
  await api.stop();
});

async function start(drain: string): Promise<RunningWebhook> {
  const running = await new RunningWebhook(url, { CAI_DRAIN: drain }).start();
  started.push(running);
  await running.ready();
  return running;
}

test('a replica that leaves under load loses no request', async () => {
  // as long as the slowest client on a busy machine needs to notice
  const [staying, leaving] = [await start('0s'), await start('3s')];
  let behindTheService = [staying, leaving];
  const load = new Load(api, () => behindTheService, 8);
  await until(() => load.admitted > 50);
  const stopped = leaving.stop();
  // it takes a moment until everybody has noticed
  await sleep(150);
  behindTheService = [staying];
  await stopped;
  const at = load.admitted;
  await until(() => load.admitted > at + 50);
  await load.stop();
  expect(load.failures).toEqual([]);
});

test('while it leaves it is not ready, still answers, and asks to leave the connection', async () => {
  const running = await start('500ms');
  const { port } = running;
  const stopped = running.stop();
  expect((await running.health('/readyz')).status).toBe(503);
  expect(await running.readiness()).toMatchObject({ ready: false, leaving: true });
  expect((await running.health('/healthz')).status).toBe(200);
  const agent = new Agent({ keepAlive: true });
  const { status, headers, body } = await send(port, caBundleOf(api), review(podRequest(pod())), { agent });
  agent.destroy();
  expect([status, headers.connection, responseIn(body).allowed]).toEqual([200, 'close', true]);
  await stopped;
  await expect(send(port, caBundleOf(api), review(podRequest(pod())))).rejects.toThrow('ECONNREFUSED');
});

test('a request under way when the last connection is taken is answered', async () => {
  const running = await start('0s');
  const text = Buffer.from(review(podRequest(pod())));
  const { request } = await import('node:https');
  const { port } = running;
  const answer = new Promise<number | undefined>((resolve, reject) => {
    const sending = request(
      {
        host: '127.0.0.1',
        port,
        ca: caBundleOf(api),
        servername: 'cai-webhook.cai.svc',
        method: 'POST',
        path: '/mutate',
        headers: { 'content-type': 'application/json', 'content-length': text.length },
      },
      ({ statusCode }) => {
        resolve(statusCode);
      },
    );
    sending.on('error', reject);
    sending.write(text.subarray(0, 100), () => {
      void (async () => {
        await sleep(50);
        const stopped = running.stop();
        await sleep(50);
        sending.end(text.subarray(100));
        await stopped;
      })();
    });
  });
  expect(await answer).toBe(200);
});

test('a replica that never became ready leaves at once', async () => {
  api.trouble = () => 503;
  const running = await new RunningWebhook(url, { CAI_DRAIN: '1h' }).start();
  await running.stop();
  expect(running.lines.at(-1)).toMatchObject({ msg: 'left' });
});
