import { replace, text, truncate, type Input } from '../../helm';

/**
 * A name put together from others, cut where it would be longer than its kind of object allows. The ending keeps it unique,
 * so it must tell apart what is cut away: a hash of all the parts.
 */
export function composedName(parts: Input<string>, ending: Input<string>, limits: ComposedNameLimits): string {
  const { maxLength, endingLength } = limits;
  const kept = truncate(maxLength - 1 - endingLength, parts);
  // a step of a name may not end where the cut fell
  return text`${replace('[-.]+$', kept, '')}-${ending}`;
}

interface ComposedNameLimits {
  /** How long the kind of object lets its names be. */
  readonly maxLength: number;
  readonly endingLength: number;
}

/** Limits of Kubernetes: most objects bear a DNS subdomain. */
export const maxSubdomainLength = 253;
