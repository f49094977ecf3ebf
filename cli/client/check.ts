import type { Problem } from '../../problems';
import { TrusteeClient } from '../trustee/client';
import { parseHealth } from '../trustee/health';
import type { Io } from '../io';
import { askCompletion, type CompletionVerdict, type TunnelFault } from './completion';
import { touch } from './exchange';
import { reasonOf } from './failure-reasons';
import { probePlain, type PlainVerdict } from './plain-probe';
import * as problems from './problems';

/** What to check. */
export interface ChainSettings {
  /** URL of the service without a slash at its end. */
  readonly service: string;
  readonly proxy: URL;
  /** Base URL of Trustee without a slash at its end. */
  readonly trustee: string;
  readonly model: string;
  /** @default - none is sent */
  readonly apiKey?: string;
  /** Seconds for each question. */
  readonly timeout: number;
}

/** A link of the chain, in the order in which a request needs them. */
export type LinkName = 'trustee' | 'client' | 'service' | 'attestation' | 'tng' | 'vllm';

/** How one link is. `unknown`: what stands before it does not work. */
export interface Link {
  readonly link: LinkName;
  readonly state: 'ok' | 'failed' | 'unknown';
  readonly found: string;
}

/** What was found. */
export interface Chain {
  readonly service: string;
  readonly links: readonly Link[];
  /** Text of the completion. @default - none came */
  readonly completion?: string;
  readonly problems: readonly Problem[];
}

/** Asks each link by itself, and one completion through all of them. */
export async function checkChain(io: Io, settings: ChainSettings): Promise<Chain> {
  const { service, proxy, timeout } = settings;
  const milliseconds = timeout * 1000;
  const [trustee, plain, client] = await Promise.all([
    trusteeFault(io, settings),
    probePlain(service, milliseconds),
    faultOf(touch(proxy, milliseconds)),
  ]);
  const completion =
    client === undefined ? await askCompletion({ ...settings, base: service, timeout: milliseconds }) : undefined;
  const found: Found = { settings, trustee, plain, client, completion };
  const links = [trusteeLink(found), clientLink(found), serviceLink(found), ...tunnelLinks(found)];
  return {
    service,
    links: links.map(({ link, state, found: what }) => ({ link, state, found: what })),
    ...(completion?.state === 'answered' && { completion: completion.text }),
    problems: links.flatMap(({ problem }) => problem ?? []),
  };
}

interface Found {
  readonly settings: ChainSettings;
  readonly trustee: string | undefined;
  readonly plain: PlainVerdict;
  readonly client: string | undefined;
  /** @default - there is no client to ask through */
  readonly completion: CompletionVerdict | undefined;
}

type JudgedLink = Link & { readonly problem?: Problem };

const ok = (link: LinkName, found: string): JudgedLink => ({ link, state: 'ok', found });
const unknown = (link: LinkName, found: string): JudgedLink => ({ link, state: 'unknown', found });
const failed = (link: LinkName, found: string, problem: Problem): JudgedLink => ({
  ...{ link, state: 'failed', found, problem },
});

async function trusteeFault(io: Io, { trustee, timeout }: ChainSettings): Promise<string | undefined> {
  try {
    const answer = await new TrusteeClient(trustee, timeout * 1000, io.now).ask({
      method: 'GET',
      path: '/services-health',
    });
    const states = parseHealth(answer);
    if (!states) return `it answers with status ${answer.status}, but not as Trustee`;
    const ill = Object.entries(states).filter(([, { status }]) => status !== 'ok');
    return ill.length === 0 ? undefined : `not well: ${ill.map(([name]) => name).join(', ')}`;
  } catch (error) {
    return reasonOf(error);
  }
}

async function faultOf(attempt: Promise<void>): Promise<string | undefined> {
  try {
    await attempt;
    return undefined;
  } catch (error) {
    return reasonOf(error);
  }
}

function trusteeLink({ settings, trustee, completion }: Found): JudgedLink {
  const url = settings.trustee;
  const fails = (reason: string): JudgedLink =>
    failed('trustee', reason, problems.trusteeFails.at('', { url, reason }));
  if (trustee !== undefined) return fails(trustee);
  // well from here, but the client may stand elsewhere
  if (completion?.state === 'trustee') return fails(`the TNG client does not reach it: ${completion.says}`);
  return ok('trustee', `every service of ${url} is well`);
}

function clientLink({ settings, client }: Found): JudgedLink {
  const proxy = settings.proxy.href.replace(/\/$/, '');
  if (client !== undefined)
    return failed('client', client, problems.clientNotRunning.at('', { proxy, reason: client }));
  return ok('client', `${proxy} takes connections`);
}

function serviceLink({ settings, plain, completion }: Found): JudgedLink {
  const url = settings.service;
  const isReached = completion?.state === 'answered' || completion?.state === 'inference';
  if (plain.state === 'open')
    return failed(
      'service',
      `answers plain HTTP with ${plain.status}`,
      problems.notSecured.at('', { url, status: plain.status }),
    );
  if (plain.state === 'secured') {
    if (completion?.state !== 'service') return ok('service', plain.found);
    const reason = `the TNG client does not reach it: ${completion.says}`;
    return failed('service', reason, problems.serviceUnreachable.at('', { url, reason }));
  }
  if (isReached) return ok('service', `closed to plain HTTP: ${plain.reason}`);
  return failed('service', plain.reason, problems.serviceUnreachable.at('', { url, reason: plain.reason }));
}

function tunnelLinks(found: Found): JudgedLink[] {
  const { completion } = found;
  const names = ['attestation', 'tng', 'vllm'] as const;
  if (completion === undefined) return names.map((name) => unknown(name, 'cannot be asked without a TNG client'));
  switch (completion.state) {
    case 'answered':
    case 'inference':
      return [
        ok('attestation', 'Trustee vouches for the service'),
        ok('tng', 'the tunnel works'),
        vllmLink(completion),
      ];
    default:
      return [...brokenTunnel(found, completion), unknown('vllm', 'no request reaches it')];
  }
}

function vllmLink(completion: Extract<CompletionVerdict, { state: 'answered' | 'inference' }>): JudgedLink {
  if (completion.state === 'answered') return ok('vllm', `answers ${JSON.stringify(completion.text)}`);
  const { reason, advice } = completion;
  const problem = problems.inferenceFails.at('', { reason, ...(advice !== undefined && { advice }) });
  return failed('vllm', reason, problem);
}

/** What TNG complains about is the tunnel's own fault only where all that it needs is well. */
function brokenTunnel(
  { trustee, plain }: Found,
  { state, says }: { readonly state: TunnelFault; readonly says: string },
): JudgedLink[] {
  const isElsewhere = trustee !== undefined || plain.state !== 'secured' || state === 'trustee' || state === 'service';
  if (isElsewhere) return [unknown('attestation', says), unknown('tng', says)];
  if (state === 'attestation')
    return [failed('attestation', says, problems.attestationFails.at('', { says })), unknown('tng', says)];
  return [unknown('attestation', says), failed('tng', says, problems.tunnelFails.at('', { says }))];
}
