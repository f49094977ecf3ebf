import { define } from '../../problems';

/** What can be wrong with where certificates are to come from. */
export const certificateProblems = {
  certificateSource: define({
    notation: 'dotted',
    code: 'CAI2206',
    name: 'certificate-source',
    title: 'Certificates are to come from several places at once: as text, from a ConfigMap or from a Secret.',
    fix: 'name one of them',
  }),
} as const;
