import { defaultTemplates, type Component, type SidecarTemplate } from '../../injection';

/*
 * What CaiWebhook, SidecarTemplates and the chart cai-webhook take where the user says nothing. One place for all, so that
 * an installation does not depend on the way in.
 */

/** Name of the Deployment, of both webhook configurations and of the policy. */
export const defaultWebhookName = 'cai-webhook';

/** An image that has nothing but Node.js: the server comes in a ConfigMap. */
export const defaultServerImage = {
  registry: 'docker.io',
  repository: 'library/node',
  tag: '22-bookworm-slim',
  pullPolicy: 'IfNotPresent',
} as const;

/** What a sidecar is made of, with its image as a name below the registry. */
type SidecarDefaults = Omit<SidecarTemplate, 'digest'>;

const { sidecars } = defaultTemplates;

/** Where the vendor publishes the images of the sidecars. */
export const defaultRegistry = sidecars.aa.image.replace(/\/[^/]*$/, '');

const belowRegistry = (template: SidecarTemplate): SidecarDefaults => ({
  ...template,
  image: template.image.slice(defaultRegistry.length + 1),
});

export const defaultSidecars: Readonly<Record<Component, SidecarDefaults>> = {
  aa: belowRegistry(sidecars.aa),
  cdh: belowRegistry(sidecars.cdh),
  tng: belowRegistry(sidecars.tng),
  cachefs: belowRegistry(sidecars.cachefs),
};

/** Ports of the server's container. */
export const webhookPorts = { https: 8443, http: 8080 } as const;

export const defaultReplicas = 2;
export const defaultDrainSeconds = 5;
export const defaultLogLevel = 'info';

/** The authority, which only this cluster's API server trusts; what the servers show; and how long a new authority waits. */
export const defaultCertificates = { caLifetime: '365d', lifetime: '7d', caPropagationDelay: '5m' } as const;

/** The server's own budget is 250 MB under the heaviest load; without a limit of the CPU it answers in time. */
export const defaultServerResources = {
  requests: { cpu: '100m', memory: '96Mi' },
  limits: { memory: '320Mi' },
} as const;

/** Namespaces whose Pods never wait for the webhook, beside its own: the cluster must be able to start without it. */
export const systemNamespaces = ['kube-system', 'kube-public', 'kube-node-lease'] as const;

/** While no replica runs, no confidential Pod can be created: replicas go before ordinary Pods. */
export const defaultPriorityClass = 'system-cluster-critical';
