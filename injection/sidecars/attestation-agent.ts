import type { InjectionPlan } from '../plan/injection-plan';
import type { Container, JsonObject } from '../json/json-object';
import { attestationVolume } from '../names';
import type { SidecarTemplate } from '../templates/sidecar-templates';
import { attestationAgentScript } from './attestation-agent-script';
import { authoritiesEnv } from './authorities-script';
import { attestationFolder, attestationSocket } from './paths';
import { plaintextMounts } from './plaintext-mounts';
import { privileged, restricted, sidecarContainer } from './sidecar-container';
import { shellProbe } from './sidecar-probes';
import { tomlLine, tomlString } from './toml-string';

/** The file that AA reads, for both kinds of token. AA up to 1.3.1 refuses a file without one of them. */
export function attestationAgentConfiguration(trusteeAddress: string, authorities?: string): string {
  // AA appends "/attestation" to the first address as it stands: no slash at its end
  return `[token_configs.coco_as]
url = ${tomlString(`${trusteeAddress}/attestation-service`)}

[token_configs.kbs]
url = ${tomlString(trusteeAddress)}
${tomlLine('cert', authorities)}`;
}

// AA has no setting for the GPU: it attests whatever NVML shows it, and the NVIDIA runtime decides by these what there is.
function gpuExposure(gpuRaEnable: boolean): Record<string, string> {
  return gpuRaEnable
    ? { NVIDIA_VISIBLE_DEVICES: 'all', NVIDIA_DRIVER_CAPABILITIES: 'utility' }
    : { NVIDIA_VISIBLE_DEVICES: 'void' };
}

// A line of the table for each socket; these flags say that it is listening.
const isListening = `grep -Eq ' 00010000 .* ${attestationSocket.replaceAll('.', '[.]')}$' /proc/net/unix`;

/** The sidecar that makes evidence of where the Pod runs. */
export function attestationAgent({ options, plaintextVolumes }: InjectionPlan, template: SidecarTemplate): Container {
  const { tdxRaEnable, gpuRaEnable, trusteeAddress, trusteeAuthorities, versions } = options;
  const attestation: JsonObject = { name: attestationVolume, mountPath: attestationFolder };
  return sidecarContainer({
    component: 'aa',
    version: versions.aa,
    template,
    script: attestationAgentScript,
    env: {
      CAI_AA_CONFIG: attestationAgentConfiguration(trusteeAddress, trusteeAuthorities),
      ...authoritiesEnv(trusteeAuthorities),
      ...gpuExposure(gpuRaEnable),
    },
    // AA finds TDX by /dev/tdx_guest, which a privileged container has. Being privileged, it also looks after dead mounts.
    rights: tdxRaEnable ? privileged : restricted(),
    volumeMounts: tdxRaEnable ? [attestation, ...plaintextMounts(plaintextVolumes)] : [attestation],
    startupProbe: shellProbe(isListening, { periodSeconds: 1, forSeconds: 5 * 60 }),
  });
}
