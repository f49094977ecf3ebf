import { unusable } from '../command-error';
import type { Io } from '../io';
import { readText } from '../text-files';
import { badApiKey } from './problems';

/**
 * The API key in a file.
 *
 * @throws CommandError (2) when the file cannot be read, or holds no key
 */
export async function readApiKey(io: Io, path: string): Promise<string> {
  const key = (await readText(io, path)).trim();
  const refuse = (reason: string): Error => unusable(badApiKey.at('', { path, reason }));
  if (key === '') throw refuse('is empty');
  if (!/^[\x21-\x7e]+$/.test(key)) throw refuse('holds more than one word, or characters that no header can carry');
  return key;
}
