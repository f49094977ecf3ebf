export { behavior, metrics } from './autoscaling';
export { envVars } from './environment';
export { annotations, labels, labelSelector, localObjectReferences } from './metadata';
export { dnsLabel, dnsSubdomain, intOrPercent, labelValue, port, qualifiedName } from './names';
export { cidr, cidrs, networkPolicyPeers } from './networks';
export { quantity, quantityText, resourceNames } from './quantities';
export { affinity, nodeSelector, tolerations, topologySpreadConstraints } from './scheduling';
export { podSecurityContext, securityContext } from './security';
export { volumeMounts, volumes } from './volumes';
