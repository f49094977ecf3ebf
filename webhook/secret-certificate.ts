import { pairFault, validityOf, type KeyPair } from './certificates';
import type { KubernetesObject } from './kubernetes/client';
import type { Log } from './log';
import type { Metrics } from './metrics';
import { invalidServingSecret } from './problems';

/** The certificate that somebody else, such as cert-manager, writes into a Secret. */
export class SecretCertificate {
  private notAfter: number | undefined;
  private used: string | undefined;
  private problem: string | undefined;

  constructor(
    private readonly secret: string,
    private readonly use: (pair: KeyPair) => void,
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  /** Takes the Secret as it is now. A bad one keeps the last good certificate in use. */
  secretChanged(object: KubernetesObject | undefined): void {
    const data = (object?.data ?? {}) as Readonly<Record<string, string | undefined>>;
    const pair = { certificate: decoded(data['tls.crt']), key: decoded(data['tls.key']) };
    const fault = object === undefined ? 'there is no such Secret' : pairFault(pair);
    if (fault !== undefined) {
      const { code, message } = invalidServingSecret.at('', { secret: this.secret, rule: fault });
      this.problem = message;
      this.log.error({ code }, message);
      return;
    }
    this.problem = undefined;
    if (pair.certificate === this.used) return;
    this.use(pair);
    this.used = pair.certificate;
    this.notAfter = validityOf(pair.certificate).notAfter;
    this.metrics.certificateTaken(this.notAfter, undefined);
    this.log.info({ notAfter: new Date(this.notAfter).toISOString() }, 'serving certificate in use');
  }

  get isReady(): boolean {
    return this.used !== undefined;
  }

  /** For `/readyz`. */
  get detail(): Record<string, unknown> {
    return {
      ...(this.notAfter === undefined ? {} : { notAfter: new Date(this.notAfter).toISOString() }),
      ...(this.problem === undefined ? {} : { trouble: this.problem }),
    };
  }
}

function decoded(text = ''): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
