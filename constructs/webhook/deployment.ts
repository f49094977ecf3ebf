import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  add,
  fields,
  isSet,
  items,
  matches,
  not,
  orElse,
  spread,
  omitEmpty,
  nonEmpty,
  when,
  type Input,
  text,
} from '../../helm';
import { imageReference } from '../kubernetes/image-reference';
import { selectorLabels, type Identity } from '../kubernetes/labels';
import { refuseReservedKeys } from '../kubernetes/reserved-keys';
import { affinityOfReplicas, spreadOfOwnPods } from '../kubernetes/own-pods';
import { resource } from '../kubernetes/resource';
import { containerResources, httpProbe, restrictedContainer } from '../kubernetes/container';
import type { WebhookInputs } from './schema';
import { compressedFile, loadCommand } from './server-bundle';

/** What the server is told, beside what the user says of it. */
interface ServerSurroundings {
  readonly identity: Identity;
  readonly secretName: Input<string>;
  readonly templatesName: Input<string>;
  readonly usesCertManager: Input<boolean>;
  /** Whether the image lacks the server, which then comes in a ConfigMap. */
  readonly needsServer: Input<boolean>;
  readonly bundleName: Input<string>;
  readonly bundleChecksum: Input<string>;
}

const serverFolder = '/opt/cai-webhook';

const maxOldSpaceMiB = 160;

/** Time beyond the drain in which requests may end, and time beyond that in which the process may. */
const stopSeconds = 10 + 5;

/** Whether the image has the server in it. */
export function includesServer({ image }: WebhookInputs): Input<boolean> {
  return orElse<boolean>(image.includesServer, not(matches('(^|/)node$', image.repository)));
}

/** The replicas of the server, under the restricted Pod Security profile. */
export class WebhookDeployment extends Construct {
  /** The Deployment. */
  public readonly apiObject: ApiObject;

  public constructor(scope: Construct, id: string, p: WebhookInputs, around: ServerSurroundings) {
    super(scope, id);
    refuseReservedKeys(this, p);
    const { identity } = around;
    const selector = selectorLabels(identity, 'webhook');
    this.apiObject = resource(this, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      identity,
      component: 'webhook',
      spec: {
        replicas: p.replicas,
        selector: { matchLabels: selector },
        // a confidential Pod that is created while none answers is refused: never fewer than asked for, unless the new one
        // would wait for the ports of a node
        strategy: when<unknown>(
          p.hostNetwork,
          rolling({ maxSurge: 0, maxUnavailable: 1 }),
          rolling({ maxSurge: 1, maxUnavailable: 0 }),
        ),
        template: {
          metadata: {
            labels: { ...spread(p.podLabels), ...selector },
            annotations: fields({
              ...spread(p.podAnnotations),
              // templates and certificates are watched; only another program needs other Pods
              'checksum/server': when(around.needsServer, around.bundleChecksum),
            }),
          },
          spec: podSpec(p, around),
        },
      },
    });
  }
}

function rolling(rollingUpdate: { maxSurge: number; maxUnavailable: number }): object {
  return { type: 'RollingUpdate', rollingUpdate };
}

function podSpec(p: WebhookInputs, around: ServerSurroundings): Record<string, unknown> {
  const { identity, needsServer } = around;
  return {
    serviceAccountName: identity.name,
    automountServiceAccountToken: true,
    enableServiceLinks: false,
    hostNetwork: when(p.hostNetwork, true),
    dnsPolicy: when(p.hostNetwork, 'ClusterFirstWithHostNet'),
    priorityClassName: when(isSet(p.priorityClassName), p.priorityClassName),
    terminationGracePeriodSeconds: add(p.drainSeconds, stopSeconds),
    imagePullSecrets: omitEmpty(p.imagePullSecrets),
    nodeSelector: { ...spread(p.nodeSelector), 'kubernetes.io/os': 'linux' },
    tolerations: omitEmpty(p.tolerations),
    affinity: affinityOfReplicas(p.affinity, selectorLabels(identity, 'webhook'), p.requireSeparateNodes),
    topologySpreadConstraints: spreading(p, identity),
    containers: [container(p, around)],
    volumes: when(needsServer, [{ name: 'server', configMap: { name: around.bundleName } }]),
  };
}

