import type { InjectionPlan } from '../plan/injection-plan';
import type { Container } from '../json/json-object';
import { keyVolume } from '../names';
import type { SidecarTemplate } from '../templates/sidecar-templates';
import { cachefsHealth, cachefsScript } from './cachefs-script';
import { cipherFolder, keyFolder } from './paths';
import { plaintextMounts } from './plaintext-mounts';
import { privileged, sidecarContainer } from './sidecar-container';
import { shellProbe } from './sidecar-probes';

/** The sidecar that decrypts the model and shows it to the applications. */
export function cachefs({ options, plaintextVolumes }: InjectionPlan, template: SidecarTemplate): Container {
  const [first] = plaintextVolumes;
  return sidecarContainer({
    component: 'cachefs',
    version: options.versions.cachefs,
    template,
    script: cachefsScript,
    env: { CAI_PLAINTEXT_VOLUMES: [...plaintextVolumes.keys()].join(' ') },
    rights: privileged,
    volumeMounts: [
      { name: keyVolume, mountPath: keyFolder, readOnly: true },
      { name: first?.cipherVolume, mountPath: cipherFolder, readOnly: true },
      ...plaintextMounts(plaintextVolumes),
    ],
    startupProbe: shellProbe(cachefsHealth, { periodSeconds: 1, forSeconds: 10 * 60 }),
    readinessProbe: shellProbe(cachefsHealth, { periodSeconds: 10, forSeconds: 30 }),
  });
}
