import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { resourceWhen, type Input, text } from '../../helm';
import type { Identity } from '../kubernetes/labels';
import { resource } from '../kubernetes/resource';
import { serviceMonitor } from '../kubernetes/service-monitor';
import type { WebhookInputs } from './schema';

interface Alert {
  readonly alert: string;
  readonly expr: Input<string>;
  readonly for: string;
  readonly severity: 'critical' | 'warning';
  readonly summary: string;
  readonly description: string;
}

/** Metrics and alerts for the Prometheus operator. */
export class WebhookMonitoring extends Construct {
  public constructor(scope: Construct, id: string, identity: Identity, p: WebhookInputs) {
    super(scope, id);
    const { serviceMonitor: metrics, alerts } = p;
    const owned = { identity, component: 'webhook' } as const;
    resourceWhen(metrics.enabled, () => serviceMonitor(this, { id: 'servicemonitor', ...owned }, metrics));
    resourceWhen(alerts.enabled, () =>
      resource(this, {
        id: 'prometheusrule',
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'PrometheusRule',
        ...owned,
        labels: alerts.labels,
        spec: { groups: [{ name: identity.name, rules: this.alerts().map(rule) }] },
      }),
    );
  }

  private alerts(): readonly Alert[] {
    const namespace = Chart.of(this).namespace ?? 'default';
    const only = text`{namespace="${namespace}"}`;
    return [
      {
        alert: 'CaiWebhookAbsent',
        expr: text`absent(cai_webhook_templates_generation${only})`,
        for: '5m',
        severity: 'critical',
        summary: 'No replica of the CAI webhook reports metrics.',
        description: 'Confidential Pods cannot be created while no replica answers. Other Pods are not affected.',
      },
      {
        alert: 'CaiWebhookFailing',
        expr: text`sum(rate(cai_webhook_decisions_total{namespace="${namespace}",outcome="failed"}[5m])) > 0`,
        for: '5m',
        severity: 'critical',
        summary: 'The CAI webhook fails on reviews.',
        description: 'Pods are refused because of faults of the webhook itself. Its logs name them.',
      },
      {
        alert: 'CaiWebhookCertificateEnds',
        expr: text`cai_webhook_certificate_expiry_timestamp_seconds${only} - time() < 43200`,
        for: '5m',
        severity: 'critical',
        summary: 'A serving certificate of the CAI webhook ends soon.',
        description:
          'Replica {{ $labels.pod }} did not renew its certificate, which ends within half a day. Then confidential Pods are refused.',
      },
      {
        alert: 'CaiWebhookTemplatesBroken',
        expr: text`cai_webhook_templates_valid${only} == 0`,
        for: '5m',
        severity: 'warning',
        summary: 'The sidecar templates of the CAI webhook are broken.',
        description:
          'Replica {{ $labels.pod }} goes on with the last good ones. Its readiness and its logs name the fault.',
      },
      {
        alert: 'CaiWebhookTrusteeAuthorityEnds',
        // 0: the installation names none
        expr: text`(cai_webhook_trustee_authorities_expiry_timestamp_seconds${only} > 0) - time() < 1209600`,
        for: '1h',
        severity: 'warning',
        summary: 'An authority of Trustee ends soon.',
        description:
          'The certificate in trustee.authorities ends within two weeks. Then Pods that start get no key. Name the new authority beside it.',
      },
      {
        alert: 'CaiWebhookBundleNotWritten',
        expr: text`increase(cai_webhook_ca_bundle_assertions_total{namespace="${namespace}",result="failed"}[15m]) > 0`,
        for: '15m',
        severity: 'warning',
        summary: 'The CAI webhook cannot write the caBundle of its configurations.',
        description: 'When the authority changes, API servers will not trust the webhook. Its logs name the fault.',
      },
    ];
  }
}

function rule({ alert, expr, for: time, severity, summary, description }: Alert): Record<string, unknown> {
  return { alert, expr, for: time, labels: { severity }, annotations: { summary, description } };
}
