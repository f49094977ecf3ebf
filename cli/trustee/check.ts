import { defaultVersionSet, optionProblems } from '../../injection';
import type { Problem } from '../../problems';
import { unusable } from '../command-error';
import type { Io } from '../io';
import { trusteeAddress } from './address';
import { TrusteeClient, type Answer, type TlsFacts } from './client';
import { noAnswer, strangeAnswer } from './failures';
import { askServices, parseHealth, serviceStates, type ServiceState } from './health';
import { makeOwnKey, nobodysKey, probeForgedToken, probeRelease, type Release } from './key-probes';
import * as problems from './problems';
import { openRoutes } from './routes';
import { probeSampleEvidence, type Verdict } from './sample-evidence';

/** What to check. */
export interface CheckSettings {
  /** Base URL of Trustee. */
  readonly url: string;
  /** Seconds for each question. */
  readonly timeout: number;
  /** A key for which a machine without a TEE asks. @default - none */
  readonly release?: string;
  /** Authorities of its certificate, as PEM. @default - those that Node.js knows */
  readonly authorities?: string;
}

/** What was found. */
export interface TrusteeState {
  readonly url: string;
  readonly services: readonly ServiceState[];
  readonly tls?: { readonly protocol: string; readonly trusted: boolean; readonly end: string };
  /** The key protocol, which tells the version set. */
  readonly protocol: string;
  readonly probes: {
    readonly sampleEvidence: Verdict['state'];
    readonly forgedToken: Verdict['state'];
    readonly openRoutes: number;
    /** @default - no key was named */
    readonly release?: Verdict['state'];
  };
  readonly problems: readonly Problem[];
}

const day = 24 * 60 * 60 * 1000;
const soon = 21;

/**
 * Checks a Trustee from outside.
 *
 * @throws CommandError (2) when the address is none of a Trustee
 */
export async function checkTrustee(io: Io, settings: CheckSettings): Promise<TrusteeState> {
  const { url: text, timeout, release, authorities } = settings;
  const url = trusteeAddress(text);
  const path = release === undefined ? undefined : keyPath(release);
  const base = url.href.replace(/\/$/, '');
  const client = new TrusteeClient(base, timeout * 1000, io.now, authorities);
  const health = await ask(client, base);
  const states = parseHealth(health);
  if (!states) throw unusable(await strangeAnswer(client, url, health));

  const answers = await askServices(client);
  const times = new Map([...answers].map(([name, { milliseconds }]) => [name, Math.round(milliseconds)]));
  const services = serviceStates(states, times);
  const ownKey = await makeOwnKey();
  const sample = await settled(() => probeSampleEvidence(client));
  const forged = await settled(() => probeForgedToken(client, path ?? nobodysKey, ownKey));
  const routes = await openRoutes(client);
  const released = path === undefined ? undefined : await settled(() => probeRelease(client, path, ownKey));

  return {
    url: base,
    services,
    ...(client.tls && { tls: shownTls(client.tls) }),
    protocol: protocolOf(answers.get('kbs')),
    probes: {
      sampleEvidence: sample.state,
      forgedToken: forged.state,
      openRoutes: routes.length,
      ...(released && { release: released.state }),
    },
    problems: [
      ...services.flatMap(({ name, message }) =>
        message === undefined ? [] : [problems.serviceDown.at('', { service: name, says: message })],
      ),
      ...attestationServiceProblems(released),
      ...transportProblems(base, client.tls),
      ...(sample.state === 'accepted' ? [problems.sampleAccepted.at('', {})] : []),
      ...(forged.state === 'accepted' ? [problems.forgedAccepted.at('', {})] : []),
      ...(released ? releaseProblems(released, release ?? '') : []),
      ...(hasNoSigner(answers.get('as')) ? [problems.noSigner.at('', {})] : []),
      ...routes,
      ...unclearProblems({ 'sample evidence': sample, 'a forged token': forged, 'the release of the key': released }),
    ],
  };
}

function keyPath(id: string): string {
  const [, path] = /^kbs:\/\/\/((?:[A-Za-z0-9_-][A-Za-z0-9_.-]*\/){2}[A-Za-z0-9_-][A-Za-z0-9_.-]*)$/.exec(id) ?? [];
  if (path === undefined) throw unusable(problems.notAKeyId.at('', { text: id }));
  return path;
}

async function ask(client: TrusteeClient, base: string): Promise<Answer> {
  try {
    return await client.ask({ method: 'GET', path: '/services-health' });
  } catch (error) {
    throw unusable(noAnswer(base, error));
  }
}

/** A verdict, and what only the release of a key tells. */
type ReleaseVerdict = Verdict & Partial<Release>;

/** A probe that got no answer proves nothing. */
async function settled(probe: () => Promise<ReleaseVerdict>): Promise<ReleaseVerdict> {
  try {
    return await probe();
  } catch (error) {
    return { state: 'unclear', answer: error instanceof Error ? error.message : String(error) };
  }
}

function shownTls({ protocol, fault, end }: TlsFacts): TrusteeState['tls'] {
  return { protocol, trusted: fault === undefined, end: end.toISOString() };
}

function protocolOf(auth: Answer | undefined): string {
  if (auth?.status === 200) return defaultVersionSet.kbsProtocol;
  return /expect =?\s*([0-9.]+)/.exec(auth?.text ?? '')?.[1] ?? 'unknown';
}

function hasNoSigner(certificate: Answer | undefined): boolean {
  return certificate?.status === 404 && certificate.text.includes('No certificate configured');
}

function attestationServiceProblems(released?: ReleaseVerdict): Problem[] {
  if (released?.attestationService === 'down')
    return [
      problems.serviceDown.at('', { service: 'as', says: 'KBS does not get an answer from it, so no Pod gets a key' }),
    ];
  return [];
}

function releaseProblems({ state, how = '', attestationService }: ReleaseVerdict, keyId: string): Problem[] {
  return [
    ...(state === 'accepted' ? [problems.keyReleased.at('', { keyId, how })] : []),
    ...(attestationService === 'unknown' ? [problems.deniedOrDown.at('', {})] : []),
  ];
}

function transportProblems(base: string, tls: TlsFacts | undefined): Problem[] {
  if (!tls) return [optionProblems.plainTrustee.at('', { value: base }, { document: 'the address' })];
  const days = Math.floor((tls.end.getTime() - Date.now()) / day);
  const end = tls.end.toISOString().slice(0, 10);
  return [
    ...(tls.fault === undefined ? [] : [problems.untrustedCertificate.at('', { reason: tls.fault })]),
    ...(days < soon && days >= 0 ? [problems.certificateEnds.at('', { end, days })] : []),
  ];
}

function unclearProblems(verdicts: Readonly<Record<string, Verdict | undefined>>): Problem[] {
  return Object.entries(verdicts).flatMap(([probe, verdict]) =>
    verdict?.state === 'unclear' ? [problems.unclear.at('', { probe, answer: verdict.answer ?? 'no answer' })] : [],
  );
}
