import type { ProblemKind } from '../../helm';

/** What can be wrong with the props of the webhook and its sidecars, which are also values of the chart cai-webhook. */
export const webhookProblems = {
  reservedKey: {
    code: 'CAI2101',
    name: 'reserved-key',
    title: "A label or annotation of the webhook's own Pods that asks for protection, or that selects them.",
    fix: 'Remove it: the webhook is not a confidential Pod, and its labels never change.',
  },
  issuer: {
    code: 'CAI2102',
    name: 'issuer-without-cert-manager',
    title: 'An issuer of certificates is named although cert-manager is not used.',
    fix: 'Set certManager.enabled, or remove issuerRef.',
  },
  missingServer: {
    code: 'CAI2103',
    name: 'missing-server',
    title: 'The server program is not there.',
    fix: 'Build it with npm run build, or use an image that includes it.',
  },
} as const satisfies Record<string, ProblemKind>;
