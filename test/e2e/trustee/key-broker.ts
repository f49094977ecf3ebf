import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, ok, problem, type Answer } from './answer';

interface Session {
  readonly nonce: string;
  attested: boolean;
}

const protocol = '0.1.0';
const sessionCookie = 'kbs-session-id';
const segment = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/;

/**
 * Plays KBS 1.5.2: releases the files below kbs/repository of its folder to whoever has shown evidence with the right
 * nonce, unless kbs/policy.rego denies it.
 */
export class KeyBroker {
  private readonly sessions = new Map<string, Session>();

  constructor(private readonly folder: string) {}

  auth(body: unknown): Answer {
    if (!isMap(body) || body.version !== protocol) {
      return problem(500, 'ProtocolVersion', `protocol version mismatch: expect ${protocol}`);
    }
    const id = randomUUID();
    const session = { nonce: randomBytes(32).toString('base64'), attested: false };
    this.sessions.set(id, session);
    const cookie = { 'set-cookie': `${sessionCookie}=${id}; Path=/; Max-Age=300` };
    return ok({ nonce: session.nonce, 'extra-params': '' }, cookie);
  }

  attest(body: unknown, cookies: string | undefined): Answer {
    const session = this.session(cookies);
    if (!session) return problem(401, 'InvalidCookie', 'no session');
    const evidence = isMap(body) && typeof body['tee-evidence'] === 'string' ? parsed(body['tee-evidence']) : undefined;
    const shown = isMap(evidence) && typeof evidence.report_data === 'string' ? evidence.report_data : '';
    if (Buffer.from(shown, 'base64').toString() !== session.nonce) {
      return problem(500, 'AttestationError', 'Attestation error: RCAR handshake Attest failed');
    }
    session.attested = true;
    return ok({ token: '' });
  }

  resource(path: readonly string[], cookies: string | undefined): Answer {
    if (!this.session(cookies)?.attested) return problem(401, 'TokenNotFound', 'no attested session');
    if (path.length !== 3 || !path.every((each) => segment.test(each))) {
      return problem(404, 'InvalidRequestPath', `not a resource: ${path.join('/')}`);
    }
    if (!this.policyAllows()) return problem(403, 'PolicyDeny', 'Resource not permitted');
    const file = join(this.folder, 'kbs/repository', ...path);
    // 500, as the real one: a plugin could not read it
    if (!existsSync(file)) return problem(500, 'PluginInternalError', `read resource from ${path.join('/')}`);
    // the real one encrypts it for the key that was shown with the evidence
    const header = Buffer.from(JSON.stringify({ alg: 'none', note: 'stand-in' })).toString('base64url');
    const ciphertext = readFileSync(file).toString('base64url');
    return ok({ protected: header, encrypted_key: '', iv: '', ciphertext, tag: '' });
  }

  /** No file: everything is allowed, which is how Trustee 1.5.2 comes. Of Rego it only understands the default. */
  private policyAllows(): boolean {
    const file = join(this.folder, 'kbs/policy.rego');
    return !existsSync(file) || /^\s*default\s+allow\s*:?=\s*true\s*$/m.test(readFileSync(file, 'utf8'));
  }

  private session(cookies: string | undefined): Session | undefined {
    const id = new RegExp(`(?:^|;\\s*)${sessionCookie}=([^;]+)`).exec(cookies ?? '')?.[1];
    return id === undefined ? undefined : this.sessions.get(id);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
