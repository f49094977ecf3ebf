import { defaultVersions } from '../injection';

/*
 * What TngClient and the chart tng-client take where the user says nothing. One place for both, so that an installation does
 * not depend on the way in.
 */

/** Name of the Deployment and the Service. */
export const defaultClientName = 'tng-client';

/** The image of the document's sixth step. */
export const defaultClientImage = {
  registry: 'confidential-ai-registry.cn-shanghai.cr.aliyuncs.com',
  repository: 'product/tng',
  tag: defaultVersions.tng,
  pullPolicy: 'IfNotPresent',
} as const;

/** Port of the HTTP proxy, as in the document. */
export const defaultProxyPort = 41000;

/** Port on which TNG tells whether it works. It carries no secrets, and no Service offers it. */
export const clientControlPort = 50000;

/** Name of the proxy's port in the Service. */
export const proxyPortName = 'http-proxy';

/** Attestation policies that the document asks for. */
export const defaultPolicyIds = ['default'] as const;

export const defaultClientReplicas = 2;
export const defaultClientDrainSeconds = 15;

/** Encryption takes the CPU that it gets; memory does not grow with the requests. */
export const defaultClientResources = {
  requests: { cpu: '100m', memory: '64Mi' },
  limits: { memory: '256Mi' },
} as const;
