import { Chart, type ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { and, cond, isSet, named, not, orElse, resourceWhen, type Input, text } from '../../helm';
import type { Identity } from '../kubernetes/labels';
import { resource } from '../kubernetes/resource';
import type { WebhookInputs } from './schema';

interface CertificatesProps {
  readonly identity: Identity;
  readonly certManager: WebhookInputs['certManager'];
}

/** Where the server's certificates come from: an authority of its own, or cert-manager. */
export class WebhookCertificates extends Construct {
  /** The Secret that the server reads. */
  public readonly secretName: Input<string>;

  /** The Certificate whose authority cert-manager writes into the webhook configurations. */
  public readonly certificate: Input<string>;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: CertificatesProps,
  ) {
    super(scope, id);
    const { identity, certManager } = props;
    const usesCertManager = certManager.enabled;
    const { name } = identity;
    const namespace = Chart.of(this).namespace ?? 'default';
    const ownSecret = text`${name}-ca`;
    const issuedSecret = text`${name}-tls`;
    this.secretName = named('secret-name', cond(usesCertManager, issuedSecret, ownSecret), this);
    this.certificate = text`${namespace}/${name}`;
    // no data: an upgrade lays nothing over the authority that the server wrote there
    const emptySecret = { apiVersion: 'v1', kind: 'Secret', type: 'Opaque' };
    resourceWhen(not(usesCertManager), () => this.object('authority', ownSecret, emptySecret));

    const issuer = certManager.issuerRef;
    const isSelfSigned = and(usesCertManager, not(isSet(issuer.name)));
    const authority = text`${name}-authority`;
    this.issuer(isSelfSigned, 'bootstrap', text`${name}-bootstrap`, { selfSigned: {} });
    // a leaf that signs itself would be a new authority at each renewal; this one stays for years
    this.issued(isSelfSigned, 'authority', {
      commonName: authority,
      isCA: true,
      duration: '87600h',
      secretName: authority,
      issuerRef: { name: text`${name}-bootstrap`, kind: 'Issuer', group: 'cert-manager.io' },
    });
    this.issuer(isSelfSigned, 'authority', authority, { ca: { secretName: authority } });
    const service = text`${name}.${namespace}.svc`;
    this.issued(usesCertManager, 'certificate', {
      dnsNames: [service, text`${service}.cluster.local`],
      duration: '168h',
      secretName: issuedSecret,
      issuerRef: {
        name: orElse<string>(issuer.name, authority),
        kind: issuer.kind,
        group: issuer.group,
      },
    });
  }

  private issuer(test: Input<boolean>, component: string, name: Input<string>, spec: object): void {
    const manifest = { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', spec };
    resourceWhen(test, () => this.object(component, name, manifest));
  }

  private issued(test: Input<boolean>, component: string, spec: Record<string, unknown>): void {
    const name = component === 'certificate' ? this.props.identity.name : (spec.secretName as Input<string>);
    const privateKey = { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' };
    const manifest = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', spec: { ...spec, privateKey } };
    resourceWhen(test, () => this.object(component, name, manifest));
  }

  private object(component: string, name: Input<string>, manifest: { apiVersion: string; kind: string }): ApiObject {
    const { identity } = this.props;
    return resource(this, {
      id: `${component}-${manifest.kind.toLowerCase()}`,
      ...manifest,
      identity,
      component,
      name,
    });
  }
}
