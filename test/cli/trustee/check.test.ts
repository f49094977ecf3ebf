import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { createServer as createRawServer, type AddressInfo, type Server } from 'node:net';
import type { TrusteeState } from '../../../cli/trustee/check';
import { mintAuthority, mintServing } from '../../../webhook/certificates';
import { AttestationService } from '../../e2e/trustee/attestation-service';
import { trusteeGateway } from '../../e2e/trustee/gateway';
import { KeyBroker } from '../../e2e/trustee/key-broker';
import { scratchFolder } from '../../support/scratch-folder';
import { otherAuthorityPem } from '../../support/test-certificates';
import { generateKeyPairSync } from 'node:crypto';
import { cai } from '../in-process';
import { standInTrustee, type Manners, type Reply } from './stand-in';

const servers: Server[] = [];

afterAll(async () => {
  for (const server of servers) {
    if ('closeAllConnections' in server) (server as ReturnType<typeof createServer>).closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const served = async (listener: RequestListener): Promise<string> =>
  `http://127.0.0.1:${await listening(createServer(listener))}`;

/** Checks a stand-in of these manners and answers the problems by their names. */
async function checked(
  manners: Manners,
  args: readonly string[] = [],
): Promise<{ code: number; names: string[]; state: TrusteeState; stdout: string }> {
  const url = `${await served(standInTrustee(manners))}/api`;
  const { code, stdout, stderr } = await cai(['trustee', 'check', url, '-o', 'json', ...args]);
  expect(stderr).toBe('');
  const state = JSON.parse(stdout) as TrusteeState;
  return { code, names: state.problems.map(({ code, name }) => `${code} ${name}`), state, stdout };
}

const hardened: Manners = {
  takesSample: false,
  insecureKey: false,
  policyAllows: false,
  isBehindProxy: true,
  hasSigner: true,
};
const keyId = 'kbs:///default/aliyun/model-decryption-key';
const keys = new Map([['default/aliyun/model-decryption-key', 'alibaba@1688']]);
const open = Array<string>(10).fill('CAI7522 trustee-route-open');

test('Trustee as it comes is called unsafe, for each reason', async () => {
  const { code, names, state, stdout } = await checked({ keys }, ['--release', keyId]);
  expect(code).toBe(1);
  expect(names).toEqual([
    'CAI5051 plain-trustee-address',
    'CAI7519 trustee-takes-sample-evidence',
    'CAI7520 trustee-takes-forged-tokens',
    'CAI7521 trustee-releases-the-key',
    'CAI7523 trustee-without-signer',
    ...open,
  ]);
  expect(state.probes).toEqual({
    sampleEvidence: 'accepted',
    forgedToken: 'accepted',
    openRoutes: 10,
    release: 'accepted',
  });
  for (const form of ['alibaba@1688', Buffer.from('alibaba@1688').toString('base64url')])
    expect(stdout).not.toContain(form);
});

test('a hardened one is called well, and nothing of it is changed', async () => {
  const lines: string[] = [];
  const { code, names, state } = await checked({ ...hardened, keys, log: (line) => lines.push(line) }, [
    '--release',
    keyId,
  ]);
  // the proxy keeps the only question from being asked that would tell a refusal from a service that is down
  expect([code, names]).toEqual([0, ['CAI5051 plain-trustee-address', 'CAI7525 trustee-denied-or-down']]);
  expect(state).toMatchObject({
    protocol: '0.1.0',
    services: ['gateway', 'kbs', 'as', 'rvps'].map((name) => ({ name, state: 'ok' })),
    probes: { sampleEvidence: 'refused', forgedToken: 'refused', openRoutes: 0, release: 'refused' },
  });
  expect(lines.filter((line) => !line.startsWith('GET'))).toEqual([
    'POST /api/kbs/v0/auth 200',
    'POST /api/attestation-service/attestation 500',
    'POST /api/kbs/v0/attestation-policy 404',
    'POST /api/attestation-service/policy 404',
    'POST /api/as/policy 404',
    'POST /api/kbs/v0/auth 200',
    'POST /api/kbs/v0/attest 500',
  ]);
  expect(lines.at(-1)).toBe('GET /api/kbs/v0/attestation-policies 404');
});

const health = (changes: Record<string, unknown>): unknown => {
  const ok = { status: 'ok', timestamp: '' };
  return { gateway: ok, kbs: ok, as: ok, rvps: ok, ...changes };
};

test.each<[string, Manners, readonly string[], (readonly string[])?]>([
  [
    'a service that is down',
    { health: health({ as: { status: 'error', message: 'no' } }) },
    ['CAI7515 trustee-service-down'],
  ],
  [
    'a service that is down without a word',
    { health: health({ kbs: { status: 'error' } }) },
    ['CAI7515 trustee-service-down'],
  ],
  ['services that are not mentioned', { health: { gateway: { status: 'ok' } } }, []],
  [
    'a service that others do not have',
    { health: health({ iam: { status: 'starting' } }) },
    ['CAI7515 trustee-service-down'],
  ],
  ['sample evidence', { takesSample: true }, ['CAI7519 trustee-takes-sample-evidence']],
  ['a REST attestation service that is down', { isRestDown: true }, ['CAI7524 trustee-answer-unclear']],
  [
    'a refusal of the attestation service in words that nobody knows',
    { instead: { 'POST /api/attestation-service/attestation': { status: 500, body: 'out of memory' } } },
    ['CAI7524 trustee-answer-unclear'],
  ],
  [
    'a proxy that wants a password for everything',
    {
      instead: {
        'GET /api/kbs/v0/resource/default/cai-trustee-check/no-such-key': { status: 401, body: 'Unauthorized' },
      },
    },
    ['CAI7524 trustee-answer-unclear'],
  ],
  [
    'forged tokens that are believed for a key that is there',
    { insecureKey: true, policyAllows: true, keys },
    ['CAI7520 trustee-takes-forged-tokens', 'CAI7525 trustee-denied-or-down'],
    ['--release', keyId],
  ],
  [
    'a list of policies that is open, and fails',
    { instead: { 'GET /api/kbs/v0/attestation-policies': { status: 500 } } },
    ['CAI7522 trustee-route-open'],
  ],
  [
    'sample evidence, and a policy that denies',
    { takesSample: true },
    ['CAI7519 trustee-takes-sample-evidence'],
    ['--release', keyId],
  ],
  [
    'forged tokens that the policy denies',
    { insecureKey: true, isBehindProxy: false },
    ['CAI7520 trustee-takes-forged-tokens', ...open],
  ],
  [
    'forged tokens, seen only with the key',
    { insecureKey: true },
    ['CAI7520 trustee-takes-forged-tokens', 'CAI7525 trustee-denied-or-down'],
    ['--release', keyId],
  ],
  [
    'a key that is not there, but would be released',
    { takesSample: true, policyAllows: true },
    ['CAI7519 trustee-takes-sample-evidence', 'CAI7521 trustee-releases-the-key'],
    ['--release', keyId],
  ],
  ['no signer', { hasSigner: false }, ['CAI7523 trustee-without-signer']],
  [
    'an attestation service that answers nonsense',
    { instead: { 'POST /api/attestation-service/attestation': { status: 418 } } },
    ['CAI7524 trustee-answer-unclear'],
  ],
  [
    'a token that is none',
    { instead: { 'POST /api/attestation-service/attestation': { status: 200, body: 'a.b.c' } } },
    ['CAI7524 trustee-answer-unclear'],
  ],
  [
    'a handshake that does not begin',
    { instead: { 'POST /api/kbs/v0/auth': { status: 200, body: 'x' } } },
    ['CAI7524 trustee-answer-unclear'],
    ['--release', keyId],
  ],
  [
    'an open list of policies',
    { instead: { 'GET /api/kbs/v0/attestation-policies': { status: 200 } } },
    ['CAI7522 trustee-route-open'],
  ],
  ['a policy that can be set', { instead: { 'POST /api/as/policy': { status: 500 } } }, ['CAI7522 trustee-route-open']],
  ['a policy route that asks who one is', { instead: { 'POST /api/as/policy': { status: 401 } } }, []],
])('finds %s', async (_, manners, names, ...[args]) => {
  const found = await checked({ ...hardened, ...manners }, args);
  expect(found.names).toEqual([
    ...(names[0] === 'CAI7515 trustee-service-down' ? names : []),
    'CAI5051 plain-trustee-address',
    ...(names[0] === 'CAI7515 trustee-service-down' ? [] : names),
  ]);
  expect(found.code).toBe(names.some((name) => !/^CAI752[45] /.test(name)) ? 1 : 0);
});

describe('the attestation service that KBS asks is down, which services-health does not tell (real-components, D3)', () => {
  test('on the server: it is told from a refusal', async () => {
    const manners = { ...hardened, isBehindProxy: false, keys };
    const well = await checked(manners, ['--release', keyId]);
    expect(well.names).toEqual(['CAI5051 plain-trustee-address', ...open]);
    const { code, names, state } = await checked({ ...manners, isAsDown: true }, ['--release', keyId]);
    expect([code, names[0]]).toEqual([1, 'CAI7515 trustee-service-down']);
    expect(state.problems[0]?.message).toContain('the service as of Trustee is not well: KBS does not get an answer');
    expect(state.services.every((service) => service.state === 'ok')).toBe(true);
  });

  test('from outside: that it cannot be told is told', async () => {
    const { code, names } = await checked({ ...hardened, isAsDown: true, keys }, ['--release', keyId]);
    expect([code, names]).toEqual([0, ['CAI5051 plain-trustee-address', 'CAI7525 trustee-denied-or-down']]);
  });
});

test('knows a Trustee of version set B by its protocol, and has its questions answered', async () => {
  const asked: string[] = [];
  const missing: Reply = { status: 400, body: 'Json deserialize error: missing field `verification_requests`' };
  const instead = { 'POST /api/attestation-service/attestation': missing };
  const { state, names } = await checked({ ...hardened, protocol: '0.4.0', instead, log: (line) => asked.push(line) });
  expect(state.protocol).toBe('0.4.0');
  expect(names).toContain('CAI7524 trustee-answer-unclear');
  expect(asked.filter((line) => line.startsWith('POST /api/attestation-service/attestation '))).toHaveLength(2);
});

test('as text: one line for each fact, problems beside it', async () => {
  const url = `${await served(standInTrustee({ ...hardened, keys }))}/api/`;
  const { code, stdout, stderr } = await cai(['trustee', 'check', url, '--release', keyId]);
  expect(code).toBe(0);
  expect(stdout.replace(/:\d+/, ':<port>')).toBe(`http://127.0.0.1:<port>/api
  gateway                   ok       0 ms
  kbs                       ok       0 ms
  as                        ok       0 ms
  rvps                      ok
  TLS                       none
  key protocol              0.1.0 (version set A)
  sample evidence           refused
  forged token              refused
  owner's routes            closed
  key without a TEE         refused
`);
  expect(stderr).toMatch(
    /^warning: CAI5051 plain-trustee-address: the address "http:\S+" is plain http: .*\nwarning: CAI7525 .*\n$/,
  );
});

describe('https', () => {
  const day = 24 * 60 * 60_000;
  const days = (count: number): { cert: string; key: string } => {
    const now = Date.now();
    const authority = mintAuthority(now, 400 * day);
    const { certificate, key } = mintServing(authority, ['localhost'], now, count * day);
    return { cert: certificate, key };
  };

  test.each([
    ['is of no known authority', 100, ['CAI7517 trustee-certificate-untrusted']],
    ['ends soon', 5, ['CAI7517 trustee-certificate-untrusted', 'CAI7518 trustee-certificate-ends']],
  ])('tells that the certificate %s, and goes on', async (_, count, names) => {
    const port = await listening(createSecureServer(days(count), standInTrustee(hardened)));
    const { code, stdout } = await cai(['trustee', 'check', `https://localhost:${port}/api`, '-o', 'json']);
    const state = JSON.parse(stdout) as TrusteeState;
    expect([code, state.problems.map(({ code, name }) => `${code} ${name}`)]).toEqual([1, names]);
    expect(state.tls).toEqual({ protocol: 'TLSv1.3', trusted: false, end: expect.any(String) as string });
    expect(state.probes.sampleEvidence).toBe('refused');
  });

  test('of an authority of its own is believed by its name, and of another one is not', async () => {
    const now = Date.now();
    const authority = mintAuthority(now, 100 * day);
    const { certificate: cert, key } = mintServing(authority, ['localhost'], now, 90 * day);
    const port = await listening(
      createSecureServer({ cert: cert + authority.certificate, key }, standInTrustee(hardened)),
    );
    const check = async (pem: string): Promise<[number, boolean | undefined]> => {
      const args = ['trustee', 'check', `https://localhost:${port}/api`, '--authorities', 'ca.pem', '-o', 'json'];
      const { code, stdout } = await cai(args, { files: { 'ca.pem': pem } });
      return [code, (JSON.parse(stdout) as TrusteeState).tls?.trusted];
    };
    expect(await check(authority.certificate)).toEqual([0, true]);
    expect(await check(otherAuthorityPem)).toEqual([1, false]);
    const { code, stderr } = await cai(
      ['trustee', 'check', `https://localhost:${port}/api`, '--authorities', 'ca.pem'],
      { files: { 'ca.pem': authority.key } },
    );
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^error: CAI5020 private-key-given: ca\.pem holds /)]);
  });

  test('is told from http', async () => {
    const port = await listening(createSecureServer(days(9), standInTrustee(hardened)));
    const plain = await cai(['trustee', 'check', `http://127.0.0.1:${port}/api`]);
    expect([plain.code, plain.stderr]).toEqual([
      2,
      expect.stringContaining('does not answer: the connection was cut; see whether the port wants https'),
    ]);
    const url = await served(standInTrustee(hardened));
    const secure = await cai(['trustee', 'check', `${url.replace('http:', 'https:')}/api`]);
    expect([secure.code, secure.stderr]).toEqual([
      2,
      expect.stringContaining('it does not speak TLS; the port may want http'),
    ]);
  });
});

