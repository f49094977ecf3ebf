import {
  attestationVolume,
  keyVolume,
  namePrefix,
  optionsAnnotation,
  plaintextVolumePrefix,
  sidecarNamePrefix,
} from '../../injection';

/*
 * Tests in CEL that the API server evaluates: which objects concern the webhook at all. Every Pod of the cluster goes through
 * them, so they are all that an ordinary Pod ever notices.
 */

export function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

export function listed(texts: readonly string[]): string {
  return `[${texts.map(quoted).join(', ')}]`;
}

/** Names of the volumes that no container but a sidecar mounts. */
export const secretVolumes = listed([attestationVolume, keyVolume]);

/** Whether a container bears a name that only sidecars may have, those of the future included. */
export function isReservedContainer(name: string): string {
  return `${name}.startsWith(${quoted(sidecarNamePrefix)})`;
}

/** Whether a volume bears a name of ours. */
export function isReservedVolume(name: string): string {
  return `${name} in ${secretVolumes} || ${name}.startsWith(${quoted(plaintextVolumePrefix)})`;
}

// a misspelt prefix has the right end, a misspelt end the right prefix: both are for the server to point out
const ending = optionsAnnotation.slice(namePrefix.length - 1);
// the API server takes a key in any case, and keeps it
const isOurKey = (key: string): string =>
  `${key}.lowerAscii().startsWith(${quoted(namePrefix)}) || ('/' + ${key}.lowerAscii()).endsWith(${quoted(ending)})`;

/** Whether one of several metadata has a label or an annotation that is meant for us. */
export function anyHasOurKeys(metadata: readonly string[]): string {
  const maps = metadata.flatMap((one) => [`${one}.?annotations.orValue({})`, `${one}.?labels.orValue({})`]);
  return `[${maps.join(', ')}].exists(keys, keys.exists(key, ${isOurKey('key')}))`;
}

const containerLists = ['containers', 'initContainers', 'ephemeralContainers'];

function hasOurNames(spec: string): string {
  const lists = containerLists.map((list) => `${spec}.?${list}.orValue([])`).join(', ');
  return [
    `[${lists}].exists(list, list.exists(one, ${isReservedContainer('one.name')}))`,
    `${spec}.?volumes.orValue([]).exists(volume, ${isReservedVolume('volume.name')})`,
  ].join(' || ');
}

/** Whether a Pod asks for protection, seems to, or uses a name of ours. */
export const isRelevantPod = `${anyHasOurKeys(['object.metadata'])} || ${hasOurNames('object.spec')}`;

// where the kinds keep their Pods' templates: CronJob and PodTemplate have places of their own
const templates = (object: string): string[] => [
  `${object}.?spec.?template`,
  `${object}.?spec.?jobTemplate.?spec.?template`,
  `${object}.?template`,
];

/** Whether a workload's own metadata or its Pods' template asks for protection, or seems to. */
export const isRelevantWorkload = anyHasOurKeys([
  'object.?metadata',
  'object.?spec.?jobTemplate.?metadata',
  ...templates('object').map((template) => `${template}.?metadata`),
]);

/** Whether the Pods that a workload makes ask for protection, so that all that matters is judged again when they are made. */
export const podsAskForProtection = `[${templates('object')
  .map((template) => `${template}.?metadata.?annotations.orValue({})`)
  .join(', ')}].exists(annotations, ${quoted(optionsAnnotation)} in annotations)`;

const ownMap = (object: string, map: string): string => `${object}.metadata.?${map}.orValue({})`;

function ourKeysDiffer(map: string): string {
  const [now, before] = [ownMap('object', map), ownMap('oldObject', map)];
  return `${now}.exists(key, (${isOurKey('key')}) && optional.of(${now}[key]) != ${before}[?key])`;
}

/**
 * Whether an update changes what was said to us. Controllers write revisions, scales and finalizers all the time: those must
 * pass even where an old template would be refused today.
 */
export const workloadChanges = [
  'oldObject == null',
  `[${templates('object').join(', ')}] != [${templates('oldObject').join(', ')}]`,
  ourKeysDiffer('annotations'),
  ourKeysDiffer('labels'),
].join(' || ');
