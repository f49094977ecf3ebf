import type { InjectionPlan } from '../plan/injection-plan';
import type { Container } from '../json/json-object';
import { attestationVolume, keyVolume } from '../names';
import type { SidecarTemplate } from '../templates/sidecar-templates';
import { authoritiesEnv } from './authorities-script';
import { confidentialDataHubScript } from './confidential-data-hub-script';
import { attestationFolder, keyFile, keyFolder } from './paths';
import { restricted, sidecarContainer } from './sidecar-container';
import { shellProbe } from './sidecar-probes';
import { tomlLine, tomlString } from './toml-string';

/**
 * The file that CDH reads. Of `kbs_cert` its official build takes the first certificate alone, and adds it to those that it knows: the
 * environment has all of them, and takes away the others.
 */
export function confidentialDataHubConfiguration(trusteeAddress: string, authorities?: string): string {
  return `socket = "unix:///run/confidential-containers/cdh.sock"

[kbc]
name = "cc_kbc"
url = ${tomlString(trusteeAddress)}
${tomlLine('kbs_cert', authorities)}`;
}

/** The sidecar that fetches the key of the model from Trustee. */
export function confidentialDataHub({ options }: InjectionPlan, template: SidecarTemplate): Container {
  const { trusteeAddress, trusteeAuthorities } = options;
  return sidecarContainer({
    component: 'cdh',
    version: options.versions.cdh,
    template,
    script: confidentialDataHubScript,
    env: {
      CAI_CDH_CONFIG: confidentialDataHubConfiguration(trusteeAddress, trusteeAuthorities),
      ...authoritiesEnv(trusteeAuthorities),
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
