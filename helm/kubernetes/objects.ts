import { dnsSubdomain, wholeNumber } from './names';

/*
 * Objects that exist already, by their names; in props whatever has the name: an object of cdk8s-plus that the same app
 * makes, or one of those that it knows by name.
 */

export const secretName = dnsSubdomain.meta({ propType: 'ISecret' });
export const configMapName = dnsSubdomain.meta({ propType: 'IConfigMap' });
export const claimName = dnsSubdomain.meta({ propType: 'IPersistentVolumeClaim' });

/** A time in seconds; in props a `Duration`. */
export function seconds(min: number, max: number) {
  return wholeNumber(min, max).meta({ propType: 'Duration' });
}
