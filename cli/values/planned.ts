import { manifestYaml } from '../../helm/manifest-yaml';
import { defaultTemplates, readTemplates, type SidecarTemplates } from '../../injection';
import type { Problem } from '../../problems';
import { CommandError } from '../command-error';
import { ifDescriptionIsMissing } from '../description/file-name';
import { parseDescription, type Read } from '../description/read';
import type { Io } from '../io';
import { parseManifests, type ManifestDocument } from '../manifests/reading';
import { readText } from '../text-files';
import { makeValues, objectsOf } from './values-of-charts';

/** A description whose service and webhook can be made. */
export interface Plan {
  readonly read: Read;
  readonly text: string;
  readonly warnings: readonly Problem[];
}

/**
 * Reads a description for what its charts make of it.
 *
 * @throws CommandError (1) with everything that is wrong with it; (2) when it cannot be read
 */
export async function readPlan(io: Io, path: string): Promise<Plan> {
  const text = await readText(io, path, ifDescriptionIsMissing);
  const { read, found, warnings } = parseDescription(text, path);
  if (found.length > 0) throw new CommandError(found);
  const problems = (['vllm', 'webhook'] as const).flatMap((section) => makeValues(section, read).problems);
  if (problems.length > 0) throw new CommandError(problems);
  return { read, text, warnings };
}

/** The sidecars as the webhook of the description makes them. */
export function plannedTemplates(read: Read): SidecarTemplates {
  const texts = objectsOf('webhook', read).map(
    (object) => (object.data as Record<string, unknown> | undefined)?.['templates.json'],
  );
  return readTemplates(texts.find((text) => typeof text === 'string')).templates ?? defaultTemplates;
}

/** The manifests of the service. */
export function plannedService(read: Read): ManifestDocument[] {
  return parseManifests(manifestYaml(objectsOf('vllm', read)), 'chart cai-vllm');
}
