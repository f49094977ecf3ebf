import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { items, all, when, type Input, text } from '../../helm';
import { namePrefix } from '../../injection';
import { isRelevantPod, isRelevantWorkload, podsAskForProtection, workloadChanges } from './cel';
import type { Identity } from '../kubernetes/labels';
import { resource } from '../kubernetes/resource';

/** Where the API server finds the webhook, and which objects it asks it about. */
interface RegistrationsProps {
  readonly identity: Identity;
  /** Namespaces that are left alone, beside the webhook's own and those of the system. */
  readonly excludedNamespaces: Input<string[]>;
  /** `namespace/name` of the Certificate whose authority cert-manager writes into caBundle. */
  readonly certificate: Input<string>;
  readonly usesCertManager: Input<boolean>;
}

/** Namespaces whose Pods never wait for the webhook, beside its own: the cluster must be able to start without it. */
const systemNamespaces = ['kube-system', 'kube-public', 'kube-node-lease'] as const;

const domain = namePrefix.slice(0, -1);

const podRules = [
  { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'], scope: 'Namespaced' },
];

const workloads: readonly (readonly [group: string, resources: readonly string[]])[] = [
  ['apps', ['deployments', 'statefulsets', 'daemonsets', 'replicasets']],
  ['batch', ['jobs', 'cronjobs']],
  ['', ['replicationcontrollers', 'podtemplates']],
];

const workloadRules = workloads.map(([group, resources]) => ({
  apiGroups: [group],
  apiVersions: ['v1'],
  operations: ['CREATE', 'UPDATE'],
  resources,
  scope: 'Namespaced',
}));

/**
 * Both webhook configurations. They carry no caBundle: it is not known at synth, and a field that somebody else writes would be
 * a difference for ever. Until it is written the API server refuses confidential Pods.
 */
export class WebhookRegistrations extends Construct {
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: RegistrationsProps,
  ) {
    super(scope, id);
    this.configuration('MutatingWebhookConfiguration', 'mutating', [
      {
        ...this.webhook('pods', '/mutate', 'Fail'),
        rules: podRules,
        matchConditions: [{ name: 'concerns-confidential-pods', expression: isRelevantPod }],
        // other webhooks may add containers and volumes after this one
        reinvocationPolicy: 'IfNeeded',
      },
    ]);
    const concerns = [
      { name: 'concerns-confidential-pods', expression: isRelevantWorkload },
      { name: 'changes-what-concerns-them', expression: workloadChanges },
    ];
    this.configuration('ValidatingWebhookConfiguration', 'validating', [
      {
        // what was meant for us and does not reach the Pods nobody sees later
        ...this.webhook('workloads', '/validate', 'Fail'),
        rules: workloadRules,
        matchConditions: [...concerns, { name: 'pods-do-not-ask', expression: `!(${podsAskForProtection})` }],
      },
      {
        // tells mistakes early. While the server is started, a workload may be there already: its Pods wait for the webhook
        ...this.webhook('templates', '/validate', 'Ignore'),
        rules: workloadRules,
        matchConditions: [...concerns, { name: 'pods-ask', expression: podsAskForProtection }],
      },
    ]);
  }

  private webhook(name: string, path: string, failurePolicy: 'Fail' | 'Ignore'): Record<string, unknown> {
    const { identity, excludedNamespaces } = this.props;
    const namespace = Chart.of(this).namespace ?? 'default';
    return {
      name: `${name}.${domain}`,
      admissionReviewVersions: ['v1'],
      clientConfig: { service: { name: identity.name, namespace, path, port: 443 } },
      failurePolicy,
      matchPolicy: 'Equivalent',
      sideEffects: 'None',
      timeoutSeconds: 5,
      objectSelector: {},
      // the webhook's own Pods and those that the cluster needs to start must never wait for the webhook
      namespaceSelector: {
        matchExpressions: [
          {
            key: 'kubernetes.io/metadata.name',
            operator: 'NotIn',
            values: items(namespace, ...systemNamespaces, all(excludedNamespaces)),
          },
        ],
      },
    };
  }

  private configuration(kind: string, id: string, webhooks: readonly Record<string, unknown>[]): void {
    const { identity, certificate, usesCertManager } = this.props;
    resource(this, {
      id,
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind,
      identity,
      component: 'registration',
      annotations: { 'cert-manager.io/inject-ca-from': when(usesCertManager, text`${certificate}`) },
      webhooks,
    });
  }
}
