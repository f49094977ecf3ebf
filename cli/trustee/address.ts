import { unusable } from '../command-error';
import { notAnAddress } from './problems';

/**
 * The base URL of a Trustee that an argument names.
 *
 * @throws CommandError (2) when no Trustee can have it
 */
export function trusteeAddress(text: string): URL {
  const refuse = (reason: string): Error => unusable(notAnAddress.at('', { text, reason }));
  if (!URL.canParse(text)) throw refuse('it is no URL');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refuse('it is neither http nor https');
  if (url.username !== '' || url.password !== '')
    throw refuse('it has a user or a password, which Trustee does not ask for');
  if (url.search !== '' || url.hash !== '') throw refuse('it has something after its path');
  // as the options of Pods and cai.yaml refuse it
  if (url.pathname === '/') throw refuse(`it has no path, and the gateway answers below /api: write ${url.origin}/api`);
  return url;
}
