import { z } from 'zod';
import type { Construct } from 'constructs';
import { addRule, and, isSet, or, type Input } from '../../helm';
import * as kubernetes from '../../helm/kubernetes';
import { certificateProblems } from './certificate-problems';

/** Certificates given as text, or lying in an object of the same namespace. */
export interface CertificateSource {
  readonly pem?: Input<string> | undefined;
  readonly configMap?: Input<string> | undefined;
  readonly secret?: Input<string> | undefined;
  readonly key: Input<string>;
}

const example = '-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----\n';

/** Certificates that are written down. */
export const pem = z.string().optional().meta({
  description: 'The certificates themselves, as PEM, one after the other. Never a key.',
  example,
  without: 'none',
  secret: true,
});

/** Certificates that lie in a ConfigMap. */
export const configMap = kubernetes.configMapName
  .optional()
  .meta({ description: 'The ConfigMap with them, instead.', example: 'trustee-certificates', without: 'none' });

/** Under which key. */
export const certificateKey = z
  .string()
  .max(253)
  .regex(
    /^[-_a-zA-Z0-9][-._a-zA-Z0-9]*$/,
    'a key of a ConfigMap or Secret: letters, digits, dots, dashes and underscores, not beginning with a dot',
  )
  .default('ca.crt');

/** Refuses certificates of which nobody could tell where they are to come from. */
export function refuseSeveralSources(
  construct: Construct,
  path: string,
  source: CertificateSource,
  names: string,
): void {
  const [text, fromConfigMap, fromSecret] = [isSet(source.pem), isSet(source.configMap), isSet(source.secret)];
  addRule(construct, {
    kind: certificateProblems.certificateSource,
    path,
    // that there are two shows also where one of them is wrong
    isSelfGuarded: true,
    failsWhen: or(and(text, fromConfigMap), and(text, fromSecret), and(fromConfigMap, fromSecret)),
    message: `names more than one of ${names}; name one of them`,
  });
}
