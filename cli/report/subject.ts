import { createHash } from 'node:crypto';
import type { Problem } from '../../problems';
import type { SidecarTemplates } from '../../injection';
import { unusable } from '../command-error';
import type { Read } from '../description/read';
import { Kubectl } from '../doctor/kubectl';
import type { Io } from '../io';
import { namedFiles } from '../manifests/files';
import { parseManifests, type ManifestObject } from '../manifests/reading';
import { templatesOf } from '../manifests/templates';
import { readText, shownPath } from '../text-files';
import { plannedService, plannedTemplates, readPlan } from '../values/planned';
import { descriptionSwitches } from './description-switches';
import { podSwitches } from './pod-switches';
import { noSuchPod, nothingToReport } from './problems';
import { reportedPod, type Origin, type ReportedPod } from './reported-pod';
import { numbered, switchOf, type NumberedSwitch, type UnsafeSwitch } from './switches';

/** What the report is asked about. At least one of the three. */
export interface Asked {
  readonly config?: string;
  readonly file?: readonly string[];
  /** Whether folders are read with those in them. @default false */
  readonly recursive?: boolean;
  readonly pod?: string;
  /** @default - that of cai.yaml, else `default` */
  readonly namespace?: string;
  readonly context?: string;
  readonly templates?: string;
}

/** What was read, so that a reviewer can tell whether it is what he has before him. */
export interface Input {
  readonly name: string;
  /** SHA-256 of a file, or version of an object. */
  readonly mark: string;
}

/** Everything that the report says, before it is written. */
export interface Subject {
  readonly title: string;
  readonly inputs: readonly Input[];
  readonly description?: Read['description'];
  readonly pods: readonly ReportedPod[];
  readonly switches: readonly NumberedSwitch[];
}

interface Part {
  readonly input: Input;
  readonly pods: readonly ReportedPod[];
}

interface DescriptionPart {
  readonly read: Read;
  readonly warnings: readonly Problem[];
  readonly input: Input;
}

/** Where a Pod runs. */
interface Where {
  readonly pod: string;
  readonly namespace: string;
  /** @default - the current context */
  readonly context?: string;
}

/**
 * Reads what is asked about.
 *
 * @throws CommandError (1) for a description that is wrong; (2) for input that cannot be read or holds no Pod
 */
export async function readSubject(io: Io, asked: Asked): Promise<Subject> {
  const { config, file, pod } = asked;
  const given = config === undefined ? undefined : await readDescriptionPart(io, config);
  const templates = await templatesFor(io, asked, given?.read);
  const parts = [
    ...(given ? [{ input: given.input, pods: planned(given.read, templates) }] : []),
    ...(file === undefined ? [] : await readFileParts(io, asked, templates)),
    ...(pod === undefined ? [] : [await readLivePart(io, whereOf(asked, pod, given?.read), templates)]),
  ];
  const pods = parts.flatMap((part) => part.pods);
  const description = given?.read.description;
  return {
    title: description?.vllm.model.servedName ?? pods.map(({ title }) => title).join(', '),
    inputs: parts.map(({ input }) => input),
    ...(description && { description }),
    pods,
    switches: numbered([...(given ? ofDescription(given) : []), ...podSwitchesOf(pods, description)]),
  };
}

function ofDescription({ read, warnings }: DescriptionPart): UnsafeSwitch[] {
  return [
    ...warnings.map((problem) => switchOf({ problem, place: problem.place ?? '' })),
    ...descriptionSwitches(read),
  ];
}

function podSwitchesOf(pods: readonly ReportedPod[], description?: Read['description']): UnsafeSwitch[] {
  // what stands beside the service, such as the Pod of a test, need not ask for protection
  const hasProtected = pods.some(({ protection }) => protection !== undefined);
  return pods.flatMap((pod) => podSwitches(pod, { hasProtected, ...(description && { description }) }));
}

function templatesFor(
  io: Io,
  { templates }: Asked,
  read: Read | undefined,
): SidecarTemplates | Promise<SidecarTemplates> {
  return templates === undefined && read ? plannedTemplates(read) : templatesOf(io, templates);
}

function hashOf(text: string): string {
  return `SHA-256 ${createHash('sha256').update(text).digest('hex')}`;
}

async function readDescriptionPart(io: Io, path: string): Promise<DescriptionPart> {
  const { read, text, warnings } = await readPlan(io, path);
  return { read, warnings, input: { name: shownPath(path), mark: hashOf(text) } };
}

function planned(read: Read, templates: SidecarTemplates): ReportedPod[] {
  const source = `what the chart cai-vllm makes of ${shownPath(read.source.file)}`;
  return podsIn(
    plannedService(read).flatMap((document) => document.objects),
    templates,
    { origin: 'planned', source },
  );
}

function podsIn(
  objects: readonly ManifestObject[],
  templates: SidecarTemplates,
  from: { readonly origin: Origin; readonly source: string },
): ReportedPod[] {
  return objects.flatMap((object) => reportedPod(object, templates, from) ?? []);
}

async function readFileParts(
  io: Io,
  { file = [], recursive = false }: Asked,
  templates: SidecarTemplates,
): Promise<Part[]> {
  const parts: Part[] = [];
  for (const path of await namedFiles(io, file, recursive)) {
    const text = await readText(io, path);
    const objects = parseManifests(text, path).flatMap((document) => document.objects);
    const pods = podsIn(objects, templates, { origin: 'given', source: shownPath(path) });
    parts.push({ input: { name: shownPath(path), mark: hashOf(text) }, pods });
  }
  if (parts.every(({ pods }) => pods.length === 0)) throw unusable(nothingToReport.at('', { path: file.join(', ') }));
  return parts;
}

function whereOf({ namespace, context }: Asked, pod: string, read: Read | undefined): Where {
  const chosen = context ?? read?.description.cluster.context;
  const inNamespace = namespace ?? read?.description.releases.vllm.namespace ?? 'default';
  return { pod, namespace: inNamespace, ...(chosen !== undefined && { context: chosen }) };
}

async function readLivePart(io: Io, { pod, namespace, context }: Where, templates: SidecarTemplates): Promise<Part> {
  const kubectl = new Kubectl(io, context);
  const { code, stdout, stderr } = await kubectl.run(['get', `pod/${pod}`, '--namespace', namespace, '-o', 'json']);
  if (code !== 0 || stdout.trim() === '') {
    const said = stderr.split('\n').at(-1) ?? '';
    throw unusable(noSuchPod.at('', { pod, namespace, reason: said === '' ? `kubectl ends with ${code}` : said }));
  }
  const name = `Pod ${pod} in namespace ${namespace}`;
  const objects = parseManifests(stdout, name).flatMap((document) => document.objects);
  const pods = podsIn(objects, templates, { origin: 'live', source: `namespace ${namespace}, as it runs` });
  if (pods.length === 0) throw unusable(nothingToReport.at('', { path: name }));
  return { input: { name, mark: versionMark(objects[0]?.data) }, pods };
}

function versionMark(object: unknown): string {
  const { metadata = {} } = object as { metadata?: { uid?: string; resourceVersion?: string } };
  return `uid ${metadata.uid ?? 'none'}, version ${metadata.resourceVersion ?? 'none'}`;
}
