import { exchange } from './exchange';
import { reasonOf, wasCut } from './failure-reasons';

/** What a service does with a request that is not encrypted. */
export type PlainVerdict =
  | { readonly state: 'secured'; readonly found: string }
  | { readonly state: 'open'; readonly status: number }
  | { readonly state: 'unreachable'; readonly reason: string };

/**
 * Asks a service for its models as one without TNG would. Neither a prompt nor a key is sent.
 *
 * @param base URL of the service without a slash at its end
 */
export async function probePlain(base: string, timeout: number): Promise<PlainVerdict> {
  try {
    const { status, text } = await exchange({ url: new URL(`${base}/v1/models`), method: 'GET', timeout });
    if (isRefusal(status, text)) return { state: 'secured', found: `refuses plain HTTP with ${status}, as TNG does` };
    if (status >= 502 && status <= 504) {
      const reason = `a proxy answers ${status}; a load balancer before TNG must be of layer 4`;
      return { state: 'unreachable', reason };
    }
    return { state: 'open', status };
  } catch (error) {
    if (wasCut(error)) return { state: 'secured', found: 'cuts plain HTTP off, as TNG does' };
    return { state: 'unreachable', reason: reasonOf(error) };
  }
}

// vLLM and proxies before it have a 403 too, without TNG's words
function isRefusal(status: number, text: string): boolean {
  return status === 418 || (status === 403 && /RejectNonTngRequest|\bTNG\b/.test(text));
}
