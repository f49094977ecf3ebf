/** The addresses of a cluster. Each cluster has a network namespace of its own, so that they are the same in all. */
export const nodeName = 'node1';
export const nodeAddress = '10.99.0.1';
export const serviceRange = '10.96.0.0/16';
export const firstServiceAddress = '10.96.0.1';
export const podRanges = ['10.244.0.0/24', 'fd00:10:244::/64'] as const;
export const apiServerUrl = `https://${nodeAddress}:6443`;
export const clusterDomain = 'cluster.local';
