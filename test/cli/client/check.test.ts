import type { Chain, LinkName } from '../../../cli/client/check';
import { cai, type Ended } from '../in-process';
import { answering, cutting, nobody, replies, silent, stopAll, type Reply } from './stand-ins';

afterAll(stopAll);

interface Surroundings {
  readonly trustee?: Reply | 'nobody';
  readonly service?: Reply | 'nobody' | 'cuts';
  readonly proxy?: Reply | 'nobody' | 'cuts' | 'silent' | readonly [Reply, ...Reply[]];
  readonly args?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
}

const one = async (what: Reply | readonly [Reply, ...Reply[]] | 'nobody' | 'cuts' | 'silent'): Promise<string> => {
  if (what === 'nobody') return nobody();
  if (what === 'cuts') return cutting();
  if (what === 'silent') return silent();
  return (await ('status' in what ? answering(what) : answering(...what))).url;
};

async function checked(around: Surroundings = {}): Promise<{ ended: Ended; chain: Chain; broken: string[] }> {
  const { args = [], files = {} } = around;
  const [trustee, service, proxy] = await Promise.all([
    one(around.trustee ?? replies.trustee),
    one(around.service ?? replies.refused),
    one(around.proxy ?? replies.completion),
  ]);
  const options = ['--proxy', proxy, '--trustee', `${trustee}/api`, '--model', 'qwen', '-o', 'json'];
  const ended = await cai(['client', 'check', service, ...options, ...args], { files });
  const chain = JSON.parse(ended.stdout) as Chain;
  expect(ended.stderr).toBe('');
  return { ended, chain, broken: chain.links.filter(({ state }) => state === 'failed').map(({ link }) => link) };
}

test('a chain that works is told link by link', async () => {
  const { ended, chain } = await checked();
  expect(ended.code).toBe(0);
  expect(chain.links.map(({ link, state }) => `${link} ${state}`)).toEqual([
    'trustee ok',
    'client ok',
    'service ok',
    'attestation ok',
    'tng ok',
    'vllm ok',
  ]);
  expect(chain).toMatchObject({ completion: ' city in', problems: [] });
});

const faults: readonly (readonly [string, Surroundings, readonly LinkName[], string])[] = [
  ['Trustee is down', { trustee: 'nobody', proxy: replies.trusteeUnreached }, ['trustee'], 'CAI7304'],
  ['a service of Trustee is down', { trustee: replies.trusteeIll, proxy: replies.noEvidence }, ['trustee'], 'CAI7304'],
  ['something else is in the place of Trustee', { trustee: replies.models }, ['trustee'], 'CAI7304'],
  ['only the client does not reach Trustee', { proxy: replies.trusteeUnreached }, ['trustee'], 'CAI7304'],
  ['no client runs', { proxy: 'nobody' }, ['client'], 'CAI7305'],
  ['the service has no evidence', { proxy: replies.noEvidence }, ['attestation'], 'CAI7306'],
  ['Trustee rejects the evidence, as 2.2.4 tells it', { proxy: replies.oldEvidence }, ['attestation'], 'CAI7306'],
  ['the handshake fails, as 2.2.4 tells it', { proxy: replies.oldTunnel, service: 'cuts' }, ['tng'], 'CAI7307'],
  ['another protocol is spoken', { proxy: replies.noTng }, ['tng'], 'CAI7307'],
  ['the client cuts the connection', { proxy: 'cuts' }, ['tng'], 'CAI7307'],
  ['the client gives no answer', { proxy: 'silent', args: ['--timeout', '1'] }, ['tng'], 'CAI7307'],
  ['the TNG of the service refuses the tunnel', { proxy: replies.refused418 }, ['tng'], 'CAI7307'],
  ['the service is closed', { service: 'nobody', proxy: replies.unreachable }, ['service'], 'CAI7308'],
  ['only the client does not reach the service', { proxy: replies.unreachable }, ['service'], 'CAI7308'],
  ['a load balancer of layer 7 is between', { service: replies.busy, proxy: replies.noTng }, ['service'], 'CAI7308'],
  ['the service is not secured', { service: replies.models, proxy: replies.noTng }, ['service'], 'CAI7309'],
  ['it is not secured and asks for a key', { service: replies.wrongKey, proxy: replies.noTng }, ['service'], 'CAI7309'],
  ['it is not secured although the completion comes', { service: replies.models }, ['service'], 'CAI7309'],
  ['vLLM wants another key', { proxy: replies.wrongKey }, ['vllm'], 'CAI7310'],
  ['vLLM has no such model', { proxy: replies.noModel }, ['vllm'], 'CAI7310'],
  ['vLLM is too busy', { proxy: replies.busy }, ['vllm'], 'CAI7310'],
  ['what answers is no vLLM', { proxy: replies.models }, ['vllm'], 'CAI7310'],
];

