import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  and,
  checksum,
  isSet,
  withPropsPath,
  named,
  namesParts,
  not,
  orElse,
  addRule,
  resourceWhen,
  asInputs,
  type Input,
  text,
} from '../../helm';
import type { CaiWebhookProps } from './cai-webhook-props';
import type { Identity } from '../kubernetes/labels';
import { resource } from '../kubernetes/resource';
import { packagedServer } from './server-bundle';
import { SidecarTemplates } from '../sidecars/sidecar-templates';
import { WebhookAccess } from './access';
import { WebhookCertificates } from './certificates';
import { defaultWebhookName } from './defaults';
import { includesServer, serverFile, WebhookDeployment } from './deployment';
import { WebhookMonitoring } from './monitoring';
import { WebhookPolicy } from './policy';
import { webhookProblems } from './problems';
import { WebhookRegistrations } from './registrations';
import { WebhookService } from './service';

/**
 * The admission webhook that makes Pods confidential which ask for it by annotation: it injects the sidecars, and refuses a Pod
 * that cannot have all of its protection. One a cluster. It needs no image of its own, and no certificate from elsewhere.
 */
export class CaiWebhook extends Construct {
  /** Name of the Deployment, of both webhook configurations and of the admission policy. */
  public readonly name: string;

  /** The Deployment. */
  public readonly apiObject: ApiObject;

  /** How the sidecars are made. */
  public readonly templates: SidecarTemplates;

  public constructor(scope: Construct, id: string, props: CaiWebhookProps = {}) {
    super(scope, id);
    const p = asInputs(props);
    const name = named('fullname', orElse<string>(p.name, defaultWebhookName), this);
    const identity: Identity = { name, instance: orElse<string>(p.instance, name) };
    const { certManager } = p;
    const usesCertManager = certManager === undefined ? false : orElse<boolean>(certManager.enabled, true);
    this.refuseMistakes(p, usesCertManager);

    this.templates = withPropsPath(
      new SidecarTemplates(this, 'templates', { ...props.sidecars, name: name as string, instance: props.instance }),
      'sidecars',
    );
    const certificates = new WebhookCertificates(this, 'certificates', { identity, certManager, usesCertManager });
    const { secretName, certificate } = certificates;
    const templatesName: Input<string> = this.templates.name;
    new WebhookAccess(this, 'access', { identity, secretName, templatesName, usesCertManager });
    const needsServer = named('needs-server', not(includesServer(p)), this);
    const bundle = { [serverFile]: this.serverText(props, needsServer) };
    const bundleName = text`${name}-server`;
    resourceWhen(needsServer, () => this.serverConfigMap(identity, bundleName, bundle));
    const deployment = new WebhookDeployment(this, 'deployment', props, {
      identity,
      secretName,
      templatesName,
      usesCertManager,
      needsServer,
      bundleName,
      bundleChecksum: checksum(bundle),
    });
    this.apiObject = deployment.apiObject;
    this.node.defaultChild = deployment;
    new WebhookService(this, 'service', identity, p);
    new WebhookRegistrations(this, 'registrations', {
      identity,
      excludedNamespaces: p.excludedNamespaces ?? [],
      certificate,
      usesCertManager,
    });
    resourceWhen(orElse<boolean>(p.admissionPolicy, true), () => new WebhookPolicy(this, 'policy', identity));
    new WebhookMonitoring(this, 'monitoring', identity, p);
    this.name = name as string;
    namesParts(this, { name: 'name' });
  }

  private serverText(props: CaiWebhookProps, needsServer: Input<boolean>): string {
    const program = props.serverBundle ?? packagedServer();
    addRule(this, {
      kind: webhookProblems.missingServer,
      path: 'serverBundle',
      failsWhen: and(program === undefined, needsServer),
      message:
        'is not given, and this package was not built; run npm run build, or use an image that includes the server',
    });
    return program ?? '';
  }

  private serverConfigMap(identity: Identity, name: Input<string>, data: Record<string, string>): ApiObject {
    return resource(this, {
      id: 'server',
      apiVersion: 'v1',
      kind: 'ConfigMap',
      identity,
      component: 'server',
      name,
      data,
    });
  }

  private refuseMistakes(p: Input<CaiWebhookProps>, usesCertManager: Input<boolean>): void {
    addRule(this, {
      kind: webhookProblems.issuer,
      path: 'certManager.issuerRef.name',
      failsWhen: and(not(usesCertManager), isSet(p.certManager?.issuerRef?.name)),
      message: text`is ${orElse<string>(p.certManager?.issuerRef?.name, '')} but certManager is not enabled; enable it, or remove issuerRef`,
    });
  }
}
