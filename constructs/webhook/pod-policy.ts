import {
  cipherFolder,
  modeLabel,
  optionsAnnotation,
  plaintextVolumePrefix,
  sidecarNames,
  sidecarOrder,
  statusAnnotation,
} from '../../injection';
import type { Problem } from '../../problems';
import { isRelevantPod, isReservedContainer, isReservedVolume, listed, quoted, secretVolumes } from './cel';
import { namesMark, policyProblems } from './policy-problems';
import { hasSidecarForm } from './sidecar-form';

const withoutTng = sidecarOrder.filter((name) => name !== sidecarNames.tng);
const positions = `[${sidecarOrder.map((_name, index) => index).join(', ')}]`;

const names = (list: string, test: string): string => `${list}.filter(one, ${test}).map(one, one.name)`;
const mounts = (test: string): string => `one.?volumeMounts.orValue([]).exists(mount, ${test})`;
const isPlaintext = `mount.name.startsWith(${quoted(plaintextVolumePrefix)})`;
const isSidecar = `one.name in ${listed(sidecarOrder)}`;

// What the baseline of Kubernetes' Pod Security Standards lets a container add. A list of what is allowed, so that no spelling of
// anything else passes.
const harmlessCapabilities = listed([
  ...['AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD', 'NET_BIND_SERVICE'],
  ...['SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'],
]);

const isPowerful = [
  'one.?securityContext.privileged.orValue(false)',
  `one.?securityContext.capabilities.add.orValue([]).exists(name, !(name in ${harmlessCapabilities}))`,
  "one.?securityContext.seccompProfile.type.orValue('') == 'Unconfined'",
  "one.?securityContext.appArmorProfile.type.orValue('') == 'Unconfined'",
  "one.?securityContext.seLinuxOptions.type.orValue('') != ''",
  mounts('variables.volumes.exists(volume, volume.name == mount.name && has(volume.hostPath))'),
].join(' || ');

const before = (path: string): string => `oldObject.${path}.orValue([]).exists(other, other.name == one.name`;

const variables = {
  isNew: "request.operation == 'CREATE'",
  annotations: 'object.metadata.?annotations.orValue({})',
  labels: 'object.metadata.?labels.orValue({})',
  optedIn: `${quoted(optionsAnnotation)} in variables.annotations`,
  injected: `${quoted(statusAnnotation)} in variables.annotations`,
  initContainers: 'object.spec.?initContainers.orValue([])',
  volumes: 'object.spec.?volumes.orValue([])',
  // a Pod may have lost its annotations while there was no policy
  isProtected: `variables.injected || variables.initContainers.exists(one, ${isReservedContainer('one.name')})`,
  // ephemeral containers are only ever added
  newEphemeralContainers: `object.spec.?ephemeralContainers.orValue([]).filter(one, oldObject == null || !${before('spec.?ephemeralContainers')}))`,
  order: `variables.initContainers.exists(one, one.name == ${quoted(sidecarNames.tng)}) ? ${listed(sidecarOrder)} : ${listed(withoutTng)}`,
  reservedNamesUsed: [
    `(variables.isNew ? ${[
      names('object.spec.containers', isReservedContainer('one.name')),
      names(
        'variables.initContainers',
        `${isReservedContainer('one.name')} && !(variables.injected && one.name in variables.order)`,
      ),
      names('variables.volumes', `!variables.injected && (${isReservedVolume('one.name')})`),
    ].join(' + ')} : [])`,
    names('variables.newEphemeralContainers', isReservedContainer('one.name')),
  ].join(' + '),
  // the lists have elements of different types
  newApplications: `(variables.isNew ? dyn(object.spec.containers) + dyn(variables.initContainers.filter(one, !(${isSidecar}))) : dyn([])) + dyn(variables.newEphemeralContainers)`,
  encryptedClaims: [
    `variables.initContainers.filter(one, one.name == ${quoted(sidecarNames.cachefs)})`,
    `.map(one, one.?volumeMounts.orValue([]).filter(mount, mount.mountPath == ${quoted(cipherFolder)}))`,
    '.map(list, variables.volumes.filter(volume, has(volume.persistentVolumeClaim) && list.exists(mount, mount.name == volume.name)))',
    '.map(list, list.map(volume, volume.persistentVolumeClaim.claimName))',
  ].join(''),
  encryptedVolumes: names(
    'variables.volumes',
    'has(one.persistentVolumeClaim) && variables.encryptedClaims.exists(list, one.persistentVolumeClaim.claimName in list)',
  ),
  notOfInjection: `variables.isNew && variables.injected ? ${[
    names('variables.initContainers', `${isSidecar} && !(${hasSidecarForm})`),
    names('variables.volumes', `(${isReservedVolume('one.name')}) && one.?emptyDir.medium.orValue('') != 'Memory'`),
  ].join(' + ')} : []`,
  secretMounting: names('variables.newApplications', mounts(`mount.name in ${secretVolumes}`)),
  encryptedMounting: names(
    'variables.newApplications',
    `${mounts('mount.name in variables.encryptedVolumes')} || one.?volumeDevices.orValue([]).exists(device, device.name in variables.encryptedVolumes)`,
  ),
  plaintextOpening: names(
    'variables.newApplications',
    mounts(
      `${isPlaintext} && !(mount.?readOnly.orValue(false) && mount.?mountPropagation.orValue('None') in ['None', 'HostToContainer'])`,
    ),
  ),
  // of an existing Pod, images are all of its containers that can change
  changedSidecars: `variables.isNew ? [] : ${names('variables.initContainers', `${isReservedContainer('one.name')} && !${before('spec.?initContainers')} && other.image == one.image)`)}`,
  sidecarTargets: `variables.newEphemeralContainers.filter(one, ${isReservedContainer("one.?targetContainerName.orValue('')")}).map(one, one.name + ' at ' + one.targetContainerName)`,
  powerful: `variables.isProtected ? ${names('variables.newEphemeralContainers', isPowerful)} : []`,
} as const;

