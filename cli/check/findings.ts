import { didYouMean, keysOf, type Problem } from '../../problems';
import { optionKeys, parseOptions, workloadProblems, type SidecarTemplates } from '../../injection';
import { templateSettings } from '../../injection/templates/sidecar-templates';
import type { ManifestDocument } from '../manifests/reading';
import { judge } from '../manifests/verdicts';
import { placeOf } from '../yaml-places';

/** What a file turned out to be. */
export type Checked = 'options' | 'manifests' | 'description' | 'values';

/** How many objects there are, and how many of them ask for protection, or have something of it that is wrong. */
export interface Counts {
  readonly objects: number;
  readonly protected: number;
}

/** Everything that is found in a file. */
export interface Findings {
  readonly checked: Checked;
  /** Whose values they are. */
  readonly chart?: string;
  /** Of manifests. */
  readonly counts?: Counts;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

const isNamedSo = /(?:^|[\\/])cai\.ya?ml$/;
// keys that cai.yaml alone has
const keysOfDescription = ['vllm', 'webhook', 'client', 'releases', 'versions'];

/** What the documents of a file are, by the keys of the first that has any. `values` is a guess: see `findingsInValues`. */
export function kindOfFile(documents: readonly ManifestDocument[], file: string): Checked {
  const first = documents.find(({ data }) => data !== null && data !== undefined)?.data;
  if (typeof first !== 'object' || Array.isArray(first)) return 'options';
  const has = (key: string): boolean => Object.hasOwn(first as object, key);
  if (has('kind') || has('apiVersion')) return 'manifests';
  if (isNamedSo.test(file) || keysOfDescription.some(has) || (has('model') && has('trustee'))) return 'description';
  return optionKeys.some(has) ? 'options' : 'values';
}

/** Whether none of the keys of a file has anything to do with options, not even misspelt. */
export function isForeign(keys: readonly string[]): boolean {
  return keys.length > 0 && keys.every((key) => didYouMean(key, optionKeys) === undefined);
}

/** Checks every object of the documents as the webhook would. */
export function findingsInManifests(documents: readonly ManifestDocument[], templates: SidecarTemplates): Findings {
  const judged = documents.flatMap(({ objects }) => objects).map((object) => judge(object, templates));
  const warnings = judged.flatMap((one) => one.warnings);
  return {
    checked: 'manifests',
    // of what nobody knows it cannot be said that it is in order
    counts: { objects: judged.length, protected: judged.filter(({ decision }) => decision !== 'ignored').length },
    problems: [...judged.flatMap(({ problems }) => problems), ...warnings.filter(isUnknown).map(asError)],
    warnings: warnings.filter((warning) => !isUnknown(warning)),
  };
}

const isUnknown = ({ code }: Problem): boolean => code === workloadProblems.unknownTemplate.code;
const asError = (problem: Problem): Problem => problem.movedTo({ severity: 'error' });

/** Checks options that stand in a file of their own. */
export function findingsInOptions({ source, data }: ManifestDocument, templates: SidecarTemplates): Findings {
  const { problems, warnings } = parseOptions(asDocument(data), { ...templateSettings(templates), now: Date.now() });
  const placed = (problem: Problem): Problem => problem.movedTo({ place: placeOf(source, keysOf(problem.at)) });
  return { checked: 'options', problems: problems.map(placed), warnings: warnings.map(placed) };
}

// a text by itself would be taken for JSON, which the file is already read from
function asDocument(data: unknown): unknown {
  return typeof data === 'string' ? JSON.stringify(data) : data;
}
