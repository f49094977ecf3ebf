import { defineProblem } from '../../injection';

/** Where the names of the containers or volumes go that a message is about. */
export const namesMark = '%s';

/** What the admission policy refuses, in the API server itself: it holds while the webhook is away, removed or passed by. */
export const policyProblems = {
  notInjected: defineProblem({
    code: 'CAI5401',
    name: 'not-injected',
    title: 'The Pod asks for protection, but nothing was injected.',
    document: 'the Pod',
    fix: 'see that the webhook is installed and runs, and that it does not exclude the namespace; then create the Pod again',
    says: (where) =>
      `${where} asks for protection by its options, but bears no sidecars: nobody would decrypt or encrypt`,
  }),
  statusWithoutOptions: defineProblem({
    code: 'CAI5402',
    name: 'status-without-options',
    title: 'The Pod bears the status of an injection without options.',
    document: 'the Pod',
    fix: 'remove the annotation trustiflux.alibaba.com/cai-status, which only the webhook writes',
    says: (where) => `${where} bears the status of an injection, but no options`,
  }),
  reservedName: defineProblem({
    code: 'CAI5403',
    name: 'reserved-pod-name',
    title: 'A container or volume has a name that is reserved for what the webhook injects.',
    document: 'the Pod',
    fix: 'give it another name; the webhook alone makes containers and volumes of these names',
    says: (where) => `${where} has containers or volumes of reserved names: ${namesMark}`,
  }),
  misplacedSidecars: defineProblem({
    code: 'CAI5404',
    name: 'misplaced-sidecars',
    title: 'The sidecars are not the first init containers, in their order, with restartPolicy Always.',
    document: 'the Pod',
    fix: 'create the Pod without status and sidecars, and let no other webhook put init containers before them',
    says: (where) =>
      `${where} does not start with the sidecars in their order with restartPolicy Always, so something could run before the protection is in place`,
  }),
  secretMounted: defineProblem({
    code: 'CAI5405',
    name: 'secret-volume-mounted',
    title: 'A container other than the sidecars mounts the volume of the key or of the attestation agent.',
    document: 'the Pod',
    fix: 'remove the mounts of cai-key and cai-attestation from them',
    says: (where) => `${where} has containers that mount cai-key or cai-attestation: ${namesMark}`,
  }),
  annotationsChanged: defineProblem({
    code: 'CAI5406',
    name: 'pod-annotations-changed',
    title: 'Options or status of an existing Pod are to change.',
    document: 'the Pod',
    fix: 'delete the Pod and create it with other options; a Pod that runs cannot change its protection',
    says: (where) => `${where} exists, and its options or its status are to change`,
  }),
  sidecarDebugged: defineProblem({
    code: 'CAI5407',
    name: 'sidecar-debugged',
    title: 'An ephemeral container is to join a sidecar, where it could read the key.',
    document: 'the Pod',
    fix: 'choose an application container as target, or none',
    says: (where) => `${where} gets ephemeral containers whose target is a sidecar: ${namesMark}`,
  }),
  sidecarChanged: defineProblem({
    code: 'CAI5408',
    name: 'sidecar-image-changed',
    title: 'A sidecar of an existing Pod is to run another image.',
    document: 'the Pod',
    fix: 'change the templates of the sidecars, and create the Pod again',
    says: (where) => `${where} exists, and other images are to run in its sidecars: ${namesMark}`,
  }),
} as const;
