/**
 * Every name that a Pod, a manifest or another program knows us by. Changing one is a breaking change.
 */

/** What every annotation and label of ours begins with. */
export const namePrefix = 'trustiflux.alibaba.com/';

/** Annotation that holds the options as JSON text. Its presence opts the Pod in. */
export const optionsAnnotation = `${namePrefix}ack-cai-options`;

/** Label that our charts set beside the annotation, so that protected Pods can be selected. */
export const modeLabel = `${namePrefix}confidential-computing-mode`;

/** The only value of {@link modeLabel}. */
export const modeLabelValue = 'ACK-CAI';

/** Annotation in which the injection reports, as JSON text, what it did. */
export const statusAnnotation = `${namePrefix}cai-status`;

/** A component that runs as a sidecar, by the name the version options use. */
export type Component = 'aa' | 'cdh' | 'tng' | 'cachefs';

/** The components in the order in which their sidecars start. */
export const components: readonly Component[] = ['aa', 'cdh', 'tng', 'cachefs'];

/** What the name of every sidecar begins with, of those to come too. No other container may be called so. */
export const sidecarNamePrefix = 'cai-sidecar-';

/** Container name of each sidecar. */
export const sidecarNames: Readonly<Record<Component, string>> = {
  aa: `${sidecarNamePrefix}attestation-agent`,
  cdh: `${sidecarNamePrefix}confidential-data-hub`,
  tng: `${sidecarNamePrefix}tng`,
  cachefs: `${sidecarNamePrefix}cachefs`,
};

/** Container names of the sidecars in the order in which they start. */
export const sidecarOrder: readonly string[] = components.map((component) => sidecarNames[component]);

/** Memory volume with the socket of the attestation agent. AA, CDH and TNG mount it. */
export const attestationVolume = 'cai-attestation';

/** Memory volume with the key of the model. CDH writes it, cachefs reads it, nobody else mounts it. */
export const keyVolume = 'cai-key';

/** What the names of the volumes with the decrypted model begin with: `cai-plaintext-0`, `cai-plaintext-1`, … */
export const plaintextVolumePrefix = 'cai-plaintext-';
