import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Decision, Outcome } from './decision';

const outcomes: readonly Outcome[] = ['ignored', 'injected', 'unchanged', 'denied', 'checked', 'allowed', 'failed'];

/** Who had to give way: a connection, the body of a request, or an answer that nobody read; `health`: on the other port. */
export type Evicted = 'connection' | 'body' | 'answer' | 'health';

const prefix = 'cai_webhook_';

/** The metrics of one server. Their names are a contract. */
export class Metrics {
  private readonly registry = new Registry();
  private readonly decisions = new Counter({
    ...this.named('decisions_total', 'Reviews answered, by what was decided.'),
    labelNames: ['outcome'],
  });
  private readonly problems = new Counter({
    ...this.named('problems_total', 'Problems and warnings found in objects, by their code.'),
    labelNames: ['code', 'severity'],
  });
  private readonly duration = new Histogram({
    ...this.named('decision_duration_seconds', 'Time from the whole body of a review to its answer.'),
    buckets: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 5],
  });
  private readonly badRequests = new Counter({
    ...this.named('bad_requests_total', 'Requests that were no reviews, by the code of what was wrong.'),
    labelNames: ['code'],
  });
  private readonly evictions = new Counter({
    ...this.named('evictions_total', 'Connections that were ended so that others find a place, by what was short.'),
    labelNames: ['what'],
  });
  private readonly assertions = new Counter({
    ...this.named(
      'ca_bundle_assertions_total',
      'Times that the caBundle of a configuration was written, by how it went.',
    ),
    labelNames: ['configuration', 'result'],
  });
  private readonly authorityWrites = new Counter({
    ...this.named(
      'authority_writes_total',
      'Times that the Secret of the certificate authority was written, by how it went.',
    ),
    labelNames: ['result'],
  });
  private readonly renewals = new Counter(
    this.named('certificate_renewals_total', 'Serving certificates that were taken into use.'),
  );
  private readonly certificateExpiry = new Gauge(
    this.named('certificate_expiry_timestamp_seconds', 'When the serving certificate ends, in seconds since 1970.'),
  );
  private readonly authorityExpiry = new Gauge(
    this.named('ca_expiry_timestamp_seconds', 'When the certificate authority in use ends, in seconds since 1970.'),
  );
  private readonly templatesGeneration = new Gauge(
    this.named('templates_generation', 'How many versions of the templates this process has taken into use.'),
  );
  private readonly templatesValid = new Gauge(
    this.named('templates_valid', '1: the ConfigMap is in use. 0: it is broken, and the last good version is in use.'),
  );
  private readonly authoritiesExpiry = new Gauge(
    this.named(
      'trustee_authorities_expiry_timestamp_seconds',
      "When the first of the installation's authorities of Trustee ends, in seconds since 1970. 0: there are none.",
    ),
  );
  private readonly templatesLoaded = new Gauge(
    this.named('templates_loaded_timestamp_seconds', 'When the templates in use were read, in seconds since 1970.'),
  );

  // children are made once: looking one up by its labels costs more than counting
  private readonly byOutcome = new Map(outcomes.map((outcome) => [outcome, this.decisions.labels(outcome)]));

  readonly contentType = this.registry.contentType;

  /** The text that Prometheus reads. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  decided({ outcome, problems, warnings }: Decision, seconds: number): void {
    this.byOutcome.get(outcome)?.inc();
    for (const { code, severity } of problems) this.problems.labels(code, severity).inc();
    for (const { code, severity } of warnings) this.problems.labels(code, severity).inc();
    this.duration.observe(seconds);
  }

  badRequest(code: string): void {
    this.badRequests.labels(code).inc();
  }

  evicted(what: Evicted): void {
    this.evictions.labels(what).inc();
  }

  bundleAsserted(configuration: string, result: 'written' | 'failed'): void {
    this.assertions.labels(configuration, result).inc();
  }

  authorityWritten(result: 'written' | 'conflict' | 'failed'): void {
    this.authorityWrites.labels(result).inc();
  }

  certificateTaken(notAfter: number, authorityNotAfter: number | undefined): void {
    this.renewals.inc();
    this.certificateExpiry.set(notAfter / 1000);
    if (authorityNotAfter !== undefined) this.authorityExpiry.set(authorityNotAfter / 1000);
  }

  templatesTaken(generation: number, at: number): void {
    this.templatesGeneration.set(generation);
    this.templatesLoaded.set(at / 1000);
    this.templatesValid.set(1);
  }

  /** @param firstEnd milliseconds since 1970; undefined where there are no authorities */
  authoritiesTaken(firstEnd: number | undefined): void {
    this.authoritiesExpiry.set((firstEnd ?? 0) / 1000);
  }

  templatesBroken(): void {
    this.templatesValid.set(0);
  }

  private named(name: string, help: string): { name: string; help: string; registers: Registry[] } {
    return { name: `${prefix}${name}`, help, registers: [this.registry] };
  }
}
