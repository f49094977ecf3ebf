import { podProblems } from '../../injection';
import { define } from '../../problems';

/** Where the names of the containers or volumes go that a message is about. */
export const namesMark = '%s';

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
    fix: 'give it another name; the webhook alone makes containers and volumes of these names',
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
  annotationsChanged: define({
    code: 'CAI5406',
    name: 'pod-annotations-changed',
    title: 'Options or status of an existing Pod are to change.',
    document: 'the Pod',
    fix: 'delete the Pod and create it with other options; a Pod that runs cannot change its protection',
    says: (where: string) => `${where} exists, and its options or its status are to change`,
  }).at('', {}),
  sidecarDebugged: podProblems.sidecarTarget.worded('', {
    says: `gets ephemeral containers whose target is a sidecar: ${namesMark}`,
    fix: 'choose an application container as target, or none',
  }),
  sidecarChanged: define({
    code: 'CAI5408',
    name: 'sidecar-image-changed',
    title: 'A sidecar of an existing Pod is to run another image.',
    document: 'the Pod',
    fix: 'change the templates of the sidecars, and create the Pod again',
    says: (where: string) => `${where} exists, and other images are to run in its sidecars: ${namesMark}`,
  }).at('', {}),
} as const;
