import { authoritiesRule } from '../../injection';

/** What is said of a text that holds a private key, at PATH. */
export const keySaid =
  'CAI5020 private-key-given: PATH holds a private key (not shown); give the certificates alone, and replace the key: whoever could read this has it';

/** What is said of a text that does not have the form of certificates, at PATH. */
export const formSaid = `CAI1004 wrong-form: PATH is the value given (not shown); it must be ${authoritiesRule}`;
