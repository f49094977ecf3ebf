import { isObject } from '../injection';
import { mintAuthority, pairFault, validityOf, type KeyPair } from './certificates';

/** An authority that is published before it signs. */
export interface NextAuthority extends KeyPair {
  /** Since when every configuration has it in its caBundle, in milliseconds since 1970. */
  readonly publishedAt?: number;
}

/** An authority that signs no more, whose certificates may still be shown. It has no key any more. */
export interface PreviousAuthority {
  readonly certificate: string;
  /** Until when it stays in the bundle, in milliseconds since 1970. */
  readonly until: number;
}

/** The certificate authority as all replicas share it. */
export interface AuthorityState {
  /** The one that signs. */
  readonly current: KeyPair;
  readonly next?: NextAuthority;
  readonly previous: readonly PreviousAuthority[];
  /** The last wish for a rotation that was followed. */
  readonly rotation?: string;
}

/** Times in milliseconds. */
export interface AuthorityPlan {
  readonly authorityLifetime: number;
  readonly servingLifetime: number;
  readonly caPropagationDelay: number;
}

/** What a step depends on beside the state. */
export interface Moment {
  readonly now: number;
  /** Whether every configuration has the whole bundle of the state. */
  readonly isPublished: boolean;
  /** A wish for a rotation; each value is followed once. */
  readonly rotation?: string;
}

/**
 * The state that follows, or the same one when nothing is due. A new authority goes into the bundle first; it signs only after it
 * has been there for the propagation delay, so that no API server meets a certificate that it does not trust. The old one stays in the
 * bundle for as long as a certificate that it signed may be shown.
 */
export function nextState(state: AuthorityState | undefined, moment: Moment, plan: AuthorityPlan): AuthorityState {
  const { now, rotation } = moment;
  if (state === undefined) {
    const current = mintAuthority(now, plan.authorityLifetime);
    return { current, previous: [], ...(rotation === undefined ? {} : { rotation }) };
  }
  return forgotten(promoted(announced(state, moment, plan), moment, plan), now);
}

/** Makes the next authority when it is time for it or wished for, and notes since when it is published. */
function announced(state: AuthorityState, { now, isPublished, rotation }: Moment, plan: AuthorityPlan): AuthorityState {
  const { current, next } = state;
  if (next !== undefined) {
    return next.publishedAt === undefined && isPublished ? { ...state, next: { ...next, publishedAt: now } } : state;
  }
  const isWished = rotation !== undefined && rotation !== state.rotation;
  if (!isWished && now < renewalTime(current.certificate)) return state;
  const announcedState = { ...state, next: mintAuthority(now, plan.authorityLifetime) };
  return rotation === undefined ? announcedState : { ...announcedState, rotation };
}

/** Lets the next authority sign. */
function promoted(state: AuthorityState, { now, isPublished }: Moment, plan: AuthorityPlan): AuthorityState {
  const { current, next, previous, ...rest } = state;
  if (next === undefined) return state;
  const { certificate, key, publishedAt } = next;
  const isSettled = isPublished && publishedAt !== undefined && now >= publishedAt + plan.caPropagationDelay;
  const isTooLate = now >= validityOf(current.certificate).notAfter;
  if (!isSettled && !isTooLate) return state;
  const retired = { certificate: current.certificate, until: now + plan.servingLifetime };
  return { ...rest, current: { certificate, key }, previous: [retired, ...previous] };
}

/** Drops from the bundle what nobody shows any more. */
function forgotten(state: AuthorityState, now: number): AuthorityState {
  const previous = state.previous.filter(({ until }) => until > now);
  return previous.length === state.previous.length ? state : { ...state, previous };
}

/** When a certificate is due for renewal: after two thirds of its life. */
export function renewalTime(certificate: string): number {
  const { notBefore, notAfter } = validityOf(certificate);
  return notBefore + ((notAfter - notBefore) * 2) / 3;
}

/** The caBundle: everything that signs, will sign or has signed what may still be shown. */
export function bundleOf({ current, next, previous }: AuthorityState): string {
  const others = [...(next === undefined ? [] : [next]), ...previous];
  return [current, ...others].map(({ certificate }) => certificate).join('');
}

export type StateReading =
  | { readonly kind: 'state'; readonly state: AuthorityState }
  | { readonly kind: 'empty' }
  | { readonly kind: 'fault'; readonly fault: string };

/** Reads the state as {@link writeState} wrote it. */
export function readState(text: string): StateReading {
  if (text === '') return { kind: 'empty' };
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return { kind: 'fault', fault: 'it is not JSON' };
  }
  if (!isObject(document) || document.version !== 1) return { kind: 'fault', fault: 'its version is not 1' };
  const { current, next, previous, rotation } = document;
  if (!isPair(current)) return { kind: 'fault', fault: 'it has no authority' };
  if (next !== undefined && !isPair(next)) return { kind: 'fault', fault: 'its next authority is not one' };
  if (!Array.isArray(previous) || !previous.every(isPrevious)) {
    return { kind: 'fault', fault: 'its previous authorities are not a list of them' };
  }
  const fault = [current, ...(next === undefined ? [] : [next])].map(pairFault).find((one) => one !== undefined);
  if (fault !== undefined) return { kind: 'fault', fault };
  const state = { current, previous, ...(next === undefined ? {} : { next }) };
  return { kind: 'state', state: typeof rotation === 'string' ? { ...state, rotation } : state };
}

export function writeState(state: AuthorityState): string {
  return JSON.stringify({ version: 1, ...state });
}

function isPair(value: unknown): value is KeyPair {
  return isObject(value) && typeof value.certificate === 'string' && typeof value.key === 'string';
}

function isPrevious(value: unknown): value is PreviousAuthority {
  return isObject(value) && typeof value.until === 'number' && isCertificate(value.certificate);
}

function isCertificate(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    validityOf(value);
    return true;
  } catch {
    return false;
  }
}
