import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { type Problem, showValue } from '../problems';
import { bodyTooDeep, bodyTooLarge, emptyBody, notUtf8, serverBusy, wrongContentType } from './problems';

/** Bytes that one body may have: what the API server itself takes in a request. */
export const largestBody = 3 * 1024 * 1024;

/** Levels of objects and lists in a body. An object of Kubernetes has less than twenty. */
export const deepestBody = 1000;

export type BodyReading = { readonly text: string } | { readonly problem: Problem; readonly status: number };

/** Counts the bytes of all bodies that are being received, so that many senders at once cannot exhaust the memory. */
export class BodyMemory {
  private used = 0;

  constructor(private readonly limit: number) {}

  take(bytes: number): boolean {
    if (this.used + bytes > this.limit) return false;
    this.used += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.used -= bytes;
  }

  get busy(): Problem {
    return serverBusy.at('', { limit: this.limit });
  }
}

/** What is wrong with the headers of a request that brings JSON. */
export function headerProblem({ headers }: IncomingMessage): { problem: Problem; status: number } | undefined {
  const type = headers['content-type'] ?? '';
  const encoding = headers['content-encoding'] ?? 'identity';
  const charset = /;\s*charset="?([^";\s]*)/iu.exec(type)?.[1] ?? 'utf-8';
  if (!/^application\/json\s*(;|$)/iu.test(type) || !/^utf-?8$/iu.test(charset)) {
    return { problem: wrongContentType.at('', { shown: showValue(type) }), status: 415 };
  }
  if (!/^identity$/iu.test(encoding)) {
    return { problem: wrongContentType.at('', { shown: `Content-Encoding ${showValue(encoding)}` }), status: 415 };
  }
  if (Number(headers['content-length'] ?? 0) > largestBody) return tooLarge();
  return undefined;
}

/** Receives a body. Never settles when the sender goes away first: there is nobody left to answer. */
export function readBody(request: IncomingMessage, memory: BodyMemory, done: (reading: BodyReading) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  let isOver = false;
  const finish = (reading?: BodyReading): void => {
    if (isOver) return;
    isOver = true;
    memory.giveBack(size);
    chunks.length = 0;
    if (reading !== undefined) done(reading);
  };
  request.on('data', (chunk: Buffer) => {
    // what comes after a refusal is received and dropped: an answer sent while the sender still writes could be lost
    if (isOver) return;
    if (size + chunk.length > largestBody) {
      finish(tooLarge());
    } else if (!memory.take(chunk.length)) {
      finish({ problem: memory.busy, status: 503 });
    } else {
      size += chunk.length;
      chunks.push(chunk);
    }
  });
  request.on('end', () => {
    if (!isOver) finish(textOf(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)));
  });
  request.on('close', () => {
    finish();
  });
}

function textOf(body: Buffer): BodyReading {
  if (body.length === 0) return { problem: emptyBody.at('', {}), status: 400 };
  if (!isUtf8(body)) return { problem: notUtf8.at('', {}), status: 400 };
  if (body.length > unscannedBody && isDeep(body)) {
    return { problem: bodyTooDeep.at('', { limit: deepestBody }), status: 400 };
  }
  return { text: body.toString('utf8') };
}

function tooLarge(): { problem: Problem; status: number } {
  return { problem: bodyTooLarge.at('', { limit: largestBody }), status: 413 };
}

// Each level costs memory in JSON.parse, some 60 bytes: below this size it cannot matter, and most reviews are below it.
const unscannedBody = 256 * 1024;
const [quote, backslash, openList, openObject, closeList, closeObject] = [0x22, 0x5c, 0x5b, 0x7b, 0x5d, 0x7d];

/** Whether a text is nested deeper than {@link deepestBody}; of what is not JSON it may say anything. */
function isDeep(body: Buffer): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < body.length; index++) {
    const byte = body[index];
    if (byte === quote) isInString = !isInString;
    else if (isInString) index += byte === backslash ? 1 : 0;
    else if (byte === openList || byte === openObject) depth++;
    else if (byte === closeList || byte === closeObject) depth--;
    if (depth > deepestBody) return true;
  }
  return false;
}
