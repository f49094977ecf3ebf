import { z } from 'zod';
import { struct } from '../values/shape';
import { annotationKeyPattern, dnsLabel, dnsSubdomain, entryKey, qualifiedNamePattern, text } from './names';
import { quantity, resourceNamePattern } from './quantities';

const metadataFields = `(name|namespace|uid|labels\\['${qualifiedNamePattern}'\\]|annotations\\['${annotationKeyPattern}'\\])`;

function fieldRef(fieldPath: z.ZodString) {
  // v1 is all that the API server can convert
  return z.strictObject({ apiVersion: z.literal('v1').optional(), fieldPath });
}

const resource = text(`(limits|requests)\\.(${resourceNamePattern})`, 'a field such as limits.memory');

const podField = text(
  `metadata\\.${metadataFields}|spec\\.(nodeName|serviceAccountName)|status\\.(hostIPs?|podIPs?)`,
  "a field of the Pod such as status.podIP or metadata.labels['app']",
);

/** What a file of a volume may hold: also all labels or annotations at once, but nothing known only once the Pod runs. */
const podFileField = text(
  `metadata\\.(${metadataFields}|labels|annotations)`,
  "a field of the Pod's metadata such as metadata.labels or metadata.name",
);

const entry = z.strictObject({ name: dnsSubdomain, key: entryKey, optional: z.boolean().optional() });

const valueFrom = z.strictObject({
  configMapKeyRef: entry.optional(),
  secretKeyRef: entry.optional(),
  fieldRef: fieldRef(podField).optional(),
  resourceFieldRef: z
    .strictObject({ containerName: dnsLabel.optional(), resource, divisor: quantity.optional() })
    .optional(),
});

const envVar = z.strictObject({
  // what every release since 1.30 takes; later ones take nearly any character
  name: text('([-_a-zA-Z]|\\.[-_a-zA-Z0-9])[-._a-zA-Z0-9]*', 'the name of an environment variable'),
  value: z.string().optional(),
  valueFrom: valueFrom.optional(),
});

export const envVars = struct(z.array(envVar), 'k8s.EnvVar[]');

export const podFileFieldRef = fieldRef(podFileField);

/** A file belongs to no container, so it must name one. */
export const fileResourceFieldRef = z.strictObject({
  containerName: dnsLabel,
  resource,
  divisor: quantity.optional(),
});
