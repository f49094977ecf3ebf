import type { Problem } from '../../problems';
import type { Answer, TrusteeClient } from './client';
import { notTrustee, unreachable } from './problems';

interface Failure {
  readonly reason: string;
  readonly advice?: string;
}

const failures: Readonly<Record<string, Failure>> = {
  ENOTFOUND: { reason: 'its name is unknown', advice: 'correct the name, or the name servers of this machine' },
  EAI_AGAIN: { reason: 'its name cannot be looked up now', advice: 'see that this machine reaches its name servers' },
  ECONNREFUSED: {
    reason: 'the connection is refused',
    advice: 'see that the port is right and that nginx or the gateway runs on the server',
  },
  EHOSTUNREACH: { reason: 'there is no way to the host' },
  ENETUNREACH: { reason: 'there is no way to its network' },
  ECONNRESET: {
    reason: 'the connection was cut',
    advice: 'see whether the port wants https where the address says http',
  },
  ABORT_ERR: {
    reason: 'the time is up',
    advice: 'see that firewalls let you through, or give more time with --timeout',
  },
  EPROTO: { reason: 'it does not speak TLS', advice: 'the port may want http where the address says https' },
  HPE_INVALID_CONSTANT: { reason: 'it does not speak HTTP' },
  HPE_INVALID_HEADER_TOKEN: { reason: 'it does not speak HTTP' },
};

/** Why there was no answer. */
export function noAnswer(url: string, error: unknown): Problem {
  const { code = '', name, message } = error as NodeJS.ErrnoException;
  const byName = name === 'TimeoutError' || name === 'AbortError' ? failures.ABORT_ERR : undefined;
  const isTls = code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS');
  const { reason, advice } = byName ?? failures[isTls ? 'EPROTO' : code] ?? { reason: message };
  return unreachable.at('', { url, reason, ...(advice !== undefined && { advice }) });
}

/** Why an answer is not one of the gateway, where the state of the services was asked for. */
export async function strangeAnswer(client: TrusteeClient, url: URL, answer: Answer): Promise<Problem> {
  const shown = url.href.replace(/\/$/, '');
  const at = (text: string, advice?: string): Problem =>
    notTrustee.at('', { url: shown, answer: text, ...(advice !== undefined && { advice }) });
  const { status, headers, text } = answer;
  if (status >= 300 && status < 400)
    return at(`it redirects to ${JSON.stringify(headers.location ?? '')}`, 'write the address to which it redirects');
  if (status >= 502 && status <= 504)
    return at(
      `a proxy answers ${status}`,
      'the reverse proxy runs, the gateway of Trustee behind it does not: look at its log on the server',
    );
  if (status === 400 && /HTTPS port|HTTP request was sent to HTTPS/i.test(text))
    return at('the port wants https', `write https:${shown.slice(url.protocol.length)}`);
  if (!url.pathname.replace(/\/$/, '').endsWith('/api') && (await answersBelowApi(client)))
    return at(`status ${status}`, `the gateway answers below /api: write ${shown}/api`);
  const kind = /^\s*</.test(text) ? 'a page of HTML' : 'something else than the state of its services';
  return at(status === 200 ? kind : `status ${status}`);
}

async function answersBelowApi(client: TrusteeClient): Promise<boolean> {
  try {
    return (await client.ask({ method: 'GET', path: '/api/services-health' })).status === 200;
  } catch {
    return false;
  }
}
