import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  randomUUID,
  sign,
  verify,
  type JsonWebKey,
} from 'node:crypto';
import type { IncomingMessage, RequestListener } from 'node:http';
import { goodClaims } from '../runbook/policy-claims';

/** How a stand-in of Trustee 1.5.2 behaves. As it comes without a setting, Trustee believes everybody. */
export interface Manners {
  /** Whether sample evidence gets a token. @default true */
  readonly takesSample?: boolean;
  /** Whether KBS believes any signer. @default true */
  readonly insecureKey?: boolean;
  /** What the resource policy says. @default true */
  readonly policyAllows?: boolean;
  /** Keys by their paths. @default - none */
  readonly keys?: ReadonlyMap<string, string>;
  /** Whether the attestation service that KBS asks (the unit as) is down. @default false */
  readonly isAsDown?: boolean;
  /** Whether the other one, which AA and TNG ask, is down. @default false */
  readonly isRestDown?: boolean;
  /** Whether a reverse proxy lets only what Pods and clients need through. @default false */
  readonly isBehindProxy?: boolean;
  /** Whether the attestation service has a certificate. @default false */
  readonly hasSigner?: boolean;
  /** What the attestation service claims of evidence of TDX. @default - a TD with its GPU */
  readonly claims?: Map_;
  /** Body of services-health. @default - all is well */
  readonly health?: unknown;
  /** Key protocol. @default '0.1.0' */
  readonly protocol?: string;
  /** Answers that stand before all others, by method and path. */
  readonly instead?: Readonly<Record<string, Reply>>;
  /** Told of every request. */
  readonly log?: (line: string) => void;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
}

interface Asked {
  readonly body: unknown;
  readonly request: IncomingMessage;
}

// of any key: nobody looks at it
const signer = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

type Map_ = Readonly<Record<string, unknown>>;

const closed = [
  '/policy',
  '/policies',
  'attestation-policy',
  'attestation-policies',
  'resource-policy',
  'resources',
  '/rvps/',
  '/audit/',
  '/aa-instance/',
];
// JSON that calls itself text, as everything is that KBS refuses
const kbsProblem = (status: number, type: string, detail = type): Reply => ({
  status,
  body: JSON.stringify({ type: `https://github.com/confidential-containers/kbs/errors/${type}`, detail }),
});
const attestationError = kbsProblem(500, 'AttestationError', 'Attestation error: RCAR handshake Attest failed');
const forwardingError: Reply = { status: 500, body: { error: 'Failed to forward request to Attestation Service' } };
const listed = (path: string): Map_ => {
  const [repository = '', type = '', tag = ''] = path.split('/');
  return { repository_name: repository, resource_type: type, resource_tag: tag };
};
const well = { status: 'ok', timestamp: '2025-08-26T13:46:13+08:00' };

