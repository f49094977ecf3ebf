import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { inputProblems, type Problem } from '../../problems';
import { CommandError, exitCodes, unusable } from '../command-error';
import { unreadableFile } from '../general-problems';
import type { Io } from '../io';
import { fileFault, readText } from '../text-files';
import { parseManifests, type ManifestDocument } from './reading';

const isManifestName = /\.(?:ya?ml|json)$/u;

/**
 * The files that `-f` names, in the order in which kubectl takes them: those of a folder by their names.
 *
 * @throws CommandError (2) with every name that names nothing to read
 */
export async function namedFiles(io: Io, given: readonly string[], recursive: boolean): Promise<string[]> {
  const problems: Problem[] = [];
  const refuse = (path: string, reason: string): string[] => {
    problems.push(unreadableFile.at('', { path, reason }));
    return [];
  };
  const files: string[] = [];
  for (const path of given.flatMap((name) => parts(io, name))) {
    if (path === '') files.push(...refuse(path, 'it is an empty name'));
    else if (/^[a-z][a-z0-9+.-]+:\/\//iu.test(path))
      files.push(...refuse(path, 'it is an address, and nothing is fetched; "curl -fsSL <address> | cai … -f -" does'));
    else if (path === '-' && files.includes('-')) files.push(...refuse(path, 'standard input can be read once'));
    else if (path === '-' || !(await isFolder(io, path))) files.push(path);
    else {
      const found = await manifestsBelow(io, path, recursive);
      const more = recursive ? '' : '; -R looks into the folders in it';
      const reason = `the folder holds no file named *.yaml, *.yml or *.json${more}`;
      files.push(...(found.length > 0 ? found : refuse(path, reason)));
    }
  }
  if (problems.length > 0) throw unusable(...problems);
  return files;
}

// a list with commas, as kubectl takes it; a comma may also belong to a name
function parts(io: Io, name: string): string[] {
  return !name.includes(',') || existsSync(resolve(io.cwd, name)) ? [name] : name.split(',');
}

async function isFolder(io: Io, path: string): Promise<boolean> {
  return stat(resolve(io.cwd, path)).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

async function manifestsBelow(io: Io, folder: string, recursive: boolean): Promise<string[]> {
  let entries;
  try {
    entries = await readdir(resolve(io.cwd, folder), { withFileTypes: true });
  } catch (error) {
    throw unusable(unreadableFile.at('', { path: folder, reason: fileFault(error) }));
  }
  const files: string[] = [];
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) files.push(...(recursive ? await manifestsBelow(io, path, recursive) : []));
    else if (isManifestName.test(entry.name)) files.push(path);
  }
  return files;
}

/**
 * Reads everything that `-f` names.
 *
 * @throws CommandError (2) with every file that cannot be read, is no YAML, or has nothing in it
 */
export async function readAllManifests(
  io: Io,
  given: readonly string[],
  recursive: boolean,
): Promise<ManifestDocument[]> {
  const documents: ManifestDocument[] = [];
  const problems: Problem[] = [];
  for (const path of await namedFiles(io, given, recursive)) {
    try {
      documents.push(...parseManifests(await readText(io, path), path));
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      problems.push(...error.problems);
    }
  }
  // a file of comments among others is no mistake, as with kubectl
  const isEmpty = ({ code }: Problem): boolean => code === inputProblems.empty.code;
  const found = documents.length > 0 ? problems.filter((problem) => !isEmpty(problem)) : problems;
  if (found.length > 0) throw new CommandError(found, exitCodes.usage);
  return documents;
}
