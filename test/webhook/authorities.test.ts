import {
  authorityPem,
  endedAuthorityPem,
  keyMarker,
  keyPem,
  otherAuthorityPem,
  serverPem,
} from '../support/test-certificates';
import type { FakeApi } from './fake-api';
import { pod, podRequest, responseIn, review } from './reviews';
import { caBundleOf, installedApi, RunningWebhook, send, until } from './running-webhook';

const place = '/api/v1/namespaces/cai/configmaps/trustee-certificates';
const environment = { CAI_AUTHORITIES_CONFIGMAP: 'trustee-certificates', CAI_AUTHORITIES_KEY: 'ca.crt' };
const holding = (pem: string): object => ({ data: { 'ca.crt': pem } });

const options = JSON.stringify({
  'cipher-text-volume': 'pvc-oss',
  'model-decryption-key-id': 'kbs:///default/aliyun/model-decryption-key',
  'trustee-address': 'https://trustee.example.com/api',
});

let api: FakeApi;
let running: RunningWebhook;

async function started(authorities?: string): Promise<void> {
  const installed = await installedApi();
  api = installed.api;
  if (authorities !== undefined) api.put(place, holding(authorities) as never);
  running = new RunningWebhook(installed.url, environment);
  await running.start();
}

afterEach(async () => {
  await running.stop();
  await api.stop();
});

/** The authorities that a Pod made now would get, and what its author is told. */
async function injected(): Promise<{ pem: string | undefined; warnings: readonly string[] }> {
  const { body } = await send(running.port, caBundleOf(api), review(podRequest(pod({}, options))));
  const { patch, warnings = [] } = responseIn(body);
  const text = Buffer.from(patch ?? '', 'base64').toString();
  const [, value] = /"CAI_TRUSTEE_AUTHORITIES","value":("[^"]*")/.exec(text) ?? [];
  return { pem: value === undefined ? undefined : (JSON.parse(value) as string), warnings };
}

async function detail(): Promise<{ status: string; generation: number; problems: string[] }> {
  return (await running.readiness()).templates as never;
}

const metric = async (name: string): Promise<number> => {
  const { body } = await running.health('/metrics');
  return Number(new RegExp(`^cai_webhook_${name} (.*)$`, 'mu').exec(body)?.[1]);
};

test('of the ConfigMap reach Pods, and a change those that are made afterwards', async () => {
  await started(authorityPem);
  await running.ready();
  expect(await injected()).toEqual({ pem: authorityPem, warnings: [] });
  expect(await metric('trustee_authorities_expiry_timestamp_seconds')).toBe(Date.UTC(2125, 11, 8) / 1000);
  api.put(place, holding(`# both, while one follows the other\n${authorityPem}${otherAuthorityPem}`) as never);
  await until(async () => (await detail()).generation === 2);
  expect((await injected()).pem).toBe(authorityPem + otherAuthorityPem);
  api.put(place, holding(otherAuthorityPem) as never);
  await until(async () => (await detail()).generation === 3);
  expect((await injected()).pem).toBe(otherAuthorityPem);
});

test.each([
  ['a private key', authorityPem + keyPem, /^CAI5020 private-key-given: ca\.crt holds a private key \(not shown\)/],
  ["a server's certificate", serverPem, /^CAI5021 not-an-authority: ca\.crt has as certificate 1/],
  ['something else', 'ca', /^CAI1004 wrong-form: ca\.crt is the value given \(not shown\)/],
  [
    'nothing',
    undefined,
    /^CAI6302 missing-authorities: the ConfigMap trustee-certificates does not exist or has no key ca\.crt/,
  ],
])('that are %s keep the last good ones, and are told without being shown', async (_, pem, says) => {
  await started(authorityPem);
  await running.ready();
  if (pem === undefined) api.remove(place);
  else api.put(place, holding(pem) as never);
  await until(async () => (await detail()).status === 'last good');
  expect((await detail()).problems).toEqual([expect.stringMatching(says)]);
  expect((await injected()).pem).toBe(authorityPem);
  expect(await metric('templates_valid')).toBe(0);
  expect(JSON.stringify([running.lines, await running.readiness()])).not.toContain(keyMarker.slice(0, 8));
});

test.each([undefined, keyPem])('that are bad from the start leave the port closed', async (pem) => {
  await started(pem);
  await until(async () => (await detail()).problems.length > 0);
  expect(await running.readiness()).toMatchObject({ ready: false, listening: false });
  api.put(place, holding(otherAuthorityPem) as never);
  await running.ready();
  expect((await injected()).pem).toBe(otherAuthorityPem);
});

test('that have ended are used, and whoever makes a Pod is warned', async () => {
  await started(endedAuthorityPem);
  await running.ready();
  const { pem, warnings } = await injected();
  expect(pem).toBe(endedAuthorityPem);
  expect(warnings).toEqual([expect.stringMatching(/^CAI5055 authority-not-valid: .* ended on 2020-12-31/)]);
});

test('are not asked for where the installation names no ConfigMap', async () => {
  const installed = await installedApi();
  api = installed.api;
  running = new RunningWebhook(installed.url);
  await running.start();
  await running.ready();
  expect((await injected()).pem).toBeUndefined();
  expect(await metric('trustee_authorities_expiry_timestamp_seconds')).toBe(0);
});
