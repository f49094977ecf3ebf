import { define } from '../../problems';

/** What can be wrong with the props of the webhook and its sidecars, which are also values of the chart cai-webhook. */
export const webhookProblems = {
  issuer: define({
    notation: 'dotted',
    code: 'CAI2102',
    name: 'issuer-without-cert-manager',
    title: 'An issuer of certificates is named although cert-manager is not used.',
    fix: 'set certManager.enabled, or remove issuerRef',
  }),
  samePort: define({
    notation: 'dotted',
    code: 'CAI2106',
    name: 'same-port',
    title: 'The server is to listen twice on one port.',
    fix: 'give ports.https and ports.http different values',
  }),
  missingServer: define({
    notation: 'dotted',
    code: 'CAI2103',
    name: 'missing-server',
    title: 'The server program is not there.',
    fix: 'build it with npm run build, or use an image that includes it',
  }),
} as const;
