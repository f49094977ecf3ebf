import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Problem, showValue } from '../problems';
import type { Holding, MemoryBudget, Owner } from './memory-budget';
import type { Turns } from './turns';
import {
  bodyTooDeep,
  bodyTooLarge,
  emptyBody,
  lengthRequired,
  notUtf8,
  serverBusy,
  tooManyValues,
  wrongContentType,
} from './problems';

/** Bytes that one body may have: what the API server itself takes in a request. */
export const largestBody = 3 * 1024 * 1024;

/** Levels of objects and lists in a body. An object of Kubernetes has less than twenty. */
export const deepestBody = 1000;

/** Values, counted by their separators, in a body. The largest objects that etcd stores have a fraction. */
export const maxBodyValues = 400_000;

export type BodyReading = { readonly text: string } | { readonly problem: Problem; readonly status: number };

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
  // who does not say how much will come could send it in pieces whose number has no limit
  if (headers['content-length'] === undefined) return { problem: lengthRequired.at('', {}), status: 411 };
  if (Number(headers['content-length']) > largestBody) return tooLarge();
  return undefined;
}

/** Whose body is received. */
interface Sender {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly owner: Owner & { readonly address: string };
}

/**
 * Receives a body, whose length the headers told, into one buffer of that length, and gives it to `done` when its turn has come. Never settles when the sender goes away first: there
 * is nobody left to answer.
 */
export function readBody(
  { request, response, owner }: Sender,
  { memory, turns }: { readonly memory: MemoryBudget; readonly turns: Turns },
  done: (reading: BodyReading) => void,
): void {
  const length = Number(request.headers['content-length']);
  let holding: Holding | undefined = memory.take(owner, length);
  if (holding === undefined) {
    done({ problem: serverBusy.at('', { limit: memory.limit }), status: 503 });
    return;
  }
  let body: Buffer | undefined;
  let filled = 0;
  const release = (): void => {
    holding?.release();
    [holding, body] = [undefined, undefined];
  };
  request.on('data', (chunk: Buffer) => {
    // most bodies come whole
    if (filled === 0 && chunk.length === length) body = chunk;
    else {
      // not from the pool of Node.js: there a few bytes would keep the others
      body ??= Buffer.allocUnsafeSlow(length);
      chunk.copy(body, filled);
    }
    filled += chunk.length;
  });
  let isWhole = false;
  request.on('end', () => {
    isWhole = true;
    body ??= Buffer.alloc(0);
    turns.run(owner.address, () => {
      const whole = body;
      release();
      // else the sender is gone
      if (whole !== undefined) done(textOf(whole));
    });
  });
  request.on('close', () => {
    if (!isWhole) release();
  });
  response.on('close', release);
}

function textOf(body: Buffer): BodyReading {
  if (body.length === 0) return { problem: emptyBody.at('', {}), status: 400 };
  if (!isUtf8(body)) return { problem: notUtf8.at('', {}), status: 400 };
  const fault = body.length > unscannedBody ? structureFault(body) : undefined;
  return fault === undefined ? { text: body.toString('utf8') } : { problem: fault, status: 400 };
}

function tooLarge(): { problem: Problem; status: number } {
  return { problem: bodyTooLarge.at('', { limit: largestBody }), status: 413 };
}

// A level costs some 60 bytes in JSON.parse, a value as much: below this size neither can matter, and most reviews are below it.
const unscannedBody = 256 * 1024;
const [quote, backslash, openList, openObject, closeList, closeObject] = [0x22, 0x5c, 0x5b, 0x7b, 0x5d, 0x7d];
const [comma, colon] = [0x2c, 0x3a];

/** What makes a text cost many times its size to parse; of what is not JSON it may say anything. */
function structureFault(body: Buffer): Problem | undefined {
  let [depth, values] = [0, 0];
  let isInString = false;
  for (let index = 0; index < body.length; index++) {
    const byte = body[index];
    if (byte === quote) isInString = !isInString;
    else if (isInString) index += byte === backslash ? 1 : 0;
    else if (byte === openList || byte === openObject) {
      if (++depth > deepestBody) return bodyTooDeep.at('', { limit: deepestBody });
      values++;
    } else if (byte === closeList || byte === closeObject) depth--;
    else if (byte === comma || byte === colon) values++;
    if (values > maxBodyValues) return tooManyValues.at('', { limit: maxBodyValues });
  }
  return undefined;
}
