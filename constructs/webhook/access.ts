import { Chart, type ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { isSet, items, not, resourceWhen, when, type Input } from '../../helm';
import type { Identity } from '../kubernetes/labels';
import { resource } from '../kubernetes/resource';

/** What the server may read and write. */
interface AccessProps {
  readonly identity: Identity;
  /** The Secret with the certificates: the server's own authority, or what cert-manager issues. */
  readonly secretName: Input<string>;
  readonly templatesName: Input<string>;
  /** The ConfigMap with the authorities of Trustee. @default - none */
  readonly authoritiesName?: Input<string> | undefined;
  readonly usesCertManager: Input<boolean>;
}

const rbac = 'rbac.authorization.k8s.io';

// list and watch by name are allowed only with a field selector that names the object
const reads = ['get', 'list', 'watch'];

/** The ServiceAccount of the server, and no more than it needs: objects by their names, no Pods, no other Secrets. */
export class WebhookAccess extends Construct {
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: AccessProps,
  ) {
    super(scope, id);
    const { identity, secretName, templatesName, authoritiesName, usesCertManager } = props;
    const { name } = identity;
    // with cert-manager others write the authority and the webhook configurations
    const isOwnAuthority = not(usesCertManager);
    this.object('v1', 'ServiceAccount', {});
    this.object(`${rbac}/v1`, 'Role', {
      rules: [
        {
          apiGroups: [''],
          resources: ['configmaps'],
          resourceNames: items(templatesName, when(isSet(authoritiesName), authoritiesName)),
          verbs: reads,
        },
        {
          apiGroups: [''],
          resources: ['secrets'],
          resourceNames: [secretName],
          verbs: items(...reads, when(isOwnAuthority, 'update')),
        },
      ],
    });
    this.object(`${rbac}/v1`, 'RoleBinding', this.bindingTo('Role'));
    resourceWhen(isOwnAuthority, () =>
      this.object(`${rbac}/v1`, 'ClusterRole', {
        rules: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations'].map((plural) => ({
          apiGroups: ['admissionregistration.k8s.io'],
          resources: [plural],
          resourceNames: [name],
          verbs: [...reads, 'patch'],
        })),
      }),
    );
    resourceWhen(isOwnAuthority, () => this.object(`${rbac}/v1`, 'ClusterRoleBinding', this.bindingTo('ClusterRole')));
  }

  private object(apiVersion: string, kind: string, more: Record<string, unknown>): ApiObject {
    const { identity } = this.props;
    return resource(this, { id: kind.toLowerCase(), apiVersion, kind, identity, component: 'webhook', ...more });
  }

  private bindingTo(kind: string): Record<string, unknown> {
    const { name } = this.props.identity;
    return {
      roleRef: { apiGroup: rbac, kind, name },
      subjects: [{ kind: 'ServiceAccount', name, namespace: Chart.of(this).namespace ?? 'default' }],
    };
  }
}
