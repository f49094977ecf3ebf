import { z } from 'zod';
import { struct } from '../values/shape';
import { labels, labelSelector } from './metadata';
import { dnsLabel, dnsSubdomain, int32Max, labelValue, qualifiedName, wholeNumber } from './names';

/** The labels that a node must have. */
export const nodeSelector = labels;

const toleration = z.strictObject({
  key: qualifiedName.optional(),
  // Lt and Gt are alpha in 1.35
  operator: z.enum(['Exists', 'Equal']).optional(),
  value: labelValue.optional(),
  effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']).optional(),
  tolerationSeconds: wholeNumber(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER).optional(),
});

export const tolerations = struct(z.array(toleration), 'k8s.Toleration[]');

const nodeLabelRequirement = z.strictObject({
  key: qualifiedName,
  operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt']),
  values: z.array(labelValue).optional(),
});

const nodeNameRequirement = z.strictObject({
  key: z.literal('metadata.name'),
  operator: z.enum(['In', 'NotIn']),
  values: z.array(dnsSubdomain).length(1),
});

const nodeTerm = z.strictObject({
  matchExpressions: z.array(nodeLabelRequirement).optional(),
  matchFields: z.array(nodeNameRequirement).optional(),
});

const weight = wholeNumber(1, 100);

const nodeAffinity = z.strictObject({
  requiredDuringSchedulingIgnoredDuringExecution: z
    .strictObject({ nodeSelectorTerms: z.array(nodeTerm).min(1) })
    .optional(),
  preferredDuringSchedulingIgnoredDuringExecution: z.array(z.strictObject({ weight, preference: nodeTerm })).optional(),
});

const podTerm = z.strictObject({
  topologyKey: qualifiedName,
  labelSelector: labelSelector.optional(),
  namespaceSelector: labelSelector.optional(),
  namespaces: z.array(dnsLabel).optional(),
  matchLabelKeys: z.array(qualifiedName).optional(),
  mismatchLabelKeys: z.array(qualifiedName).optional(),
});

const podAffinity = z.strictObject({
  requiredDuringSchedulingIgnoredDuringExecution: z.array(podTerm).optional(),
  preferredDuringSchedulingIgnoredDuringExecution: z
    .array(z.strictObject({ weight, podAffinityTerm: podTerm }))
    .optional(),
});

export const affinity = struct(
  z.strictObject({
    nodeAffinity: nodeAffinity.optional(),
    podAffinity: podAffinity.optional(),
    podAntiAffinity: podAffinity.optional(),
  }),
  'k8s.Affinity',
);

const nodePolicy = z.enum(['Honor', 'Ignore']);

const topologySpreadConstraint = z.strictObject({
  maxSkew: wholeNumber(1, int32Max),
  topologyKey: qualifiedName,
  whenUnsatisfiable: z.enum(['DoNotSchedule', 'ScheduleAnyway']),
  labelSelector: labelSelector.optional(),
  matchLabelKeys: z.array(qualifiedName).optional(),
  minDomains: wholeNumber(1, int32Max).optional(),
  nodeAffinityPolicy: nodePolicy.optional(),
  nodeTaintsPolicy: nodePolicy.optional(),
});

export const topologySpreadConstraints = struct(z.array(topologySpreadConstraint), 'k8s.TopologySpreadConstraint[]');
