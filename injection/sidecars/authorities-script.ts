import { authoritiesFile, authoritiesFolder } from './paths';

/*
 * OpenSSL, and what does as it does, looks for authorities in a file and in a folder of files with special names. Both are
 * named: else what the image brings would be believed beside them.
 */

/** Name of the variable with the certificates, as PEM. */
export const authoritiesVariable = 'CAI_TRUSTEE_AUTHORITIES';

/** Makes a program believe the authorities of the environment, and no others; where there are none, changes nothing. */
export const useAuthorities = String.raw`
if [ -n "$${authoritiesVariable}" ]; then
  mkdir -p ${authoritiesFolder} && printf '%s' "$${authoritiesVariable}" > ${authoritiesFile} || {
    say "cannot store the certificates of the authorities of Trustee"
    exit 1
  }
  export SSL_CERT_FILE=${authoritiesFile} SSL_CERT_DIR=${authoritiesFolder}
  unset ${authoritiesVariable}
fi
`;

/** The variable for a sidecar whose script has {@link useAuthorities}. */
export function authoritiesEnv(pem: string | undefined): Record<string, string> {
  return pem === undefined ? {} : { [authoritiesVariable]: pem };
}