const isInjectedNow = 'variables.isNew && variables.injected';
const isOld = (map: string, key: string): string =>
  `variables.${map}[?${key}] == oldObject.metadata.?${map}.orValue({})[?${key}]`;

/** What must hold. Whatever an existing Pod was created with, its status, its finalizers and its deletion go on. */
const validations = [
  noneOf('reservedNamesUsed', policyProblems.reservedName),
  validation(
    policyProblems.modeWithoutOptions,
    `!variables.isNew || variables.optedIn || !(${quoted(modeLabel)} in variables.labels)`,
  ),
  validation(
    policyProblems.notInjected,
    '!variables.optedIn || variables.injected || !(variables.isNew || variables.newEphemeralContainers.size() > 0)',
  ),
  validation(policyProblems.statusWithoutOptions, `!(${isInjectedNow}) || variables.optedIn`),
  validation(
    policyProblems.misplacedSidecars,
    `!(${isInjectedNow}) || (variables.initContainers.size() >= variables.order.size() && ${positions}.all(at, at >= variables.order.size() || (variables.initContainers[at].name == variables.order[at] && variables.initContainers[at].?restartPolicy.orValue('') == 'Always')))`,
  ),
  noneOf('notOfInjection', policyProblems.hollowInjection),
  validation(policyProblems.hostNetwork, `!(${isInjectedNow}) || !object.spec.?hostNetwork.orValue(false)`),
  validation(
    policyProblems.sharedProcesses,
    `!(${isInjectedNow}) || !(object.spec.?hostPID.orValue(false) || object.spec.?shareProcessNamespace.orValue(false))`,
  ),
  noneOf('secretMounting', policyProblems.secretMounted),
  noneOf('encryptedMounting', policyProblems.encryptedMounted),
  noneOf('plaintextOpening', policyProblems.plaintextOpened),
  noneOf('changedSidecars', policyProblems.sidecarChanged),
  noneOf('sidecarTargets', policyProblems.sidecarTarget),
  noneOf('powerful', policyProblems.powerfulDebugContainer),
  validation(
    policyProblems.promisesChanged,
    `variables.isNew || (${listed([optionsAnnotation, statusAnnotation])}.all(key, ${isOld('annotations', 'key')}) && ${isOld('labels', quoted(modeLabel))})`,
  ),
];

/** A rule that the policy's variable lists nobody who breaks it; its message names those. */
function noneOf(variable: keyof typeof variables, problem: Problem): Record<string, unknown> {
  return validation(problem, `variables.${variable}.size() == 0`, `variables.${variable}`);
}

/** A rule of a policy. Where the message has a place for names, it says those of the list `named`. */
export function validation({ message }: Problem, expression: string, named?: string): Record<string, unknown> {
  const [start = '', end = ''] = message.split(namesMark);
  const said =
    named === undefined
      ? { message }
      : { messageExpression: `${quoted(start)} + ${named}.join(', ') + ${quoted(end)}` };
  return { expression, ...said, reason: 'Forbidden' };
}

/**
 * The last line of defence, evaluated by the API server alone after all webhooks, of the object as it will be stored: a Pod that
 * asks for protection and did not get it is refused also where the webhook was removed, passed by, or does not look.
 */
export const podPolicy = {
  resourceRules: [
    { operations: ['CREATE', 'UPDATE'], resources: ['pods'] },
    // who may write a status may write labels and annotations with it
    { operations: ['UPDATE'], resources: ['pods/ephemeralcontainers', 'pods/status'] },
  ],
  matchConditions: [{ name: 'concerns-confidential-pods', expression: isRelevantPod }],
  variables: Object.entries(variables).map(([name, expression]) => ({ name, expression })),
  validations,
};
