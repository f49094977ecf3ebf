import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Problem } from '../../problems';
import { unusable } from '../command-error';
import type { Description } from '../description/description';
import { readDescriptionFile } from '../description/read';
import { wrongUsage } from '../general-problems';
import type { Io } from '../io';
import { nestedPaths } from './problems';

/** Options that every command of the model has. */
export interface LocationOptions {
  readonly config: string;
  readonly keyFile?: string;
}

/** What cai.yaml says, where it was asked. Paths start at the folder where `cai` runs. */
export interface DescribedModel {
  readonly description: Description;
  readonly source?: string;
  readonly encrypted: string;
  readonly keyFile: string;
}

/**
 * Reads cai.yaml when `-c` names it, or when the command line leaves out what it can say.
 *
 * @param isNeeded whether the command line leaves out something
 */
export async function describedModel(io: Io, command: Command, isNeeded: boolean): Promise<DescribedModel | undefined> {
  if (!isNeeded && command.getOptionValueSource('config') !== 'cli') return undefined;
  const { config } = command.opts<LocationOptions>();
  const { description, folder } = await readDescriptionFile(io, config);
  const located = (path: string): string => relative(io.cwd, resolve(folder, path)) || '.';
  const { source, encrypted, keyFile } = description.model;
  return {
    description,
    encrypted: located(encrypted),
    keyFile: located(keyFile),
    ...(source !== undefined && { source: located(source) }),
  };
}

/** The key file, where nobody says which: beside the encrypted directory, never in it. */
export function keyFileBeside(encrypted: string): string {
  return `${encrypted.replace(/\/+$/u, '')}.key`;
}

/** For a value that neither the command line nor cai.yaml has. */
export function notGiven(what: string, command: string): Error {
  return unusable(wrongUsage.at('', { reason: `${what} is given neither here nor in cai.yaml`, command }));
}

/** A path without symbolic links; of one that does not exist yet, the part that does. */
export async function canonical(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return dirname(path) === path ? path : join(await canonical(dirname(path)), basename(path));
  }
}

/** A path as the user wrote it, and where it leads. */
export interface Located {
  readonly shown: string;
  readonly path: string;
}

export async function located(io: Io, shown: string): Promise<Located> {
  return { shown, path: await canonical(resolve(io.cwd, shown)) };
}

/** Says so when a path lies inside another. */
export function nested(inner: Located, outer: Located, why: string): Problem[] {
  if (inner.path !== outer.path && !inner.path.startsWith(outer.path === '/' ? '/' : `${outer.path}/`)) return [];
  return [nestedPaths.at('', { inner: inner.shown, outer: outer.shown, why })];
}
