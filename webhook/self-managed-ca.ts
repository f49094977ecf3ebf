import { showValue } from '../problems';
import type { AuthoritySecret } from './authority-secret';
import {
  bundleOf,
  nextState,
  renewalTime,
  type AuthorityPlan,
  type AuthorityState,
  type StateReading,
} from './authority-state';
import type { CaBundles, Configuration } from './ca-bundles';
import { mintServing, validityOf, type KeyPair } from './certificates';
import { KubernetesError, type KubernetesObject } from './kubernetes/client';
import { placeOf, type Log } from './log';
import type { Metrics } from './metrics';
import { invalidAuthority } from './problems';

export interface SelfManagedCaParts {
  readonly secretName: string;
  readonly secret: AuthoritySecret;
  readonly bundles: CaBundles;
  readonly plan: AuthorityPlan;
  /** DNS names of the serving certificate. */
  readonly names: readonly string[];
  /** Takes a serving certificate into use. */
  readonly use: (pair: KeyPair) => void;
  readonly log: Log;
  readonly metrics: Metrics;
}

interface Serving {
  readonly issuer: string;
  readonly renewAt: number;
  readonly notAfter: number;
}

const firstPause = 500;
const maxPauseMs = 30_000;

/**
 * Keeps the certificate authority that all replicas share, this replica's serving certificate, and the caBundles. No replica
 * leads: each does what is due, and of two that write the same Secret the slower one takes what the faster one wrote.
 */
export class SelfManagedCa {
  private state: AuthorityState | undefined;
  /** Whether the Secret holds the state. */
  private isStored = false;
  private serving: Serving | undefined;
  private wasPublished = false;
  private trouble = '';
  private failures = 0;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private isAgain = false;
  private isStopped = false;

  constructor(private readonly parts: SelfManagedCaParts) {}

  /** Notes the Secret as it is now. */
  secretChanged(object: KubernetesObject | undefined): Promise<void> {
    this.adopt(this.parts.secret.take(object));
    return this.reconcile();
  }

  /** Notes a configuration as it is now. */
  configurationChanged(configuration: Configuration, object: KubernetesObject | undefined): Promise<void> {
    this.parts.bundles.take(configuration, object);
    return this.reconcile();
  }

  /** Whether API servers can trust the certificate that is shown, or could once. */
  get isReady(): boolean {
    return this.serving !== undefined && this.wasPublished;
  }

  /** For `/readyz`. */
  get detail(): Record<string, unknown> {
    const { state, serving, trouble } = this;
    return {
      ...(serving === undefined ? {} : { notAfter: new Date(serving.notAfter).toISOString() }),
      ...(state === undefined
        ? {}
        : { authority: authorityDetail(state), caBundle: this.parts.bundles.detail(bundleOf(state)) }),
      ...(this.parts.secret.exists ? {} : { missing: `Secret ${this.parts.secretName}` }),
      ...(trouble === '' ? {} : { trouble }),
    };
  }

  stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    return this.running ?? Promise.resolve();
  }

  /** Does everything that is due. Runs once at a time; a call meanwhile makes it look again. */
  private reconcile(): Promise<void> {
    this.isAgain = true;
    this.running ??= this.run();
    return this.running;
  }

  private async run(): Promise<void> {
    clearTimeout(this.timer);
    let pause = this.interval;
    try {
      while (this.isAgain && !this.isStopped) {
        this.isAgain = false;
        await this.step();
      }
      this.failures = 0;
      this.trouble = '';
    } catch (error) {
      pause = Math.min(pause, firstPause * 2 ** Math.min(this.failures++, 10), maxPauseMs);
      this.report(error);
    }
    // at once, not when the promise has settled: a call in between would wait for nobody
    this.running = undefined;
    if (!this.isStopped) this.timer = setTimeout(() => void this.reconcile(), pause);
  }

  /** Timers stop while a machine sleeps: what is due is looked for again and again. */
  private get interval(): number {
    const { caPropagationDelay, servingLifetime } = this.parts.plan;
    return Math.max(50, Math.min(60_000, caPropagationDelay / 10, servingLifetime / 50));
  }

  private async step(): Promise<void> {
    const { secret, bundles, plan } = this.parts;
    const { state } = this;
    // before anything that may fail: a serving certificate needs no API server to be renewed
    if (state !== undefined) this.renew(state);
    if (!secret.exists) return;
    const { rotation } = secret;
    const next = nextState(
      state,
      {
        now: Date.now(),
        isPublished: state !== undefined && this.isStored && bundles.isPublished(bundleOf(state)),
        ...(rotation === undefined ? {} : { rotation }),
      },
      plan,
    );
    if (next !== state || !this.isStored) {
      await this.store(next);
      return;
    }
    await this.publish(next);
  }

  private async store(state: AuthorityState): Promise<void> {
    const { secret, metrics, log } = this.parts;
    this.isAgain = true;
    try {
      if (await secret.write(state)) {
        metrics.authorityWritten('written');
        log.info(authorityDetail(state), 'authority written');
        this.state = state;
        this.isStored = true;
        return;
      }
    } catch (error) {
      metrics.authorityWritten('failed');
      throw error;
    }
    metrics.authorityWritten('conflict');
    this.adopt(await secret.read());
  }

  private renew({ current }: AuthorityState): void {
    const now = Date.now();
    const { serving } = this;
    if (serving !== undefined && serving.issuer === current.certificate && now < serving.renewAt) return;
    const { names, plan, use, metrics, log } = this.parts;
    const pair = mintServing(current, names, now, plan.servingLifetime);
    use(pair);
    const { notAfter } = validityOf(pair.certificate);
    this.serving = { issuer: current.certificate, renewAt: renewalTime(pair.certificate), notAfter };
    metrics.certificateTaken(notAfter, validityOf(current.certificate).notAfter);
    log.info({ notAfter: new Date(notAfter).toISOString() }, 'serving certificate in use');
  }

  private async publish(state: AuthorityState): Promise<void> {
    const { bundles, secret } = this.parts;
    const bundle = bundleOf(state);
    const different = bundles.different(bundle);
    if (different.length > 0) {
      this.isAgain = true;
      // what looks overwritten may be the bundle of a state that another replica wrote a moment ago
      const newer = await secret.read();
      if (newer !== undefined) {
        this.adopt(newer);
        return;
      }
      for (const configuration of different) await bundles.write(configuration, bundle);
    }
    const isPublished = bundles.isPublished(bundle);
    this.wasPublished ||= isPublished;
    // somebody waits for it: the time of publication is to be noted
    if (isPublished && state.next !== undefined && state.next.publishedAt === undefined) this.isAgain = true;
  }

  private adopt(reading: StateReading | undefined): void {
    if (reading === undefined) return;
    this.isStored = reading.kind === 'state';
    if (reading.kind === 'state') this.state = reading.state;
    if (reading.kind !== 'fault') return;
    const { secretName, log } = this.parts;
    const { code, message } = invalidAuthority.at('', { secret: secretName, rule: reading.fault });
    log.warn({ code }, message);
  }

  private report(error: unknown): void {
    const isRefusal = error instanceof KubernetesError;
    this.trouble = isRefusal ? `${error.status} ${error.reason}: ${error.message}` : showValue(placeOf(error).error);
    this.parts.log.error(isRefusal ? { trouble: this.trouble } : placeOf(error), 'certificates cannot be kept');
  }
}

function authorityDetail({ current, next, previous }: AuthorityState): Record<string, unknown> {
  const phase = next === undefined ? 'steady' : next.publishedAt === undefined ? 'publishing' : 'propagating';
  return {
    phase,
    authorityNotAfter: new Date(validityOf(current.certificate).notAfter).toISOString(),
    previous: previous.length,
  };
}
