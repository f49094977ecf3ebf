import { defaultVersionSet } from '../../injection';
import type { Answer, Question, TrusteeClient } from './client';

/** How one service of Trustee is. */
export interface ServiceState {
  readonly name: string;
  /** `unknown`: the gateway does not say. */
  readonly state: 'ok' | 'down' | 'unknown';
  /** What the gateway says of a service that is down. */
  readonly message?: string;
  /** How long a question that this service answers takes. @default - no such question can be asked from here */
  readonly milliseconds?: number;
}

const services = ['gateway', 'kbs', 'as', 'rvps'] as const;

type StatusMap = Readonly<Record<string, { readonly status: string; readonly message?: unknown }>>;

/** The body of services-health; nothing when the answer is another. It comes with 200 whatever is wrong. */
export function parseHealth({ status, text }: Answer): StatusMap | undefined {
  if (status !== 200) return undefined;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof body !== 'object' || body === null || !('gateway' in body || 'kbs' in body)) return undefined;
  const entries = Object.entries(body).filter(
    ([, one]) => typeof (one as { status?: unknown } | null)?.status === 'string',
  );
  return entries.length > 0 ? (Object.fromEntries(entries) as StatusMap) : undefined;
}

/** The services in their order, then those that only this Trustee has. */
export function serviceStates(health: StatusMap, times: ReadonlyMap<string, number>): ServiceState[] {
  const names = [...new Set<string>([...services, ...Object.keys(health)])];
  return names.map((name) => {
    const said = health[name];
    const milliseconds = times.get(name);
    const time = milliseconds === undefined ? {} : { milliseconds };
    if (!said) return { name, state: 'unknown', ...time };
    if (said.status === 'ok') return { name, state: 'ok', ...time };
    return { name, state: 'down', message: typeof said.message === 'string' ? said.message : said.status, ...time };
  });
}

/** What begins the handshake of a machine without a TEE. */
export const sampleAuth: Question = {
  method: 'POST',
  path: '/kbs/v0/auth',
  body: { version: defaultVersionSet.kbsProtocol, tee: 'sample', 'extra-params': '' },
};

/** What each service itself answers, through the gateway. RVPS answers nothing that everybody may ask. */
const timed: readonly (readonly [string, Question])[] = [
  ['gateway', { method: 'GET', path: '/health' }],
  ['kbs', sampleAuth],
  ['as', { method: 'GET', path: '/attestation-service/certificate' }],
];

/** The answers of the services by their names; nothing of one that does not answer. */
export async function askServices(client: TrusteeClient): Promise<ReadonlyMap<string, Answer>> {
  const answers = new Map<string, Answer>();
  for (const [name, question] of timed) {
    try {
      answers.set(name, await client.ask(question));
    } catch {
      // the state of the services tells more than why one of them did not answer here
    }
  }
  return answers;
}
