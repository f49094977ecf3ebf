import { Construct } from 'constructs';
import type { Problem } from '../../problems';
import { optionsAnnotation, sidecarNames, sidecarOrder, statusAnnotation } from '../../injection';
import { isReservedVolume, listed, isRelevantPod, quoted, reservedNames, secretVolumes } from './cel';
import type { Identity } from '../kubernetes/labels';
import { resource } from '../kubernetes/resource';
import { namesMark, policyProblems } from './policy-problems';

const withoutTng = sidecarOrder.filter((name) => name !== sidecarNames.tng);
const positions = `[${sidecarOrder.map((_name, index) => index).join(', ')}]`;
const keys = listed([optionsAnnotation, statusAnnotation]);

const mountsSecret = (container: string): string =>
  `!(${container}.name in ${reservedNames}) && ${container}.?volumeMounts.orValue([]).exists(mount, mount.name in ${secretVolumes})`;

const namesOf = (list: string, test: string): string => `${list}.filter(one, ${test}).map(one, one.name)`;

const variables = {
  isNew: `request.operation == 'CREATE'`,
  annotations: 'object.metadata.?annotations.orValue({})',
  optedIn: `${quoted(optionsAnnotation)} in variables.annotations`,
  injected: `${quoted(statusAnnotation)} in variables.annotations`,
  starters: 'object.spec.?initContainers.orValue([])',
  // ephemeral containers are only ever added
  debuggers:
    'object.spec.?ephemeralContainers.orValue([]).filter(one, oldObject == null || !oldObject.spec.?ephemeralContainers.orValue([]).exists(other, other.name == one.name))',
  order: `variables.starters.exists(one, one.name == ${quoted(sidecarNames.tng)}) ? ${listed(sidecarOrder)} : ${listed(withoutTng)}`,
  forged: [
    `(variables.isNew && !variables.injected ? ${[
      namesOf('object.spec.containers', `one.name in ${reservedNames}`),
      namesOf('variables.starters', `one.name in ${reservedNames}`),
      namesOf('object.spec.?volumes.orValue([])', isReservedVolume('one.name')),
    ].join(' + ')} : [])`,
    namesOf('variables.debuggers', `one.name in ${reservedNames}`),
  ].join(' + '),
  mounting: [
    `(variables.isNew ? ${namesOf('object.spec.containers', mountsSecret('one'))} + ${namesOf('variables.starters', mountsSecret('one'))} : [])`,
    namesOf('variables.debuggers', mountsSecret('one')),
  ].join(' + '),
  // of an existing Pod, images are all of its containers that can change
  changed: `variables.isNew ? [] : ${namesOf('variables.starters', `one.name in ${reservedNames} && !oldObject.spec.?initContainers.orValue([]).exists(other, other.name == one.name && other.image == one.image)`)}`,
  joining: namesOf('variables.debuggers', `one.?targetContainerName.orValue('') in ${reservedNames}`),
} as const;

/** What must hold. Whatever an existing Pod was created with, its status, its finalizers and its deletion go on. */
const validations = [
  validation(policyProblems.reservedName, 'variables.forged.size() == 0', 'variables.forged'),
  validation(
    policyProblems.notInjected,
    '!variables.optedIn || variables.injected || !(variables.isNew || variables.debuggers.size() > 0)',
  ),
  validation(policyProblems.statusWithoutOptions, '!variables.isNew || !variables.injected || variables.optedIn'),
  validation(
    policyProblems.misplacedSidecars,
    `!variables.isNew || !variables.injected || !variables.optedIn || (variables.starters.size() >= variables.order.size() && ${positions}.all(at, at >= variables.order.size() || (variables.starters[at].name == variables.order[at] && variables.starters[at].?restartPolicy.orValue('') == 'Always')))`,
  ),
  validation(policyProblems.secretMounted, 'variables.mounting.size() == 0', 'variables.mounting'),
  validation(policyProblems.sidecarChanged, 'variables.changed.size() == 0', 'variables.changed'),
  validation(policyProblems.sidecarDebugged, 'variables.joining.size() == 0', 'variables.joining'),
  validation(
    policyProblems.annotationsChanged,
    `variables.isNew || ${keys}.all(key, variables.annotations[?key] == oldObject.metadata.?annotations.orValue({})[?key])`,
  ),
];

function validation({ message }: Problem, expression: string, names?: string): Record<string, unknown> {
  const [before = '', after = ''] = message.split(namesMark);
  const said = names === undefined ? { message } : { messageExpression: shown(before, names, after) };
  return { expression, ...said, reason: 'Forbidden' };
}

function shown(before: string, names: string, after: string): string {
  return `${quoted(before)} + ${names}.join(', ') + ${quoted(after)}`;
}

/**
 * The last line of defence, evaluated by the API server alone: a Pod that asks for protection and did not get it is
 * refused also where the webhook was removed, passed by, or does not look: it holds in every namespace.
 */
export class WebhookPolicy extends Construct {
  public constructor(scope: Construct, id: string, identity: Identity) {
    super(scope, id);
    const policy = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      identity,
      component: 'policy',
    } as const;
    resource(this, {
      ...policy,
      kind: 'ValidatingAdmissionPolicy',
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          resourceRules: [
            { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], resources: ['pods'] },
            { apiGroups: [''], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['pods/ephemeralcontainers'] },
          ],
        },
        matchConditions: [{ name: 'concerns-confidential-pods', expression: isRelevantPod }],
        variables: Object.entries(variables).map(([name, expression]) => ({ name, expression })),
        validations,
      },
    });
    resource(this, {
      ...policy,
      id: 'binding',
      kind: 'ValidatingAdmissionPolicyBinding',
      spec: { policyName: identity.name, validationActions: ['Deny'] },
    });
  }
}
