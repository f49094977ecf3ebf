import type { InjectionPlan } from '../plan/injection-plan';
import type { Container } from '../json/json-object';
import { attestationVolume, keyVolume } from '../names';
import type { SidecarTemplate } from '../templates/sidecar-templates';
import { confidentialDataHubScript } from './confidential-data-hub-script';
import { attestationFolder, keyFile, keyFolder } from './paths';
import { restricted, sidecarContainer } from './sidecar-container';
import { shellProbe } from './sidecar-probes';
import { tomlString } from './toml-string';

/** The file that CDH reads. */
export function confidentialDataHubConfiguration(trusteeAddress: string): string {
  return `socket = "unix:///run/confidential-containers/cdh.sock"

[kbc]
name = "cc_kbc"
url = ${tomlString(trusteeAddress)}
`;
}

/** The sidecar that fetches the key of the model from Trustee. */
export function confidentialDataHub({ options }: InjectionPlan, template: SidecarTemplate): Container {
  return sidecarContainer({
    component: 'cdh',
    version: options.versions.cdh,
    template,
    script: confidentialDataHubScript,
    env: {
      CAI_CDH_CONFIG: confidentialDataHubConfiguration(options.trusteeAddress),
      CAI_KEY_ID: options.modelDecryptionKeyId,
    },
    rights: restricted(),
    volumeMounts: [
      { name: attestationVolume, mountPath: attestationFolder },
      { name: keyVolume, mountPath: keyFolder },
    ],
    // Trustee may be away, or a policy wrong, for as long as it takes somebody to see to it
    startupProbe: shellProbe(`test -s ${keyFile}`, { periodSeconds: 2, forSeconds: 60 * 60 }),
  });
}