/** Answers as the gateway of Trustee 1.5.2 does, with everything behind it. */
export function standInTrustee(manners: Manners = {}): RequestListener {
  const { takesSample = true, insecureKey = true, policyAllows = true, protocol = '0.1.0' } = manners;
  const { keys = new Map<string, string>(), hasSigner = false, isBehindProxy = false, log } = manners;
  const { isAsDown = false, isRestDown = false } = manners;
  const sessions = new Map<string, { nonce: string; isAttested: boolean }>();
  const references = new Map<string, readonly string[]>();

  const routes: readonly (readonly [string, (asked: Asked, path: string) => Reply])[] = [
    ['GET /api/health', () => ({ status: 200, body: { status: 'ok' } })],
    [
      'GET /api/services-health',
      () => ({ status: 200, body: manners.health ?? { gateway: well, kbs: well, as: well, rvps: well } }),
    ],
    ['POST /api/kbs/v0/auth', auth],
    ['POST /api/kbs/v0/attest', attest],
    ['GET /api/kbs/v0/resource/', resource],
    ['POST /api/attestation-service/attestation', attestation],
    ['POST /api/attestation-service/policy', ({ body }) => setPolicy(body)],
    ['POST /api/as/policy', ({ body }) => setPolicy(body)],
    ['POST /api/kbs/v0/attestation-policy', ({ body }) => setKbsPolicy(body)],
    [
      'GET /api/attestation-service/certificate',
      () =>
        hasSigner
          ? { status: 200, body: '-----BEGIN CERTIFICATE-----' }
          : { status: 404, body: { error: 'No certificate configured' } },
    ],
    ['GET /api/attestation-service/policy/', () => ({ status: 200, body: 'cGFja2FnZSBwb2xpY3k' })],
    [
      'GET /api/kbs/v0/attestation-policies',
      () => (isAsDown ? attestationError : { status: 200, body: { default: 'hash' } }),
    ],
    ['GET /api/kbs/v0/attestation-policy/default', () => ({ status: 200, body: 'cGFja2FnZSBwb2xpY3k' })],
    ['GET /api/kbs/v0/resource-policy', () => kbsProblem(401, 'AdminAuth')],
    ['POST /api/kbs/v0/resource', () => kbsProblem(401, 'AdminAuth')],
    ['DELETE /api/kbs/v0/resource', () => kbsProblem(401, 'AdminAuth')],
    ['GET /api/kbs/v0/resources', () => ({ status: 200, body: [...keys.keys()].map(listed) })],
    ['GET /api/rvps/query', () => ({ status: 200, body: Object.fromEntries(references) })],
    ['POST /api/rvps/register', ({ body }) => register(body)],
    ['GET /api/audit/', () => ({ status: 200, body: { data: [], total: 0 } })],
    ['GET /api/aa-instance/list', () => ({ status: 200, body: { active_aa_instances: [] } })],
  ];

  function auth({ body }: Asked): Reply {
    if ((body as Map_).version !== protocol)
      return {
        status: 500,
        body: `KBS Client Protocol Version Mismatch: expect =${protocol} while the request is ${String((body as Map_).version)}`,
      };
    if (!['sample', 'tdx'].includes(String((body as Map_).tee))) return { status: 500, body: 'deserialize Request' };
    const id = randomUUID();
    const nonce = randomBytes(32).toString('base64');
    sessions.set(id, { nonce, isAttested: false });
    return {
      status: 200,
      body: { nonce, 'extra-params': '' },
      // twice, as it is
      headers: { 'set-cookie': Array<string>(2).fill(`kbs-session-id=${id}; Path=/; Max-Age=300`) },
    };
  }

  const sessionOf = ({ request }: Asked) =>
    sessions.get(/kbs-session-id=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');

  function attest(asked: Asked): Reply {
    const session = sessionOf(asked);
    if (!session || isAsDown) return attestationError;
    const { 'tee-pubkey': key, 'tee-evidence': text } = asked.body as { 'tee-pubkey': Map_; 'tee-evidence': string };
    const sorted = Object.fromEntries(Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1)));
    const digest = createHash('sha384')
      .update(JSON.stringify({ nonce: session.nonce, 'tee-pubkey': sorted }))
      .digest('base64');
    const { svn, report_data: shown } = JSON.parse(text) as Map_;
    if (!takesSample || svn !== '1' || shown !== digest) return attestationError;
    session.isAttested = true;
    return { status: 200, body: { token: 'x' } };
  }

  function resource(asked: Asked, path: string): Reply {
    if (path.split('/').length !== 3) return { status: 404, body: '' };
    const { authorization } = asked.request.headers;
    const hasSession = sessionOf(asked)?.isAttested === true;
    if (!hasSession && authorization === undefined) return kbsProblem(401, 'TokenNotFound');
    if (!hasSession && !isBelieved(authorization)) return kbsProblem(401, 'TokenVerifierError');
    if (!policyAllows) return kbsProblem(403, 'PolicyDeny');
    const key = keys.get(path);
    if (key === undefined) return kbsProblem(500, 'PluginInternalError');
    // the key that the token names is the one that the answer is encrypted for
    if (!hasSession && !hasTeeKey(authorization)) return kbsProblem(401, 'TokenVerifierError');
    return {
      status: 200,
      body: {
        protected: '{"alg":"RSA1_5","enc":"A256GCM"}',
        encrypted_key: '',
        iv: '',
        ciphertext: Buffer.from(key).toString('base64url'),
        tag: '',
      },
    };
  }

  function hasTeeKey(authorization = ''): boolean {
    const [, claims = ''] = authorization.split('.');
    const { customized_claims: custom } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as {
      customized_claims?: { runtime_data?: Map_ };
    };
    return custom?.runtime_data?.['tee-pubkey'] !== undefined;
  }

  function isBelieved(authorization: string | undefined): boolean {
    const [header = '', claims = '', signature = ''] = authorization?.replace('Bearer ', '').split('.') ?? [];
    if (!insecureKey || header === '') return false;
    const { jwk } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { jwk: JsonWebKey };
    const { exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { exp: number };
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    return (
      exp * 1000 > Date.now() &&
      verify('sha384', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))
    );
  }

  function attestation({ body }: Asked): Reply {
    if (isRestDown) return forwardingError;
    const {
      tee,
      evidence,
      runtime_data: data,
    } = body as { tee: string; evidence: string; runtime_data?: { structured: unknown } };
    const { report_data: shown } = JSON.parse(Buffer.from(evidence, 'base64url').toString()) as Map_;
    const expected = createHash('sha384')
      .update(JSON.stringify(data?.structured ?? {}))
      .digest('base64');
    if (tee === 'sample' && (!takesSample || shown !== expected))
      return { status: 500, body: 'Reject by policy default' };
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const { claims = goodClaims } = manners;
    const signed = `${part({ typ: 'JWT', alg: 'RS384' })}.${part({ tee, 'tcb-status': JSON.stringify(claims) })}`;
    return { status: 200, body: `${signed}.${sign('sha384', Buffer.from(signed), signer).toString('base64url')}` };
  }

  function setKbsPolicy(body: unknown): Reply {
    const { status } = setPolicy(body);
    return status === 200 ? { status, body: '' } : attestationError;
  }

  function setPolicy(body: unknown): Reply {
    const isWhole = typeof (body as Map_).policy === 'string';
    return isWhole
      ? { status: 200, body: '' }
      : { status: 400, body: 'Json deserialize error: missing field `policy_id`' };
  }

  function register(body: unknown): Reply {
    const { message } = body as { message: string };
    const { version, type, payload } = JSON.parse(message) as Record<string, string>;
    if (version !== '0.1.0' || type !== 'sample') return { status: 500, body: 'unknown message' };
    const values = JSON.parse(Buffer.from(payload ?? '', 'base64').toString()) as Record<string, readonly string[]>;
    for (const [name, hashes] of Object.entries(values)) references.set(name, hashes);
    return { status: 200, body: '' };
  }

  function replyTo(asked: Asked): Reply {
    const path = asked.request.url?.split('?')[0] ?? '';
    const line = `${asked.request.method ?? ''} ${path}`;
    const set = manners.instead?.[line];
    if (set) return set;
    if (isBehindProxy && (closed.some((part) => path.includes(part)) || path.includes('no-such-key')))
      return { status: 404, body: '<html>404</html>' };
    const [known, route] =
      routes.find(([start]) => (start.endsWith('/') ? line.startsWith(start) : line === start)) ?? [];
    if (!known || !route) return { status: 404, body: '404 page not found' };
    return route(asked, line.slice(known.length));
  }

  return (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const {
        status,
        body = '',
        headers,
      } = replyTo({ request, body: text === '' ? undefined : (JSON.parse(text) as unknown) });
      log?.(`${request.method ?? ''} ${request.url ?? ''} ${status}`);
      const isText = typeof body === 'string';
      response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json', ...headers });
      response.end(isText ? body : JSON.stringify(body));
    });
  };
}
