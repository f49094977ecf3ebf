import { isObject } from '../injection';
import type { KubernetesClient, KubernetesObject } from './kubernetes/client';
import type { Log } from './log';
import type { Metrics } from './metrics';

/** A webhook configuration whose caBundle is ours to write. */
export interface Configuration {
  readonly kind: 'MutatingWebhookConfiguration' | 'ValidatingWebhookConfiguration';
  readonly name: string;
}

const api = '/apis/admissionregistration.k8s.io/v1';
const fieldManager = 'cai-webhook';

/** Path of the collection that a configuration is in. */
export function collectionOf({ kind }: Configuration): string {
  return `${api}/${kind.toLowerCase()}s`;
}

/** The caBundles of the configurations: what they are, and what they are to be. */
export class CaBundles {
  /** What the API server has; undefined: there is no such configuration. A configuration that was never read is missing here. */
  private readonly live = new Map<Configuration, KubernetesObject | undefined>();

  constructor(
    private readonly configurations: readonly Configuration[],
    private readonly client: KubernetesClient,
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  /** Notes a configuration as it is now. */
  take(configuration: Configuration, object: KubernetesObject | undefined): void {
    this.live.set(configuration, object);
  }

  /** Whether every configuration has this bundle. One that does not exist asks nobody to trust anything. */
  isPublished(bundle: string): boolean {
    return this.configurations.every((one) => this.live.has(one)) && this.different(bundle).length === 0;
  }

  /** Those that exist and have another bundle. */
  different(bundle: string): Configuration[] {
    return this.configurations.filter((one) =>
      webhooksOf(this.live.get(one)).some(({ caBundle }) => caBundle !== encoded(bundle)),
    );
  }

  /**
   * Writes the bundle into a configuration by server-side apply.
   *
   * @throws KubernetesError
   */
  async write(configuration: Configuration, bundle: string): Promise<void> {
    const { kind, name } = configuration;
    const object = this.live.get(configuration);
    if (object === undefined) return;
    const { uid } = object.metadata;
    try {
      const written = await this.client.apply(
        `${collectionOf(configuration)}/${name}`,
        {
          apiVersion: 'admissionregistration.k8s.io/v1',
          kind,
          // the uid keeps a configuration that was deleted meanwhile from being made anew of nothing but a caBundle
          metadata: { name, ...(uid === undefined ? {} : { uid }) },
          webhooks: webhooksOf(object).map((webhook) => ({
            name: webhook.name,
            clientConfig: { caBundle: encoded(bundle) },
          })),
        },
        fieldManager,
      );
      this.live.set(configuration, written);
      this.metrics.bundleAsserted(name, 'written');
      this.log.info({ kind, name }, 'caBundle written');
    } catch (error) {
      this.metrics.bundleAsserted(name, 'failed');
      throw error;
    }
  }

  /** For `/readyz`. */
  detail(bundle: string): Record<string, string> {
    const different = this.different(bundle);
    return Object.fromEntries(
      this.configurations.map((one) => {
        const isKnown = this.live.has(one);
        const isMissing = isKnown && this.live.get(one) === undefined;
        const status = !isKnown ? 'not read yet' : isMissing ? 'missing' : different.includes(one) ? 'other' : 'ours';
        return [`${one.kind}/${one.name}`, status];
      }),
    );
  }
}

function webhooksOf(object: KubernetesObject | undefined): { name: string; caBundle: unknown }[] {
  const webhooks: unknown[] = Array.isArray(object?.webhooks) ? object.webhooks : [];
  return webhooks.flatMap((webhook) => {
    if (!isObject(webhook) || typeof webhook.name !== 'string') return [];
    const { clientConfig } = webhook;
    return [{ name: webhook.name, caBundle: isObject(clientConfig) ? clientConfig.caBundle : undefined }];
  });
}

function encoded(bundle: string): string {
  return Buffer.from(bundle).toString('base64');
}
