import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  add,
  checksum,
  each,
  gt,
  isSet,
  items,
  matches,
  or,
  spread,
  toJson,
  omitEmpty,
  when,
  and,
  type Input,
  text,
} from '../../helm';
import { imageReference } from '../kubernetes/image-reference';
import { selectorLabels, type Identity } from '../kubernetes/labels';
import { affinityOfReplicas } from '../kubernetes/own-pods';
import { resource } from '../kubernetes/resource';
import {
  certificateFile,
  certificateFolders,
  clientConfiguration,
  fromConfigMap,
  fromSecret,
  hasCertificates,
  ownCertificates,
} from './configuration';
import { clientControlPort, proxyPortName } from './defaults';
import type { ClientInputs } from './schema';
import { containerResources, httpProbe, restrictedContainer } from '../kubernetes/container';

const configurationFolder = '/etc/tng/configuration';
const configurationFile = 'config.json';

/** Time beyond the drain in which TNG may end. */
const stopSeconds = 15;

/** TNG and its configuration, under the restricted Pod Security profile. */
export class TngClientDeployment extends Construct {
  /** The Deployment. */
  public readonly apiObject: ApiObject;

  public constructor(scope: Construct, id: string, p: ClientInputs, identity: Identity) {
    super(scope, id);
    const { trustedCertificates, authorities } = p.trustee;
    const data = {
      [configurationFile]: clientConfiguration(scope, p),
      [ownCertificates.trusted]: trustedCertificates.pem,
      [ownCertificates.authorities]: authorities.pem,
    };
    resource(this, {
      id: 'configuration',
      apiVersion: 'v1',
      kind: 'ConfigMap',
      identity,
      component: 'client',
      name: text`${identity.name}-config`,
      data,
    });
    const selector = selectorLabels(identity, 'client');
    this.apiObject = resource(this, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      identity,
      component: 'client',
      spec: {
        replicas: p.replicas,
        selector: { matchLabels: selector },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        template: {
          metadata: {
            labels: { ...spread(p.podLabels), ...selector },
            // TNG reads its configuration once
            annotations: { ...spread(p.podAnnotations), 'checksum/configuration': checksum(data) },
          },
          spec: podSpec(p, identity),
        },
      },
    });
  }
}

function podSpec(p: ClientInputs, identity: Identity): Record<string, unknown> {
  const { trustedCertificates, authorities } = p.trustee;
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: add(p.drainSeconds, stopSeconds),
    priorityClassName: p.priorityClassName,
    imagePullSecrets: omitEmpty(p.imagePullSecrets),
    nodeSelector: { ...spread(p.nodeSelector), 'kubernetes.io/os': 'linux' },
    tolerations: omitEmpty(p.tolerations),
    affinity: affinityOfReplicas(p.affinity, selectorLabels(identity, 'client')),
    securityContext: when(hasPrivilegedPort(p), {
      // a port below 1024 needs no right of root then; Kubernetes counts this setting among the safe ones
      sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
    }),
    containers: [container(p)],
    volumes: items(
      {
        name: 'configuration',
        configMap: {
          name: text`${identity.name}-config`,
        },
      },
      { name: 'temporary', emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } },
      ...certificateVolumes('trusted', trustedCertificates, identity),
      ...certificateVolumes('authorities', authorities, identity),
    ),
  };
}

function container(p: ClientInputs): Record<string, unknown> {
  const { trustedCertificates, authorities } = p.trustee;
  return {
    name: 'tng',
    image: imageReference(p.image),
    imagePullPolicy: p.image.pullPolicy,
    command: ['tng', 'launch', '--config-file', `${configurationFolder}/${configurationFile}`],
    env: when(hasCertificates(authorities), [
      { name: 'SSL_CERT_FILE', value: `${certificateFolders.authorities}/${certificateFile}` },
      // else the folder of the image would be looked into as well
      { name: 'SSL_CERT_DIR', value: certificateFolders.authorities },
    ]),
    ports: items(
      { name: 'control', containerPort: clientControlPort, protocol: 'TCP' },
      when(p.proxy.enabled, { name: proxyPortName, containerPort: p.proxy.port, protocol: 'TCP' }),
      each(p.upstreams, ({ name, servicePort }) => ({ name, containerPort: servicePort, protocol: 'TCP' })),
    ),
    // TNG asks Trustee before it listens, and ends where nobody answers
    startupProbe: httpProbe('/readyz', 'control', { periodSeconds: 1, failureThreshold: 120 }),
    readinessProbe: httpProbe('/readyz', 'control', { periodSeconds: 5, failureThreshold: 2 }),
    livenessProbe: httpProbe('/livez', 'control', { periodSeconds: 10, failureThreshold: 6 }),
    lifecycle: when(gt(p.drainSeconds, 0), { preStop: { sleep: { seconds: p.drainSeconds } } }),
    resources: containerResources(p.resources),
    securityContext: restrictedContainer,
    volumeMounts: items(
      { name: 'configuration', mountPath: configurationFolder, readOnly: true },
      { name: 'temporary', mountPath: '/tmp' },
      when(hasCertificates(trustedCertificates), {
        name: 'trusted',
        mountPath: certificateFolders.trusted,
        readOnly: true,
      }),
      when(hasCertificates(authorities), {
        name: 'authorities',
        mountPath: certificateFolders.authorities,
        readOnly: true,
      }),
    ),
  };
}

function hasPrivilegedPort(p: ClientInputs): Input<boolean> {
  const below1024 = '([0-9]{1,3}|10[01][0-9]|102[0-3])';
  return or(
    and(p.proxy.enabled, gt(1024, p.proxy.port)),
    matches(`"servicePort":${below1024}\\}`, toJson(p.upstreams)),
  );
}

function certificateVolumes(
  name: keyof typeof ownCertificates,
  source: ClientInputs['trustee']['authorities'],
  identity: Identity,
): unknown[] {
  const entries = [{ key: source.key, path: certificateFile }];
  const own = [{ key: ownCertificates[name], path: certificateFile }];
  return [
    when(isSet(source.pem), () => ({ name, configMap: { name: text`${identity.name}-config`, items: own } })),
    when(fromConfigMap(source), () => ({ name, configMap: { name: source.configMap, items: entries } })),
    when(fromSecret(source), () => ({ name, secret: { secretName: source.secret, items: entries } })),
  ];
}
