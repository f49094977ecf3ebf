import { plaintextVolumePrefix, podProblems, sidecarNamePrefix } from '../../injection';
import { define } from '../../problems';

/** Where the names of the containers or volumes go that a message is about. */
export const namesMark = '%s';

const promisesChanged = define<{ how: string }>({
  code: 'CAI5406',
  name: 'pod-annotations-changed',
  title: 'Options, status or label of confidential computing of an existing Pod are to change.',
  document: 'the Pod',
  fix: 'delete the Pod and create it with other options; a Pod that runs cannot change its protection',
  says: (where, { how }) => `${where} exists, and its ${how}`,
});

/** What the admission policy refuses, in the API server itself: it holds while the webhook is away, removed or passed by. */
export const policyProblems = {
  notInjected: podProblems.notInjected.worded('', {
    says: 'asks for protection by its options, but bears no sidecars: nobody would decrypt or encrypt',
    fix: 'see that the webhook is installed and runs, and that it does not exclude the namespace; then create the Pod again',
  }),
  statusWithoutOptions: define({
    code: 'CAI5402',
    name: 'status-without-options',
    title: 'The Pod bears the status of an injection without options.',
    document: 'the Pod',
    fix: 'remove the annotation trustiflux.alibaba.com/cai-status, which only the webhook writes',
    says: (where: string) => `${where} bears the status of an injection, but no options`,
  }).at('', {}),
  reservedName: podProblems.reservedName.worded('', {
    says: `has containers or volumes of reserved names: ${namesMark}`,
    fix: `give it another name; the webhook alone makes these volumes, and containers whose names begin with ${sidecarNamePrefix}`,
  }),
  modeWithoutOptions: podProblems.modeWithoutOptions.worded('', {
    says: 'bears the label of confidential computing, but has no options: nothing would be protected',
    fix: 'add the annotation trustiflux.alibaba.com/ack-cai-options beside it, or remove the label',
  }),
  misplacedSidecars: define({
    code: 'CAI5404',
    name: 'misplaced-sidecars',
    title: 'The sidecars are not the first init containers, in their order, with restartPolicy Always.',
    document: 'the Pod',
    fix: 'create the Pod without status and sidecars, and let no other webhook put init containers before them',
    says: (where: string) =>
      `${where} does not start with the sidecars in their order with restartPolicy Always, so something could run before the protection is in place`,
  }).at('', {}),
  secretMounted: podProblems.reservedMount.worded('', {
    says: `has containers that mount cai-key or cai-attestation: ${namesMark}`,
    fix: 'remove these mounts from them',
  }),
  hostNetwork: podProblems.hostNetwork.worded('', {
    says: "uses the node's network, so that everything on the node reaches its ports in plaintext",
    fix: 'remove hostNetwork, also from what other webhooks add',
  }),
  sharedProcesses: podProblems.sharedProcesses.worded('', {
    says: 'lets containers see the processes of the sidecars, in which the key of the model can be read',
    fix: 'remove hostPID and shareProcessNamespace, also from what other webhooks add',
  }),
  promisesChanged: promisesChanged.at('', { how: 'options, status or label of confidential computing are to change' }),
  promisesBound: promisesChanged.worded('', {
    says: 'would get options, status or label of confidential computing by the Binding that gives it a node',
    fix: 'let the scheduler give a Pod a node and nothing else; options are given to a Pod when it is created',
  }),
  // the webhook said so too, as long as it was asked about debug containers
  sidecarTarget: define({
    code: 'CAI5118',
    name: 'sidecar-target',
    title: 'An ephemeral container targets a sidecar.',
    document: 'the Pod',
    fix: 'choose an application container as target, or none; through /proc, the key of the model could be read from the sidecar',
    says: (where: string) => `${where} gets ephemeral containers whose target is a sidecar: ${namesMark}`,
  }).at('', {}),
  sidecarChanged: define({
    code: 'CAI5408',
    name: 'sidecar-image-changed',
    title: 'A sidecar of an existing Pod is to run another image.',
    document: 'the Pod',
    fix: 'change the templates of the sidecars, and create the Pod again',
    says: (where: string) => `${where} exists, and other images are to run in its sidecars: ${namesMark}`,
  }).at('', {}),
  hollowInjection: define({
    code: 'CAI5409',
    name: 'hollow-injection',
    title: 'Sidecars or their volumes are not as an injection makes them.',
    document: 'the Pod',
    fix: 'create the Pod without status, sidecars and their volumes while the webhook runs, and let no other webhook change them',
    says: (where: string) =>
      `${where} has sidecars or volumes in name only, without the program, variables, mounts, rights or memory of real ones: ${namesMark}`,
  }).at('', {}),
  encryptedMounted: define({
    code: 'CAI5410',
    name: 'encrypted-volume-exposed',
    title: 'A container that is no sidecar mounts the encrypted volume itself.',
    document: 'the Pod',
    fix: `mount ${plaintextVolumePrefix}0 instead, with readOnly: true and mountPropagation: HostToContainer: it shows the decrypted files`,
    says: (where: string) => `${where} has containers that mount the encrypted volume beside cachefs: ${namesMark}`,
  }).at('', {}),
  plaintextOpened: define({
    code: 'CAI5411',
    name: 'plaintext-volume-writable',
    title: 'A container mounts decrypted files other than to read them.',
    document: 'the Pod',
    fix: 'set readOnly: true and mountPropagation: HostToContainer',
    says: (where: string) =>
      `${where} has containers that mount decrypted files for writing, or carry mounts out of them: ${namesMark}`,
  }).at('', {}),
  powerfulDebugContainer: define({
    code: 'CAI5412',
    name: 'powerful-debug-container',
    title: 'An ephemeral container of a protected Pod has rights with which it can undo the protection.',
    document: 'the Pod',
    fix: 'use kubectl debug with --profile=restricted or --profile=baseline: not privileged, no further capabilities, no confinement switched off, no files of the node',
    says: (where: string) =>
      `${where} gets ephemeral containers that are privileged, add capabilities, switch off confinement, or mount files of the node: ${namesMark}`,
  }).at('', {}),
  sidecarEntered: define({
    code: 'CAI5413',
    name: 'sidecar-entered',
    title: 'Somebody wants to execute a program in a sidecar, copy files from it, or attach to it.',
    document: 'the sidecar',
    fix: 'read its log with kubectl logs, or debug the application container',
    says: (where: string) =>
      `${where} cannot be entered by exec, cp or attach: whoever is in it could read the key of the model`,
  }).at('', {}),
  closedNamespace: define({
    code: 'CAI5414',
    name: 'closed-namespace',
    title: 'Somebody wants to enter a Pod of a closed namespace.',
    document: 'the Pod',
    fix: 'read its log; or take the namespace off closedNamespaces of the chart cai-webhook',
    says: (where: string) =>
      `${where} is in a namespace where nobody enters Pods: exec, attach, port-forward and debug containers are refused`,
  }).at('', {}),
} as const;
