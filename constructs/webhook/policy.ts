import { Construct } from 'constructs';
import { all, items, nonEmpty, resourceWhen, text, type Input } from '../../helm';
import { anyHasOurKeys, isReservedContainer } from './cel';
import type { Identity } from '../kubernetes/labels';
import { resource } from '../kubernetes/resource';
import { podPolicy, validation } from './pod-policy';
import { policyProblems } from './policy-problems';

interface PoliciesProps {
  readonly identity: Identity;
  /** Whether the API server judges Pods, and who enters them. */
  readonly isEnabled: Input<boolean>;
  /** Namespaces whose Pods nobody enters. */
  readonly closedNamespaces: Input<string[]>;
}

/** A Binding puts its labels and annotations on the Pod that it gives a node. */
const bindingPolicy = {
  resourceRules: [{ operations: ['CREATE'], resources: ['pods/binding', 'bindings'] }],
  validations: [validation(policyProblems.promisesBound, `!(${anyHasOurKeys(['object.metadata'])})`)],
};

/**
 * What is entered is told by a name alone: the Pod is not shown. Where the name is left out, the API server takes the one
 * container under `containers`, never one of `initContainers`, where sidecars are.
 */
const entryPolicy = {
  resourceRules: [{ operations: ['CONNECT'], resources: ['pods/exec', 'pods/attach'] }],
  validations: [validation(policyProblems.sidecarEntered, `!${isReservedContainer("object.?container.orValue('')")}`)],
};

const closingPolicy = {
  resourceRules: [
    { operations: ['CONNECT'], resources: ['pods/exec', 'pods/attach', 'pods/portforward'] },
    { operations: ['UPDATE'], resources: ['pods/ephemeralcontainers'] },
  ],
  validations: [validation(policyProblems.closedNamespace, 'false')],
};

interface PolicyProps {
  readonly identity: Identity;
  readonly component: string;
  readonly name: Input<string>;
  readonly resourceRules: readonly { readonly operations: readonly string[]; readonly resources: readonly string[] }[];
  readonly namespaceSelector?: unknown;
  readonly matchConditions?: unknown;
  readonly variables?: unknown;
  readonly validations: readonly unknown[];
}

/** A policy about objects of the core, and the binding by which it refuses what breaks it. */
class AdmissionPolicy extends Construct {
  public constructor(scope: Construct, id: string, props: PolicyProps) {
    super(scope, id);
    const { identity, component, name, resourceRules, namespaceSelector, ...rules } = props;
    const both = { apiVersion: 'admissionregistration.k8s.io/v1', identity, component, name } as const;
    const about = { apiGroups: [''], apiVersions: ['v1'] };
    const matchConstraints = {
      ...(namespaceSelector === undefined ? {} : { namespaceSelector }),
      resourceRules: resourceRules.map((rule) => ({ ...about, ...rule })),
    };
    resource(this, {
      ...both,
      kind: 'ValidatingAdmissionPolicy',
      spec: { failurePolicy: 'Fail', matchConstraints, ...rules },
    });
    resource(this, {
      ...both,
      id: 'binding',
      kind: 'ValidatingAdmissionPolicyBinding',
      spec: { policyName: name, validationActions: ['Deny'] },
    });
  }
}

/** The policies that the API server evaluates by itself, in every namespace, whether the webhook is there or not. */
export class WebhookPolicies extends Construct {
  public constructor(scope: Construct, id: string, { identity, isEnabled, closedNamespaces }: PoliciesProps) {
    super(scope, id);
    const { name } = identity;
    resourceWhen(
      isEnabled,
      () => new AdmissionPolicy(this, 'pods', { identity, component: 'policy', name, ...podPolicy }),
    );
    resourceWhen(
      isEnabled,
      () =>
        new AdmissionPolicy(this, 'bindings', {
          ...{ identity, component: 'binding-policy', name: text`${name}-bindings` },
          ...bindingPolicy,
        }),
    );
    resourceWhen(
      isEnabled,
      () =>
        new AdmissionPolicy(this, 'entry', {
          ...{ identity, component: 'entry-policy', name: text`${name}-entry` },
          ...entryPolicy,
        }),
    );
    const names = { key: 'kubernetes.io/metadata.name', operator: 'In', values: items(all(closedNamespaces)) };
    resourceWhen(
      nonEmpty(closedNamespaces),
      () =>
        new AdmissionPolicy(this, 'closed', {
          ...{ identity, component: 'closed-policy', name: text`${name}-closed` },
          namespaceSelector: { matchExpressions: [names] },
          ...closingPolicy,
        }),
    );
  }
}
