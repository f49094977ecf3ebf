import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { standInTrustee, type Manners } from './stand-in';

const servers: Server[] = [];

afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

interface Heard {
  readonly status: number;
  readonly type: string | null;
  readonly text: string;
  readonly cookies: readonly string[];
}

async function ask(
  manners: Manners,
  line: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Heard> {
  const server = createServer(standInTrustee(manners));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const [method = '', path = ''] = line.split(' ');
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/api/${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const cookies = response.headers.getSetCookie();
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text(), cookies };
}

const keys = new Map([['default/aliyun/key', 'alibaba@1688']]);
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const forged = { authorization: `Bearer ${part({ alg: 'RS384' })}.${part({ exp: 9e9 })}.c2lnbmF0dXJl` };
const resource = 'GET kbs/v0/resource/default/aliyun/key';

// each row is one of section 2 of real-components: what the real Trustee 1.5.2 was heard to say
describe('the stand-in answers as the real Trustee, section 2', () => {
  test.each<[string, Manners, [string, unknown?, Record<string, string>?], Partial<Record<keyof Heard, unknown>>]>([
    ['attest refused', {}, ['POST kbs/v0/attest', {}], { status: 500, text: 'AttestationError' }],
    ['… in these words', {}, ['POST kbs/v0/attest', {}], { text: 'Attestation error: RCAR handshake Attest failed' }],
    [
      'a bad Bearer token',
      { insecureKey: false },
      [resource, undefined, forged],
      { status: 401, text: 'TokenVerifierError' },
    ],
    ['a bad token of the administrator', {}, ['GET kbs/v0/resource-policy'], { status: 401, text: 'AdminAuth' }],
    ['POST without one', {}, ['POST kbs/v0/resource', {}], { status: 401, text: 'AdminAuth' }],
    ['DELETE without one', {}, ['DELETE kbs/v0/resource'], { status: 401, text: 'AdminAuth' }],
    ['an attestation policy without content', {}, ['POST kbs/v0/attestation-policy', {}], { status: 500 }],
    [
      'an unknown TEE',
      {},
      ['POST kbs/v0/auth', { version: '0.1.0', tee: 'none' }],
      { status: 500, text: 'deserialize Request' },
    ],
    [
      'another protocol',
      {},
      ['POST kbs/v0/auth', { version: '0.4.0', tee: 'sample' }],
      { text: 'KBS Client Protocol Version Mismatch: expect =0.1.0 while the request is 0.4.0' },
    ],
    ['a path of two segments', {}, ['GET kbs/v0/resource/default/key'], { status: 404 }],
    ['… of four, with a slash in disguise', {}, ['GET kbs/v0/resource/default/aliyun/a%2Fb/key'], { status: 404 }],
    ['the default policy', {}, ['GET kbs/v0/attestation-policy/default'], { status: 200 }],
    [
      'the list of resources',
      { keys },
      ['GET kbs/v0/resources'],
      { text: '[{"repository_name":"default","resource_type":"aliyun","resource_tag":"key"}]' },
    ],
    ['reference values', {}, ['GET rvps/query'], { text: '{}' }],
    ['agents', {}, ['GET aa-instance/list'], { text: '{"active_aa_instances":[]}' }],
    ['a body of 401', {}, [resource], { status: 401, type: 'text/plain' }],
    ['a body of 500', {}, ['POST kbs/v0/attest', {}], { type: 'text/plain' }],
    ['an unknown route', {}, ['GET nothing'], { status: 404, type: 'text/plain' }],
    [
      'the REST service is down',
      { isRestDown: true },
      ['POST attestation-service/attestation', {}],
      { text: '{"error":"Failed to forward request to Attestation Service"}' },
    ],
    ['the gRPC service is down', { isAsDown: true }, ['GET kbs/v0/attestation-policies'], { status: 500 }],
    ['… and up', {}, ['GET kbs/v0/attestation-policies'], { status: 200 }],
  ])('%s', async (_, manners, [line, body, headers], expected) => {
    const heard = await ask(manners, line, body, headers);
    for (const [field, value] of Object.entries(expected)) {
      const found = heard[field as keyof Heard];
      expect(found).toEqual(typeof value === 'string' ? expect.stringContaining(value) : value);
    }
  });

  test('the cookie of a session is set twice', async () => {
    const { cookies } = await ask({}, 'POST kbs/v0/auth', { version: '0.1.0', tee: 'sample' });
    expect(cookies).toHaveLength(2);
    expect(cookies[0]).toBe(cookies[1]);
  });
});
