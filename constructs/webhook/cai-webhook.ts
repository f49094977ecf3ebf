import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  and,
  checksum,
  eq,
  isSet,
  withPropsPath,
  named,
  namesParts,
  not,
  orElse,
  addRule,
  resourceWhen,
  settle,
  asProps,
  type Input,
  text,
} from '../../helm';
import type { Identity } from '../kubernetes/labels';
import { resource } from '../kubernetes/resource';
import { compressedFile, compressedServer, packagedServer } from './server-bundle';
import { refuseSeveralSources } from '../kubernetes/certificate-source';
import { refuseAuthorities } from '../options/authority-rules';
import { checkedByMaker, SidecarTemplates } from '../sidecars/sidecar-templates';
import { WebhookAccess } from './access';
import { WebhookCertificates } from './certificates';
import { defaultWebhookName } from '../sidecars/schema';
import { includesServer, WebhookDeployment } from './deployment';
import { WebhookMonitoring } from './monitoring';
import { WebhookPolicies } from './policy';
import { webhookProblems } from './problems';
import type { CaiWebhookProps } from './props';
import { WebhookRegistrations } from './registrations';
import { caiWebhook, type WebhookInputs } from './schema';
import { WebhookService } from './service';

/**
 * The admission webhook that makes Pods confidential which ask for it by annotation: it injects the sidecars, and refuses a Pod
 * that cannot have all of its protection. One a cluster. It needs no image of its own, and no certificate from elsewhere.
 */
export class CaiWebhook extends Construct {
  /** Name of the Deployment, of both webhook configurations and of the admission policy of Pods. */
  public readonly name: string;

  /** The Deployment. */
  public readonly apiObject: ApiObject;

  /** How the sidecars are made. */
  public readonly templates: SidecarTemplates;

  public constructor(scope: Construct, id: string, props: CaiWebhookProps = {}) {
    super(scope, id);
    const p = settle(this, caiWebhook, props);
    const name = named('fullname', orElse<string>(p.name, defaultWebhookName), this);
    const identity: Identity = { name, instance: orElse<string>(p.instance, name) };
    const { certManager } = p;
    const usesCertManager = certManager.enabled;
    this.refuseMistakes(p);

    const { authorities } = p.trustee;
    const told = asProps({ ...p.sidecars, trusteeAuthorities: authorities.pem, name, instance: p.instance });
    checkedByMaker.add(told);
    this.templates = withPropsPath(new SidecarTemplates(this, 'templates', told), 'sidecars');
    const certificates = new WebhookCertificates(this, 'certificates', { identity, certManager });
    const { secretName, certificate } = certificates;
    const templatesName: Input<string> = this.templates.name;
    new WebhookAccess(this, 'access', {
      identity,
      secretName,
      templatesName,
      authoritiesName: authorities.configMap,
      usesCertManager,
    });
    const needsServer = named('needs-server', not(includesServer(p)), this);
    const bundle = { [compressedFile]: compressedServer(this.serverText(p, needsServer)) };
    const bundleName = text`${name}-server`;
    resourceWhen(needsServer, () => this.serverConfigMap(identity, bundleName, bundle));
    const deployment = new WebhookDeployment(this, 'deployment', p, {
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
    new WebhookPolicies(this, 'policies', {
      identity,
      isEnabled: p.admissionPolicy,
      closedNamespaces: p.closedNamespaces,
    });
    new WebhookMonitoring(this, 'monitoring', identity, p);
    // last, as what refuses Pods must not be left behind where an installation ends before the server is there
    new WebhookRegistrations(this, 'registrations', {
      identity,
      excludedNamespaces: p.excludedNamespaces,
      certificate,
      usesCertManager,
    });
    this.name = name as string;
    namesParts(this, { name: 'name' });
  }

  private serverText({ serverBundle }: WebhookInputs, needsServer: Input<boolean>): string {
    // never an expression: a chart is built with its text
    const program = (serverBundle as string | undefined) ?? packagedServer();
    addRule(this, {
      kind: webhookProblems.missingServer,
      path: 'serverBundle',
      failsWhen: and(program === undefined, needsServer),
      message:
        'is not given, and this package was not built; run npm run build, or use an image that includes the server',
    });
    return program ?? '';
  }

  private serverConfigMap(identity: Identity, name: Input<string>, binaryData: Record<string, string>): ApiObject {
    return resource(this, {
      id: 'server',
      apiVersion: 'v1',
      kind: 'ConfigMap',
      identity,
      component: 'server',
      name,
      binaryData,
    });
  }

  private refuseMistakes({ certManager, ports, trustee }: WebhookInputs): void {
    const { authorities } = trustee;
    refuseSeveralSources(this, 'trustee.authorities', authorities, 'pem and configMap');
    refuseAuthorities(this, 'trustee.authorities.pem', authorities.pem);
    addRule(this, {
      kind: webhookProblems.samePort,
      path: 'ports.http',
      failsWhen: eq(ports.https, ports.http),
      message: text`is ${ports.http}, as ports.https is; each needs a port of its own`,
    });
    const { name } = certManager.issuerRef;
    addRule(this, {
      kind: webhookProblems.issuer,
      path: 'certManager.issuerRef.name',
      failsWhen: and(not(certManager.enabled), isSet(name)),
      message: text`is ${orElse<string>(name, '')} but certManager is not enabled; enable it, or remove issuerRef`,
    });
  }
}
