import { z } from 'zod';

/*
 * The patterns are those of Kubernetes' own validation (k8s.io/apimachinery/pkg/util/validation). Helm matches them
 * with RE2, zod with JavaScript: neither look-around nor `.`, on which the two engines differ, may stand in them.
 */
const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
export const subdomainPattern = `${label}(\\.${label})*`;
const anyCaseLabel = '[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?';
const anyCaseSubdomain = `${anyCaseLabel}(\\.${anyCaseLabel})*`;
const name = '([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]';
export const qualifiedNamePattern = `(${subdomainPattern}/)?${name}`;
export const annotationKeyPattern = `(${anyCaseSubdomain}/)?${name}`;
/** A name that a vendor's domain stands before, as in `nvidia.com/gpu`. */
export const domainNamePattern = `${subdomainPattern}/${name}`;

const subdomainLength = 253;
const qualifiedLength = subdomainLength + 1 + 63;

/** A text that matches a pattern from end to end. */
export function text(pattern: string, description: string) {
  return z
    .string()
    .regex(new RegExp(`^(${pattern})$`), description)
    .meta({ description });
}

/** A whole number; JSON Schema and zod agree on integers only between explicit bounds. */
export function wholeNumber(min: number, max: number) {
  return z.int().min(min).max(max);
}

export const int32Max = 2 ** 31 - 1;

/** The name of a container, volume, Service or namespace. */
export const dnsLabel = text(label, 'a name of lower-case letters, digits and "-", at most 63').max(63);

/** The name of most objects: ConfigMap, Secret, PersistentVolumeClaim, Node … */
export const dnsSubdomain = text(
  subdomainPattern,
  'a name of lower-case letters, digits, "-" and ".", at most 253',
).max(subdomainLength);

/** The key of a label, a taint or a topology. */
export const qualifiedName = text(qualifiedNamePattern, 'a name such as zone or topology.kubernetes.io/zone').max(
  qualifiedLength,
);

// the API server folds the case of an annotation's key before it checks the prefix
export const annotationKey = text(annotationKeyPattern, 'a name such as note or example.com/note').max(qualifiedLength);

export const labelValue = text(
  '([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?',
  'a text of letters, digits, "-", "_" and ".", at most 63',
).max(63);

// the name of a CSI driver may have upper-case letters
export const driverName = text(anyCaseSubdomain, 'a CSI driver, as in disk.csi.example.com').max(63);

/** The key of an entry in a ConfigMap or Secret; a leading ".." could leave the folder it is mounted on. */
export const entryKey = text(
  '([-_a-zA-Z0-9]|\\.[-_a-zA-Z0-9])[-._a-zA-Z0-9]*',
  'a name of letters, digits, "-", "_" and ".", at most 253',
).max(subdomainLength);

/** A port of a container or Service. */
export const port = wholeNumber(1, 65535);

/** A number of things, or a share of them, as a PodDisruptionBudget or a rollout takes it. */
export const intOrPercent = z.union([
  wholeNumber(0, int32Max),
  text('([0-9]|[1-9][0-9]|100)%', 'a percentage such as 25%'),
]);