describe('an address that is not Trustee is told as such', () => {
  const answering = (reply: Reply): RequestListener =>
    standInTrustee({ instead: { 'GET /api/services-health': reply, 'GET /services-health': reply } });

  test.each<[string, Reply, string]>([
    ['a page', { status: 200, body: '<html><h1>Welcome to nginx!' }, 'not as Trustee: a page of HTML'],
    ['other JSON', { status: 200, body: { status: 'ok' } }, 'something else than the state of its services'],
    ['a list', { status: 200, body: [] }, 'something else than the state of its services'],
    ['services without a status', { status: 200, body: { kbs: {} } }, 'something else than the state of its services'],
    ['nothing', { status: 200 }, 'something else than the state of its services'],
    [
      'a redirect',
      { status: 301, headers: { location: 'https://x/' } },
      'it redirects to "https://x/"; write the address',
    ],
    ['no such page', { status: 404, body: 'no' }, 'status 404; see that the address ends in /api'],
    ['a proxy without Trustee', { status: 502 }, 'a proxy answers 502; the reverse proxy runs, the gateway'],
    [
      'a port for https',
      { status: 400, body: 'The plain HTTP request was sent to HTTPS port' },
      'the port wants https; write https://127.0.0.1',
    ],
  ])('%s', async (_, reply, says) => {
    const { code, stdout, stderr } = await cai(['trustee', 'check', `${await served(answering(reply))}/api`]);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(says)]);
    expect(stderr).toMatch(/^error: CAI7514 not-trustee: /);
  });

  test('a base path that lacks /api', async () => {
    const url = await served(standInTrustee());
    const { code, stderr } = await cai(['trustee', 'check', url]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`the gateway answers below /api: write ${url}/api`)]);
  });

  test('silence', async () => {
    const url = await served(() => undefined);
    const { code, stderr } = await cai(['trustee', 'check', `${url}/api`, '--timeout', '1']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('CAI7513 trustee-unreachable: ')]);
    expect(stderr).toContain('the time is up; see that firewalls let you through');
  });

  test('a server of another protocol', async () => {
    const port = await listening(
      createRawServer(
        (socket) =>
          void socket
            .on('error', () => undefined)
            .resume()
            .end('SSH-2.0-OpenSSH_9.2\r\n'),
      ),
    );
    const { code, stderr } = await cai(['trustee', 'check', `http://127.0.0.1:${port}/api`]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('it does not speak HTTP')]);
  });
});

test('the stand-in of the end-to-end tests is understood', async () => {
  const { privateKey: key } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const gateway = trusteeGateway({
    keyBroker: new KeyBroker(scratchFolder()),
    attestationService: new AttestationService({ key, certificates: [] }),
    log: () => undefined,
  });
  const url = `http://127.0.0.1:${await listening(gateway)}/api`;
  const { code, stdout } = await cai(['trustee', 'check', url, '-o', 'json']);
  const state = JSON.parse(stdout) as TrusteeState;
  expect(code).toBe(1);
  expect(state.services.every((service) => service.state === 'ok')).toBe(true);
  expect(state.probes).toEqual({ sampleEvidence: 'accepted', forgedToken: 'refused', openRoutes: 0 });
});
