import type { InjectionPlan } from '../../../injection/plan/injection-plan';
import type { SidecarTemplate, SidecarTemplates } from '../../../injection/templates/sidecar-templates';
import { optionsWith } from '../option-texts';

/** A plan with everything in it that a sidecar can show. */
export const examplePlan: InjectionPlan = {
  options: optionsWith({ trusteeAddress: 'http://192.0.2.1:8081/api' }),
  plaintextVolumes: [
    { name: 'cai-plaintext-0', cipherVolume: 'model' },
    { name: 'cai-plaintext-1', cipherVolume: 'model-again' },
  ],
  securedPorts: [
    { port: 8080, listenPort: 41080, directForward: ['^/healthz$'] },
    { port: 8443, listenPort: 41443, directForward: [] },
  ],
  controlPort: 50000,
};

function template(name: string, ...command: string[]): SidecarTemplate {
  return {
    image: `registry.example/${name}`,
    version: 'unused',
    imagePullPolicy: 'IfNotPresent',
    command,
    resources: { requests: { cpu: '100m', memory: '64Mi' } },
    securityContext: {},
  };
}

export const exampleTemplates: SidecarTemplates = {
  sidecars: {
    aa: template('attestation-agent', 'attestation-agent'),
    cdh: template('confidential-data-hub', 'confidential-data-hub'),
    tng: template('tng', 'tng', 'launch'),
    cachefs: template('cachefs', 'gocryptfs'),
  },
  allowSampleEvidence: false,
};
