import type { InjectionPlan } from '../plan/injection-plan';
import type { Container, JsonObject } from '../json/json-object';
import { attestationVolume, keyVolume } from '../names';
import type { SidecarTemplates } from '../templates/sidecar-templates';
import { attestationAgent } from './attestation-agent';
import { cachefs } from './cachefs';
import { confidentialDataHub } from './confidential-data-hub';
import { tng } from './tng';

/** The sidecars of a plan in the order in which they start; no TNG where no port is secured. */
export function sidecarsFor(plan: InjectionPlan, { sidecars }: SidecarTemplates): Container[] {
  return [
    attestationAgent(plan, sidecars.aa),
    confidentialDataHub(plan, sidecars.cdh),
    ...(plan.securedPorts.length === 0 ? [] : [tng(plan, sidecars.tng)]),
    cachefs(plan, sidecars.cachefs),
  ];
}

// What is in them (a socket, a key, symbolic links) must never reach a disk. The volumes for decrypted files hold no files:
// these appear in a mount inside them.
function memoryVolume(name: string): JsonObject {
  return { name, emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } };
}

/** The volumes that the sidecars of a plan need beside the Pod's own. */
export function sidecarVolumes({ plaintextVolumes }: InjectionPlan): JsonObject[] {
  return [attestationVolume, keyVolume, ...plaintextVolumes.map(({ name }) => name)].map(memoryVolume);
}
