import { versionSetChoices } from '../../injection';
import { authorityPem, keyPem } from '../support/test-certificates';
import type { Values } from './product-chart';
import { formSaid, keySaid } from './refused-certificates';

/** Values that break a rule, and what raw synth and Helm say then. */
export interface RefusedWebhook {
  readonly change: Values;
  readonly says: string;
}

const reservedKey = (path: string, key: string): RefusedWebhook => ({
  change: { [path]: { fine: 'x', [key]: 'x' } },
  says: `CAI2015 reserved-key: ${path} has a key that begins with trustiflux.alibaba.com/, or one that selects the Pods (app.kubernetes.io/name, instance, component); remove it`,
});

const version = (component: string, written: string): RefusedWebhook => ({
  change: { sidecars: { [component]: { version: written } } },
  says: `CAI5011 unsupported-version: sidecars.${component}.version "${written}" belongs to no version set; choose an image tag of ${versionSetChoices}`,
});

const mixed = (sidecars: Values, inUse: string): RefusedWebhook => ({
  change: { sidecars },
  says: `CAI5012 mixed-version-sets: sidecars mix version sets, which cannot talk to each other: ${inUse}; take all three from ${versionSetChoices}`,
});

const authorities = (given: Values, says: string): RefusedWebhook => ({
  change: { trustee: { authorities: given } },
  says: says.replace('PATH', 'trustee.authorities.pem'),
});

/** Every rule of the chart, broken in every way that its message tells apart. */
export const refusedWebhookValues: readonly RefusedWebhook[] = [
  reservedKey('podAnnotations', 'trustiflux.alibaba.com/ack-cai-options'),
  reservedKey('podLabels', 'trustiflux.alibaba.com/confidential-computing-mode'),
  reservedKey('podLabels', 'app.kubernetes.io/name'),
  reservedKey('podLabels', 'app.kubernetes.io/component'),
  {
    change: { certManager: { issuerRef: { name: 'ours' } } },
    says: 'CAI2102 issuer-without-cert-manager: certManager.issuerRef.name is ours but certManager is not enabled; enable it, or remove issuerRef',
  },
  {
    change: { ports: { https: 9443, http: 9443 } },
    says: 'CAI2106 same-port: ports.http is 9443, as ports.https is; each needs a port of its own',
  },
  authorities(
    { pem: authorityPem, configMap: 'ours' },
    'CAI2206 certificate-source: trustee.authorities names more than one of pem and configMap; name one of them',
  ),
  authorities({ pem: authorityPem + keyPem }, keySaid),
  authorities({ pem: authorityPem.replace('CERTIFICATE', 'TRUSTED CERTIFICATE') }, formSaid),
  authorities({ pem: authorityPem.repeat(40) }, formSaid.replace('CAI1004 wrong-form', 'CAI1005 out-of-range')),
  version('aa', '1.3.2'),
  version('tng', '2.2.5'),
  version('tng', 'latest'),
  mixed({ aa: { version: '1.4.0' } }, 'AA 1.4.0, CDH 1.3.1, TNG 2.2.4'),
  mixed({ tng: { version: '2.12.0' }, cdh: { version: '1.4.8' } }, 'AA 1.3.1, CDH 1.4.8, TNG 2.12.0'),
];
