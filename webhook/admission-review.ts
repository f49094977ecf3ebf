import type { Problem } from '../problems';
import { isObject, type PatchOperation } from '../injection';
import { encodePatch } from './encoded-patch';
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
  readonly patch?: readonly PatchOperation[];
  /** For an object that is refused. */
  readonly status?: { readonly code: number; readonly reason: string; readonly message: string };
  readonly warnings?: readonly string[];
}

export type ReviewReading = { readonly request: AdmissionRequest } | { readonly problem: Problem };

// the API server sends 36
const maxUidLength = 253;

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
  if (request.uid.length > maxUidLength) return unanswerable(`its uid is longer than ${maxUidLength} characters`);
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

/** The AdmissionReview that answers the request with this uid, as JSON text in UTF-8, in pieces. */
export function writeReview(
  uid: string,
  { isAllowed, patch, status, warnings = [] }: AdmissionAnswer,
): readonly (string | Buffer)[] {
  const head = `{"apiVersion":"${version}","kind":"AdmissionReview","response":{"uid":${JSON.stringify(uid)},"allowed":${isAllowed}`;
  const refused = status === undefined ? '' : `,"status":${JSON.stringify(status)}`;
  const said = warnings.length === 0 ? '' : `,"warnings":${JSON.stringify(sendable(warnings))}`;
  const rest = `${refused}${said}}}`;
  if (patch === undefined) return [head + rest];
  // base64 needs no escaping, so the largest part is not even copied
  return joined([`${head},"patchType":"JSONPatch","patch":"`, ...encodePatch(patch), `"${rest}`]);
}

/** Neighbours that are text become one: each piece is a write of its own. */
function joined(pieces: readonly (string | Buffer)[]): (string | Buffer)[] {
  const fewer: (string | Buffer)[] = [];
  for (const piece of pieces) {
    const last = fewer.at(-1);
    if (typeof piece === 'string' && typeof last === 'string') fewer[fewer.length - 1] = last + piece;
    else fewer.push(piece);
  }
  return fewer;
}

// The API server sends warnings whole as long as all of them together have at most 4096 characters, else 256 of each. Other
// webhooks may have something to say too.
const maxCharacters = 3072;
const maxWarningLength = 256;
const mostWarnings = 15;

/** The API server drops a warning with a control character without a word. */
function sendable(warnings: readonly string[]): string[] {
  const rest = warnings.length - mostWarnings;
  const lines = warnings.slice(0, mostWarnings).map((warning) => warning.replace(/[\p{Cc}\p{Cs}]+/gu, ' '));
  const isMuch = lines.reduce((sum, { length }) => sum + length, 0) > maxCharacters;
  const sent = isMuch ? lines.map(shortened) : lines;
  return rest > 0 ? [...sent, `and ${rest} more warnings, which the log of the webhook has by their codes`] : sent;
}

function shortened(line: string): string {
  const characters = Array.from(line);
  return characters.length <= maxWarningLength ? line : `${characters.slice(0, maxWarningLength - 1).join('')}…`;
}

function unanswerable(rule: string): ReviewReading {
  return { problem: notAReview.at('', { rule }) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
