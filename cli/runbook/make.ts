import { CommandError } from '../command-error';
import { readDescription } from '../description/read';
import type { Io } from '../io';
import { filledIn, runbookFiles } from './files';
import { runbookFindings } from './settings';
import { writeRunbook } from './write';

/**
 * Writes the runbook of a description into a folder.
 *
 * @throws CommandError (1) when there can be no runbook for it, or the folder cannot be used
 */
export async function makeRunbook(io: Io, config: string, folder: string): Promise<void> {
  const described = await readDescription(io, config);
  const findings = runbookFindings(described);
  if (findings.length > 0) throw new CommandError(findings);
  const files = runbookFiles(described);
  const { kept } = await writeRunbook(io, folder, files, filledIn);
  const shown = (path: string): string => `${folder}/${path}${kept.includes(path) ? ' (kept as it was)' : ''}\n`;
  io.stdout.write([...files.keys()].map(shown).join(''));
}
