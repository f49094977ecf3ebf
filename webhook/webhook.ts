import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AdmissionServer, defaultLimits, type AdmissionServerLimits } from './admission-server';
import { AuthoritySecret } from './authority-secret';
import { CaBundles, collectionOf, type Configuration } from './ca-bundles';
import type { KeyPair } from './certificates';
import { SecretCertificate } from './secret-certificate';
import { openHealthServer, type HealthServer, type Readiness } from './health-server';
import { KubernetesClient, KubernetesError, type KubernetesAccess, type KubernetesObject } from './kubernetes/client';
import { follow, type Followed } from './kubernetes/follow';
import { placeOf, type Log } from './log';
import { Metrics } from './metrics';
import { SelfManagedCa } from './self-managed-ca';
import type { SelfManagedCaSettings, Settings } from './settings';
import { Templates } from './templates';

/** How long requests may still take when no new ones are taken, in milliseconds. */
const shutdownGraceMs = 10_000;

interface CertificateKeeper {
  readonly isReady: boolean;
  readonly detail: Record<string, unknown>;
}

/** The whole webhook: it follows its objects, keeps its certificates, and answers. */
export class Webhook {
  private readonly metrics = new Metrics();
  private readonly client: KubernetesClient;
  private readonly templates: Templates;
  private readonly server: AdmissionServer;
  private readonly end = new AbortController();
  private readonly followers: Promise<void>[] = [];
  private certificates: CertificateKeeper | undefined;
  private authority: SelfManagedCa | undefined;
  private health: HealthServer | undefined;
  private opening: Promise<void> | undefined;
  private isLeaving = false;
  /** The port of reviews, once it is open. */
  port: number | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly log: Log,
    limits: AdmissionServerLimits = defaultLimits,
  ) {
    this.client = new KubernetesClient(accessOf(settings));
    this.templates = new Templates(settings, log, this.metrics);
    this.server = new AdmissionServer(
      {
        injector: () => {
          const { injector } = this.templates;
          // the port opens only when there is one, and it is never taken away
          if (injector === undefined) throw new Error('no templates');
          return injector;
        },
        log,
        metrics: this.metrics,
      },
      limits,
    );
  }

  /** Opens the port of health and begins to work towards readiness. */
  async start(): Promise<void> {
    const { namespace, templates, authorities, certificates, healthPort } = this.settings;
    this.health = await openHealthServer({ port: healthPort, ...this.host }, () => this.readiness, this.metrics);
    const inNamespace = (kind: string): string => `/api/v1/namespaces/${namespace}/${kind}`;
    if (certificates.source === 'self-managed-ca') this.keepAuthority(inNamespace('secrets'), certificates);
    else {
      const { secret } = certificates;
      const fromSecret = new SecretCertificate(secret, this.use, this.log, this.metrics);
      this.certificates = fromSecret;
      this.follow({ collection: inNamespace('secrets'), name: secret }, (object) => {
        fromSecret.secretChanged(object);
        return this.open();
      });
    }
    this.follow({ collection: inNamespace('configmaps'), name: templates }, (object) => {
      this.templates.take(object);
      return this.open();
    });
    if (authorities === undefined) return;
    this.follow({ collection: inNamespace('configmaps'), name: authorities.configMap }, (object) => {
      this.templates.takeAuthorities(object);
      return this.open();
    });
  }

  /** Port of health and metrics. */
  get healthPort(): number | undefined {
    return this.health?.port;
  }

  /** Leaves without losing a request: takes more of them for the drain time, then ends what is under way. */
  async stop(): Promise<void> {
    this.isLeaving = true;
    this.server.leave();
    this.log.info({ drain: this.settings.drain }, 'leaving');
    if (this.port !== undefined) {
      await sleep(this.settings.drain);
      await this.server.close(shutdownGraceMs);
    }
    this.end.abort();
    await this.authority?.stop();
    await Promise.all(this.followers);
    this.client.close();
    await this.health?.close();
    this.log.info('left');
  }

  private get host(): { host?: string } {
    const { host } = this.settings;
    return host === undefined ? {} : { host };
  }

  private get readiness(): Readiness {
    const isReady = this.port !== undefined && !this.isLeaving && this.certificates?.isReady === true;
    return {
      ready: isReady,
      listening: this.port !== undefined,
      leaving: this.isLeaving,
      certificate: this.certificates?.detail ?? {},
      templates: this.templates.detail,
    };
  }

  private keepAuthority(secrets: string, settings: SelfManagedCaSettings): void {
    const configurations: Configuration[] = [
      ...settings.mutating.map((name) => ({ kind: 'MutatingWebhookConfiguration' as const, name })),
      ...settings.validating.map((name) => ({ kind: 'ValidatingWebhookConfiguration' as const, name })),
    ];
    const service = `${settings.service}.${this.settings.namespace}`;
    const authority = new SelfManagedCa({
      secretName: settings.secret,
      secret: new AuthoritySecret(`${secrets}/${settings.secret}`, this.client),
      bundles: new CaBundles(configurations, this.client, this.log, this.metrics),
      plan: settings,
      names: [`${service}.svc`, service, settings.service, `${service}.svc.cluster.local`],
      use: this.use,
      log: this.log,
      metrics: this.metrics,
    });
    this.authority = authority;
    this.certificates = authority;
    this.follow({ collection: secrets, name: settings.secret }, (object) => authority.secretChanged(object));
    for (const configuration of configurations) {
      this.follow({ collection: collectionOf(configuration), name: configuration.name }, (object) =>
        authority.configurationChanged(configuration, object),
      );
    }
  }

  private readonly use = ({ certificate, key }: KeyPair): void => {
    this.server.useCertificate({ cert: certificate, key });
    this.hasCertificate = true;
    void this.open();
  };
  private hasCertificate = false;

  /** Opens the port as soon as there are a certificate to show and templates to inject. */
  private async open(): Promise<void> {
    if (!this.hasCertificate || this.templates.injector === undefined || this.isLeaving) return;
    this.opening ??= this.listen();
    await this.opening;
  }

  private async listen(): Promise<void> {
    this.port = await this.server.listen({ port: this.settings.port, ...this.host });
    this.log.info({ port: this.port }, 'listening');
  }

  private follow(followed: Followed, changed: (object: KubernetesObject | undefined) => Promise<void>): void {
    const failed = (error: unknown): void => {
      const { name, collection } = followed;
      const why = error instanceof KubernetesError ? { status: error.status, reason: error.reason } : placeOf(error);
      this.log.warn({ collection, name, ...why }, 'cannot be followed');
    };
    this.followers.push(follow(this.client, followed, { signal: this.end.signal, changed, failed }));
  }
}

function accessOf({ apiServer, serviceAccount }: Settings): KubernetesAccess {
  const read = (file: string) => async (): Promise<string | undefined> => {
    try {
      return (await readFile(join(serviceAccount, file), 'utf8')).trim();
    } catch {
      // without it the API server refuses, which is reported
      return undefined;
    }
  };
  return { url: apiServer, token: read('token'), authority: read('ca.crt') };
}