function spreading(p: WebhookInputs, identity: Identity): unknown {
  const { topologySpreadConstraints: given } = p;
  const overZones = {
    maxSkew: 1,
    topologyKey: 'topology.kubernetes.io/zone',
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: selectorLabels(identity, 'webhook') },
    matchLabelKeys: ['pod-template-hash'],
  };
  return when<unknown>(nonEmpty(given), () => spreadOfOwnPods(given, selectorLabels(identity, 'webhook')), [overZones]);
}

function container(p: WebhookInputs, around: ServerSurroundings): Record<string, unknown> {
  const { needsServer } = around;
  return {
    name: 'webhook',
    image: imageReference(p.image),
    imagePullPolicy: p.image.pullPolicy,
    command: when(needsServer, loadCommand(`${serverFolder}/${compressedFile}`)),
    env: environment(p, around),
    ports: [
      { name: 'https', containerPort: p.ports.https, protocol: 'TCP' },
      { name: 'http', containerPort: p.ports.http, protocol: 'TCP' },
    ],
    // asked over plain HTTP: whether the certificate works is what readiness is about
    startupProbe: httpProbe('/healthz', 'http', { periodSeconds: 1, failureThreshold: 60 }),
    readinessProbe: httpProbe('/readyz', 'http', { periodSeconds: 5, failureThreshold: 2 }),
    livenessProbe: httpProbe('/healthz', 'http', { periodSeconds: 10, failureThreshold: 6 }),
    resources: containerResources(p.resources),
    securityContext: restrictedContainer,
    volumeMounts: when(needsServer, [{ name: 'server', mountPath: serverFolder, readOnly: true }]),
  };
}

function environment(p: WebhookInputs, around: ServerSurroundings): unknown {
  const { identity, secretName, templatesName, usesCertManager } = around;
  const { certificates } = p;
  const told: Record<string, unknown> = {
    CAI_TEMPLATES_CONFIGMAP: templatesName,
    CAI_HTTPS_PORT: text`${p.ports.https}`,
    CAI_HTTP_PORT: text`${p.ports.http}`,
    CAI_DRAIN: text`${p.drainSeconds}s`,
    CAI_LOG_LEVEL: p.logLevel,
    NODE_ENV: 'production',
    // below the memory limit, with room for what lies outside of the heap: bodies, answers, TLS
    NODE_OPTIONS: `--max-old-space-size=${maxOldSpaceMiB}`,
    // each arena of the C library keeps what was freed in it
    MALLOC_ARENA_MAX: '2',
  };
  const ownAuthority: Record<string, unknown> = {
    CAI_SERVICE: identity.name,
    CAI_CA_SECRET: secretName,
    CAI_MUTATING_WEBHOOKS: identity.name,
    CAI_VALIDATING_WEBHOOKS: identity.name,
    CAI_CA_LIFETIME: certificates.caLifetime,
    CAI_CERTIFICATE_LIFETIME: certificates.lifetime,
    CAI_CA_PROPAGATION_DELAY: certificates.caPropagationDelay,
  };
  const { configMap, key } = p.trustee.authorities;
  return items(
    { name: 'CAI_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
    ...Object.entries(told).map(([name, value]) => ({ name, value })),
    ...Object.entries(ownAuthority).map(([name, value]) => when(not(usesCertManager), { name, value })),
    when(usesCertManager, { name: 'CAI_CERT_MANAGER_SECRET', value: secretName }),
    when(isSet(configMap), { name: 'CAI_AUTHORITIES_CONFIGMAP', value: configMap }),
    when(isSet(configMap), { name: 'CAI_AUTHORITIES_KEY', value: key }),
  );
}
