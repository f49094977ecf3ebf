import type { Problem } from '../injection';
import { notAReview, notJson } from './problems';

/** The part of an AdmissionRequest that the server looks at. Nothing in it is trusted to have its type but what is named here. */
export interface AdmissionRequest {
  readonly uid: string;
  readonly group: string;
  readonly kind: string;
  readonly subResource: string;
  readonly operation: string;
  readonly namespace: string;
  readonly name: string;
  readonly object: unknown;
}

/** What is answered to a review. */
export interface AdmissionAnswer {
  readonly isAllowed: boolean;
  /** JSON patch; absent where nothing changes. */
  readonly patch?: readonly object[];
  /** For an object that is refused. */
  readonly status?: { readonly code: number; readonly reason: string; readonly message: string };
  readonly warnings?: readonly string[];
}

export type ReviewReading = { readonly request: AdmissionRequest } | { readonly problem: Problem };

const version = 'admission.k8s.io/v1';

/** Reads an AdmissionReview. The text may come from anybody. Of keys that are repeated the last one counts, as in the API server. */
export function readReview(text: string): ReviewReading {
  let review: unknown;
  try {
    review = JSON.parse(text);
  } catch {
    // the error quotes the text, which may hold a secret
    return { problem: notJson.at('', {}) };
  }
  if (!isObject(review)) return unanswerable('it is not an object');
  if (review.apiVersion !== version) return unanswerable(`its apiVersion is not ${version}`);
  if (review.kind !== 'AdmissionReview') return unanswerable('its kind is not AdmissionReview');
  const { request } = review;
  if (!isObject(request)) return unanswerable('it has no request');
  if (typeof request.uid !== 'string' || request.uid === '') return unanswerable('its request has no uid');
  if (!isObject(request.kind)) return unanswerable('its request has no kind');
  return {
    request: {
      uid: request.uid,
      group: textOf(request.kind.group),
      kind: textOf(request.kind.kind),
      subResource: textOf(request.subResource),
      operation: textOf(request.operation),
      namespace: textOf(request.namespace),
      name: textOf(request.name),
      object: request.object,
    },
  };
}

/** The AdmissionReview that answers the request with this uid, as JSON text. */
export function writeReview(uid: string, { isAllowed, patch, status, warnings = [] }: AdmissionAnswer): string {
  const said = warnings.length === 0 ? '' : `,"warnings":${JSON.stringify(sendable(warnings))}`;
  const refused = status === undefined ? '' : `,"status":${JSON.stringify(status)}`;
  // base64 needs no escaping, so the largest part is never scanned again
  const change =
    patch === undefined
      ? ''
      : `,"patchType":"JSONPatch","patch":"${Buffer.from(JSON.stringify(patch)).toString('base64')}"`;
  return `{"apiVersion":"${version}","kind":"AdmissionReview","response":{"uid":${JSON.stringify(uid)},"allowed":${isAllowed}${change}${refused}${said}}}`;
}

// The API server cuts a warning after 256 characters, and all but the first 4096 characters of all of them together.
const longestWarning = 256;
const mostWarnings = 15;

/** The API server drops a warning with a control character without a word. */
function sendable(warnings: readonly string[]): string[] {
  const rest = warnings.length - mostWarnings;
  const sent = warnings.slice(0, mostWarnings).map((warning) => {
    const line = warning.replace(/[\p{Cc}\p{Cs}]+/gu, ' ');
    const characters = Array.from(line);
    return characters.length <= longestWarning ? line : `${characters.slice(0, longestWarning - 1).join('')}…`;
  });
  return rest > 0 ? [...sent, `and ${rest} more warnings, which the log of the webhook has by their codes`] : sent;
}

function unanswerable(rule: string): ReviewReading {
  return { problem: notAReview.at('', { rule }) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
