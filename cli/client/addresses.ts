import { unusable } from '../command-error';
import { notAProxy, notAService } from './problems';

/**
 * The URL of a service without a slash and without /v1 at its end.
 *
 * @throws CommandError (2) when no service behind TNG can have it
 */
export function serviceAddress(text: string): string {
  const refuse = (reason: string): Error => unusable(notAService.at('', { text, reason }));
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:\/\//.test(text)) throw refuse('it is no URL with http://');
  if (url.protocol === 'https:') throw refuse('TNG takes http alone: it encrypts itself');
  if (url.username !== '' || url.password !== '') throw refuse('it has a user or a password');
  if (url.search !== '' || url.hash !== '') throw refuse('it has something after its path');
  return url.href.replace(/\/+$/, '').replace(/\/v1$/, '');
}

/**
 * The address of the client's proxy.
 *
 * @throws CommandError (2) when it is none
 */
export function proxyAddress(text: string): URL {
  const refuse = (reason: string): Error => unusable(notAProxy.at('', { text, reason }));
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !text.startsWith('http://')) throw refuse('it is no URL with http://');
  if (url.username !== '' || url.password !== '')
    throw refuse('it has a user or a password, which TNG does not ask for');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') throw refuse('it has something after the port');
  return url;
}
