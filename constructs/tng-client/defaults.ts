import { defaultVersions } from '../../injection';

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

/**
 * Versions of set B that take names as the host of an upstream; those from 2.8.0 on take IPv4 addresses alone. An anchored
 * regular expression for JavaScript and for Go.
 */
export const takesNamesPattern = '^2\\.(2\\.([6-9]|[1-9][0-9]{1,8})|[3-7]\\.[0-9]{1,9})([-._][0-9A-Za-z._-]{0,97})?$';

/** An IPv4 address, as an anchored regular expression for JavaScript and for Go. */
export const ipv4Pattern =
  '^((25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])\\.){3}(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])$';

/** Attestation policies that the document asks for. */
export const defaultPolicyIds = ['default'] as const;

export const defaultClientReplicas = 2;
export const defaultClientDrainSeconds = 15;

/** Encryption takes the CPU that it gets; memory does not grow with the requests. */
export const defaultClientResources = {
  requests: { cpu: '100m', memory: '64Mi' },
  limits: { memory: '256Mi' },
} as const;