test.each(faults)('%s', async (_name, around, links, code) => {
  const { ended, chain, broken } = await checked(around);
  expect({ code: ended.code, broken, problems: chain.problems.map((problem) => problem.code) }).toEqual({
    code: 1,
    broken: links,
    problems: [code],
  });
});

test('several faults are told at once', async () => {
  const { broken } = await checked({ trustee: 'nobody', service: 'nobody', proxy: 'nobody' });
  expect(broken).toEqual(['trustee', 'client', 'service']);
});

test('a service that cuts plain HTTP, or is closed to it, is well where the completion comes', async () => {
  for (const service of ['cuts', 'nobody'] as const) expect((await checked({ service })).ended.code).toBe(0);
});

test('a fault of the first request after a restart of TNG is none', async () => {
  const { ended } = await checked({ proxy: [replies.noTng, replies.completion] });
  expect(ended.code).toBe(0);
});

test('a client that is getting the new key of a restarted TNG is waited for', async () => {
  const { oldKey, completion } = replies;
  const { ended } = await checked({ proxy: [oldKey, oldKey, oldKey, completion] });
  expect([ended.code, ended.stderr]).toEqual([0, '']);
});

test('… and is broken where no new key comes', async () => {
  const { ended, broken } = await checked({ proxy: replies.oldKey });
  expect([ended.code, broken]).toEqual([1, ['tng']]);
}, 20_000);

test('neither key nor prompt is sent in plaintext, and the key comes from a file', async () => {
  const [trustee, service, proxy] = await Promise.all([
    answering(replies.trustee),
    answering(replies.refused),
    answering(replies.completion),
  ]);
  const options = ['--proxy', proxy.url, '--trustee', `${trustee.url}/api/`, '--model', 'qwen'];
  const { code, stdout, stderr } = await cai(
    ['client', 'check', `${service.url}/v1/`, ...options, '--api-key-file', 'key'],
    { files: { key: 'very-secret\n' } },
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).not.toContain('very-secret');
  expect(stdout.split('\n').slice(2)).toEqual([
    'ok       Service      refuses plain HTTP with 403, as TNG does',
    'ok       Attestation  Trustee vouches for the service',
    'ok       TNG          the tunnel works',
    'ok       vLLM         answers " city in"',
    '',
  ]);
  expect(service.asked).toEqual([{ line: 'GET /v1/models', authorization: undefined, body: '' }]);
  expect(trustee.asked.map(({ line }) => line)).toEqual(['GET /api/services-health']);
  expect(proxy.asked).toEqual([
    {
      line: `POST ${service.url}/v1/completions`,
      authorization: 'Bearer very-secret',
      body: '{"model":"qwen","prompt":"San Francisco is a","max_tokens":7,"temperature":0}',
    },
  ]);
});

test('what is not given comes from cai.yaml', async () => {
  const [trustee, service, proxy] = await Promise.all([
    answering(replies.trustee),
    answering(replies.refused),
    answering(replies.completion),
  ]);
  const described = {
    model: { keyId: 'kbs:///default/aliyun/key' },
    vllm: { model: { servedName: 'llama' } },
    trustee: { address: `${trustee.url}/api` },
    client: { proxy: { port: Number(new URL(proxy.url).port) } },
  };
  const ended = await cai(['client', 'check', service.url], { files: { 'cai.yaml': JSON.stringify(described) } });
  expect(ended.code).toBe(0);
  expect(proxy.asked.map(({ body }) => (JSON.parse(body) as { model: string }).model)).toEqual(['llama']);
});

test('a fault is told in text, with what to do', async () => {
  const { url: trustee } = await answering(replies.trustee);
  const [service, proxy] = await Promise.all([answering(replies.models), answering(replies.noTng)]);
  const options = ['--proxy', proxy.url, '--trustee', `${trustee}/api`, '--model', 'qwen'];
  const { code, stdout, stderr } = await cai(['client', 'check', service.url, ...options]);
  expect(code).toBe(1);
  expect(stdout).toContain('failed   Service      answers plain HTTP with 200');
  expect(stderr).toBe(
    `error: CAI7309 service-not-secured: ALARM: ${service.url} answers a plain request with status 200: no TNG stands before it, and what is sent to it can be read on the way; take it off the network; then see with "cai explain" why its Pods have no TNG before this port\n`,
  );
});
