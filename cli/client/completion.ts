import { setTimeout } from 'node:timers/promises';
import { exchange, type Answer } from './exchange';
import { reasonOf } from './failure-reasons';

/** What becomes of one request for a completion through a TNG client. */
export type CompletionVerdict =
  | { readonly state: 'answered'; readonly text: string }
  /** vLLM, or what stands in its place, answered otherwise. */
  | { readonly state: 'inference'; readonly reason: string; readonly advice?: string }
  /** TNG answered in its place. */
  | { readonly state: TunnelFault; readonly says: string };

/** The link of the chain that TNG complains about. */
export type TunnelFault = 'trustee' | 'attestation' | 'service' | 'tng';

export interface CompletionSettings {
  /** URL of the service without a slash at its end. */
  readonly base: string;
  readonly proxy: URL;
  readonly model: string;
  /** @default - none is sent */
  readonly apiKey?: string;
  /** Milliseconds. */
  readonly timeout: number;
}

/** Milliseconds in which a client gets a new key from the service's TNG, with room to spare. */
const maxKeyExchange = 5000;
const keyExchangePause = 200;

const prompt = 'San Francisco is a';

/** Asks for a completion as the document does. */
export async function askCompletion(settings: CompletionSettings): Promise<CompletionVerdict> {
  const end = Date.now() + maxKeyExchange;
  let verdict = await askOnce(settings);
  while (isOfOldKey(verdict) && Date.now() < end) {
    await setTimeout(keyExchangePause);
    verdict = await askOnce(settings);
  }
  // older ones say it in other words
  return verdict.state === 'tng' || verdict.state === 'attestation' ? askOnce(settings) : verdict;
}

// After a restart of the service's TNG a client that has its old key answers so until it has the new one: some 100 ms.
function isOfOldKey(verdict: CompletionVerdict): boolean {
  return (
    verdict.state !== 'answered' &&
    'says' in verdict &&
    verdict.says.includes('ShouldRequestNewKeyConfigFromServerError')
  );
}

async function askOnce({ base, proxy, model, apiKey, timeout }: CompletionSettings): Promise<CompletionVerdict> {
  try {
    const answer = await exchange({
      url: new URL(`${base}/v1/completions`),
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
      },
      body: JSON.stringify({ model, prompt, max_tokens: 7, temperature: 0 }),
      proxy,
      timeout,
    });
    return judged(answer, model);
  } catch (error) {
    return { state: 'tng', says: `the client gives no answer: ${reasonOf(error)}` };
  }
}

function judged(answer: Answer, model: string): CompletionVerdict {
  const { status, text } = answer;
  const said = saidByTng(answer);
  if (said !== undefined) return { state: faultIn(said), says: short(said) };
  if (status === 200) {
    const completion = completionIn(text);
    if (completion !== undefined) return { state: 'answered', text: completion };
    return { state: 'inference', reason: 'what answers with 200 is no completion' };
  }
  if (status === 401 || status === 403) {
    const advice = 'give its API key with --api-key-file';
    return { state: 'inference', reason: `status ${status}: it wants another API key`, advice };
  }
  if (status === 404) {
    const advice = 'give the name under which it serves the model with --model';
    return { state: 'inference', reason: `status 404: it has no model ${JSON.stringify(model)}, or no /v1`, advice };
  }
  return { state: 'inference', reason: `status ${status}: ${short(text)}` };
}

/**
 * What TNG says, where the answer is its own. 2.2.4 writes text with 400; newer ones JSON with a code in one word; the TNG of a
 * service that gets a request in another protocol 403 or 418. vLLM writes JSON of another form.
 */
function saidByTng({ status, headers, text }: Answer): string | undefined {
  const body = jsonOf(text);
  if (typeof body === 'object' && body !== null) return saidInJson(body);
  if (String(headers.server ?? '').startsWith('tng/')) return text;
  const isPlain = !/^\s*</.test(text);
  return isPlain && (status === 400 || status === 418 || status === 500 || status === 502) ? text : undefined;
}

function saidInJson(body: { readonly code?: unknown; readonly message?: unknown }): string | undefined {
  const { code, message } = body;
  if (typeof code !== 'string' || typeof message !== 'string' || !/^[A-Z][A-Za-z]+$/.test(code)) return undefined;
  // vLLM's own errors have these words too, and tell their type
  return 'type' in body ? undefined : `${code}: ${message}`;
}

const network = /connection refused|dns error|tcp connect|timed? ?out|no route|unreachable|failed to lookup/i;

function faultIn(said: string): TunnelFault {
  if (network.test(said)) return /attestation-service|attestation service/i.test(said) ? 'trustee' : 'service';
  // the key of the newer protocol comes from the service with its evidence; one that is missing is of no TNG, or of one without
  return /attest|evidence|verif|rats|policy|token|certificate/i.test(said) ? 'attestation' : 'tng';
}

function completionIn(text: string): string | undefined {
  const body = jsonOf(text) as { choices?: readonly { text?: unknown }[] } | undefined;
  const completion = body?.choices?.[0]?.text;
  return typeof completion === 'string' ? completion : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= 400 ? line : `${line.slice(0, 400)}…`;
}
