import type { Problem } from '../../problems';
import { CommandError, unusable } from '../command-error';
import { unreadableFile } from '../general-problems';
import { fileFault } from '../text-files';
import { configurationFile, parameterFault, readCipherState, type CipherReading } from './cipher-folder';
import type { Located } from './locations';
import { notEncrypted, otherParameters, unfinished } from './problems';

/**
 * Makes sure that a directory is an encrypted one, whose encryption has come to its end.
 *
 * @throws CommandError (1) when it is not; (2) when it cannot be read
 */
export async function encryptedFolder({ shown, path }: Located): Promise<void> {
  let reading: CipherReading;
  try {
    reading = await readCipherState(path);
  } catch (error) {
    throw unusable(unreadableFile.at('', { path: shown, reason: fileFault(error) }));
  }
  const problem = await stateProblem(shown, path, reading);
  if (problem) throw new CommandError([problem]);
}

async function stateProblem(shown: string, path: string, { state }: CipherReading): Promise<Problem | undefined> {
  if (state === 'absent') throw unusable(unreadableFile.at('', { path: shown, reason: 'there is no such directory' }));
  if (state === 'unfinished') return unfinished.at('', { path: shown });
  if (state === 'empty' || state === 'begun')
    return notEncrypted.at('', { path: shown, reason: 'holds no encrypted file' });
  if (state === 'foreign') return notEncrypted.at('', { path: shown, reason: `has no ${configurationFile}` });
  const reason = await parameterFault(path);
  return reason === undefined ? undefined : otherParameters.at('', { path: shown, reason });
}
