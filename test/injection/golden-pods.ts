import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Problem } from '../../problems';
import {
  admitPod,
  checkWorkload,
  defaultTemplates,
  isObject,
  jsonEqual,
  verifyPod,
  type Decision,
  type Json,
  type JsonObject,
} from '../../injection';
import { madePods, podsFolder, readPodFile } from './made-pods';

/** Who is asked about the input: creation of a Pod or workload, or what reports on Pods that run. */
export type GoldenKind = 'pod' | 'workload' | 'verified';

/** What was decided, whoever decided it. */
export interface Outcome {
  readonly decision: Decision;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** The object as it is afterwards. */
  readonly object: unknown;
}

/** One input, and what every way in must make of it. */
export interface GoldenPod {
  readonly name: string;
  readonly kind: GoldenKind;
  readonly input: unknown;
  /** What `goldenText` must write of the outcome. Absent until `npm run golden` has written it. */
  readonly expected?: string;
}

const golden = join(__dirname, '../golden/injection');

function kindOf(name: string, input: unknown): GoldenKind {
  if (name.startsWith('verified-')) return 'verified';
  return isObject(input) && input.kind !== 'Pod' ? 'workload' : 'pod';
}

/** Every case: the files of the folder and those that are made, in the order of their names. */
export function goldenPods(): GoldenPod[] {
  const files = readdirSync(podsFolder).map((file) => file.replace(/\.yaml$/, ''));
  const inputs = new Map<string, () => unknown>([
    ...files.map((name) => [name, () => readPodFile(name)] as const),
    ...Object.entries(madePods),
  ]);
  return [...inputs]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, make]) => {
      const input: unknown = make();
      const file = join(golden, `${name}.yaml`);
      const expected = existsSync(file) ? { expected: readFileSync(file, 'utf8') } : {};
      return { name, kind: kindOf(name, input), input, ...expected };
    });
}

/** The decision of the injection itself. */
export function decide({ kind, input }: Pick<GoldenPod, 'kind' | 'input'>): Outcome {
  if (kind === 'workload') return checkWorkload(input, defaultTemplates);
  const { pod, ...verdict } = {
    pod: () => admitPod(input, defaultTemplates),
    verified: () => verifyPod(input, defaultTemplates),
  }[kind]();
  return { ...verdict, object: pod };
}

// The one case whose golden has the sidecars in full; the others show how theirs differ.
const inFull = 'seed-document';
const longestEnv = 20;

function fullSidecars(): Map<unknown, JsonObject> {
  const { object } = decide({ kind: 'pod', input: readPodFile(inFull) });
  const { spec } = object as { spec: { initContainers: JsonObject[] } };
  return new Map(spec.initContainers.map((container) => [container.name, container]));
}

/** The fields of a sidecar that are not as in the full golden. */
function difference(sidecar: JsonObject, full: JsonObject): JsonObject {
  const keys = new Set([...Object.keys(full), ...Object.keys(sidecar)]);
  const fields = [...keys]
    .filter((key) => !jsonEqual(sidecar[key], full[key]))
    .map((key): [string, Json] => [key, sidecar[key] ?? '(absent)']);
  return { name: sidecar.name, '(the rest)': `as in ${inFull}`, ...Object.fromEntries(fields) };
}

/** A sidecar without its script, which is constant and has tests of its own. */
function withoutScript(sidecar: JsonObject): JsonObject {
  const isScript = (word: Json): boolean => typeof word === 'string' && word.includes('\n');
  const command = Array.isArray(sidecar.command) ? (sidecar.command as readonly Json[]) : [];
  return { ...sidecar, command: command.map((word) => (isScript(word) ? '(the script)' : word)) };
}

/** What a reviewer has no use for in every file: sidecars that he has seen, and variables by the thousand. */
function shortened(value: unknown, sidecarOf: (found: JsonObject) => JsonObject | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => shortened(item, sidecarOf));
  if (!isObject(value)) return value;
  const sidecar = sidecarOf(value);
  if (sidecar !== undefined) return sidecar;
  // entries, since a key may be __proto__
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => {
      const isLong = key === 'env' && Array.isArray(field) && field.length > longestEnv;
      return [key, isLong ? `(${field.length} variables)` : shortened(field, sidecarOf)];
    }),
  );
}

function shownObject(name: string, object: unknown): unknown {
  const full = fullSidecars();
  return shortened(object, (found) => {
    const known = full.get(found.name);
    if (known === undefined || found.image === undefined) return undefined;
    return name === inFull ? withoutScript(found) : difference(found, known);
  });
}

/** An outcome as a golden file has it: the decision, every message, and the object if it was changed. */
export function goldenText(name: string, { decision, problems, warnings, object }: Outcome): string {
  const told = (found: readonly Problem[]): string[] => found.map(({ message }) => message);
  const golden = {
    decision,
    ...(problems.length > 0 ? { problems: told(problems) } : {}),
    ...(warnings.length > 0 ? { warnings: told(warnings) } : {}),
    ...(decision === 'injected' ? { object: shownObject(name, object) } : {}),
  };
  return stringify(golden, { lineWidth: 0, aliasDuplicateObjects: false });
}
