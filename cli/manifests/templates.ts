import { Option } from 'commander';
import { LineCounter, parseDocument } from 'yaml';
import { keysOf } from '../../problems';
import { defaultTemplates, readTemplates, type SidecarTemplates } from '../../injection';
import { CommandError, unusable } from '../command-error';
import type { Io } from '../io';
import { readText } from '../text-files';
import { dataOf, placeOf, yamlProblems, type YamlSource } from '../yaml-places';

/** The option `--templates`. */
export function templatesOption(): Option {
  return new Option(
    '--templates <file>',
    "sidecar templates of the installation, as the webhook's ConfigMap has them; the defaults without it",
  );
}

/**
 * The sidecar templates of a file, JSON or YAML; the defaults where there is none.
 *
 * @throws CommandError (1) with everything that is wrong with them; (2) when the file cannot be read
 */
export async function templatesOf(io: Io, path: string | undefined): Promise<SidecarTemplates> {
  if (path === undefined) return defaultTemplates;
  const text = await readText(io, path);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const source: YamlSource = { file: path, text, document, lines };
  const faults = yamlProblems(source);
  if (faults.length > 0) throw unusable(...faults);
  const { templates, problems } = readTemplates(dataOf(source));
  if (templates) return templates;
  throw new CommandError(problems.map((problem) => problem.movedTo({ place: placeOf(source, keysOf(problem.at)) })));
}
