import { Chart, type ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { named, namesParts, orElse, settle, text } from '../../helm';
import type { Identity } from '../kubernetes/labels';
import { TngClientDeployment } from './deployment';
import type { TngClientProps } from './props';
import { refuseClientMistakes } from './rules';
import { defaultClientName, tngClient } from './schema';
import { TngClientService } from './service';

/**
 * A TNG client inside of a cluster: it verifies confidential services with Trustee and encrypts requests to them, for
 * applications that know nothing of it. What travels between an application and the client is plaintext, so the client belongs
 * into a cluster whose network its callers trust. It needs no confidential node.
 */
export class TngClient extends Construct {
  /** Name of the Deployment and the Service. */
  public readonly name: string;

  /** Host by which applications of the same cluster reach the client. */
  public readonly host: string;

  /** The Deployment. */
  public readonly apiObject: ApiObject;

  public constructor(scope: Construct, id: string, props: TngClientProps) {
    super(scope, id);
    const p = settle(this, tngClient, props);
    const name = named('fullname', orElse<string>(p.name, defaultClientName), this);
    const identity: Identity = { name, instance: orElse<string>(p.instance, name) };
    refuseClientMistakes(this, p);
    const deployment = new TngClientDeployment(this, 'deployment', p, identity);
    this.apiObject = deployment.apiObject;
    this.node.defaultChild = deployment;
    new TngClientService(this, 'service', identity, p);
    this.name = name as string;
    namesParts(this, { name: 'name' });
    this.host = text`${name}.${Chart.of(this).namespace ?? 'default'}.svc`;
  }
}
