import { z } from 'zod';
import { struct } from '../values/shape';
import { domainNamePattern, text } from './names';

const number = '\\+?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)';
const suffix = '[KMGTPE]i|[numkMGTPE]|[eE][-+]?[0-9]+';

const description = 'an amount such as 500m, 2 or 16Gi';

/** An amount of a resource as a text, never negative: `500m`, `1.5`, `16Gi`. */
export const quantityText = text(`${number}(${suffix})?`, description);

/** An amount of a resource. YAML reads an unquoted `4` or `0.5` as a number, which Kubernetes takes as well. */
export const quantity = z.union([quantityText, z.number().min(0)]).meta({ description });

const hugePages = 'hugepages-[0-9]+([KMGTPE]i|[kMGTPE])?';
/** What the limits and requests of a container may be about. */
export const resourceNamePattern = `cpu|memory|ephemeral-storage|${hugePages}|${domainNamePattern}`;

export const resourceName = text(resourceNamePattern, 'a resource such as cpu, memory or nvidia.com/gpu');

/** The limits or the requests of a container. */
export const resourceNames = struct(z.record(resourceName, quantity), 'Record<string, k8s.Quantity>');

/** What an amount of memory must look like so that amounts can be added in a template: a whole number of Mi, Gi or Ti. */
export const memoryPattern = '^[1-9][0-9]{0,6}(Mi|Gi|Ti)$';

/** An amount of memory that templates can add to others; in props a `Size`. */
export const memorySize = z
  .string()
  .regex(new RegExp(memoryPattern), 'a whole number of Mi, Gi or Ti, such as 64Gi')
  .meta({ propType: 'Size' });

/** An amount of storage; in props a `Size`. */
export const storageSize = quantityText.meta({ propType: 'Size' });
