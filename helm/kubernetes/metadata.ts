import { z } from 'zod';
import { struct } from '../values/shape';
import { annotationKey, dnsSubdomain, labelValue, qualifiedName } from './names';

export const labels = struct(z.record(qualifiedName, labelValue), 'Record<string, string>');

export const annotations = struct(z.record(annotationKey, z.string()), 'Record<string, string>');

const labelRequirement = z.strictObject({
  key: qualifiedName,
  operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']),
  values: z.array(labelValue).optional(),
});

export const labelSelector = struct(
  z.strictObject({
    matchLabels: labels.optional(),
    matchExpressions: z.array(labelRequirement).optional(),
  }),
);

/** Objects of the same namespace by name, as in `imagePullSecrets`. */
export const localObjectReferences = struct(
  z.array(z.strictObject({ name: dnsSubdomain })),
  'k8s.LocalObjectReference[]',
);
