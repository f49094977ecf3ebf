import { jsonPointer, type Problem } from '../problems';
import { readAuthorities, validityWarnings } from '../injection';
import { CommandError } from './command-error';
import type { Io } from './io';
import { report } from './reporting';
import { readText, shownPath } from './text-files';

/**
 * The certificates of authorities in a file, as PEM and nothing else. Warns of those that are not valid now.
 *
 * @throws CommandError (1) when it holds something else; (2) when it cannot be read
 */
export async function readAuthoritiesFile(io: Io, path: string): Promise<string> {
  const findings: Problem[] = [];
  const spoken = { document: shownPath(path) } as const;
  const authorities = readAuthorities(await readText(io, path), '', findings, spoken);
  if (authorities === undefined) throw new CommandError(findings);
  report(io, validityWarnings(authorities, jsonPointer(), Date.now(), spoken));
  return authorities.pem;
}
