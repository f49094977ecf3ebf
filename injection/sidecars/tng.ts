import type { InjectionPlan } from '../plan/injection-plan';
import type { Container } from '../json/json-object';
import { attestationVolume } from '../names';
import type { SidecarTemplate } from '../templates/sidecar-templates';
import { authoritiesEnv } from './authorities-script';
import { attestationFolder } from './paths';
import { restricted, sidecarContainer } from './sidecar-container';
import { httpProbe } from './sidecar-probes';
import { tngConfiguration } from './tng-configuration';
import { tngScript } from './tng-script';

/** The sidecar that lets nothing but attested and encrypted requests reach the secured ports. */
export function tng(plan: InjectionPlan, template: SidecarTemplate): Container {
  const { options, securedPorts, controlPort } = plan;
  return sidecarContainer({
    component: 'tng',
    version: options.versions.tng,
    template,
    script: tngScript,
    env: {
      CAI_TNG_CONFIG: JSON.stringify(tngConfiguration(plan)),
      CAI_SECURED_PORTS: securedPorts.map(({ port }) => port).join(' '),
      CAI_TNG_PORTS: securedPorts.map(({ listenPort }) => listenPort).join(' '),
      ...authoritiesEnv(options.trusteeAuthorities),
    },
    // NET_RAW: iptables of the legacy kind opens a raw socket
    rights: restricted('NET_ADMIN', 'NET_RAW'),
    volumeMounts: [{ name: attestationVolume, mountPath: attestationFolder }],
    startupProbe: httpProbe('/readyz', controlPort, { periodSeconds: 1, forSeconds: 10 * 60 }),
    readinessProbe: httpProbe('/readyz', controlPort, { periodSeconds: 10, forSeconds: 30 }),
  });
}
