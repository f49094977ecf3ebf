import type { CaiOptions } from '../options/options';

/** A volume of the Pod that uses the encrypted claim, and the volume with its decrypted files. */
export interface PlaintextVolume {
  /** `cai-plaintext-0`, … */
  readonly name: string;
  /** Name of the Pod's volume that uses the claim. */
  readonly cipherVolume: string;
}

/** A port on which only TNG is spoken. */
export interface SecuredPort {
  readonly port: number;
  /** Where TNG listens for what is redirected from the port; free in this Pod. */
  readonly listenPort: number;
  /** Anchored regular expressions of paths that pass in plaintext: probes, and what the options allow. */
  readonly directForward: readonly string[];
}

/** What is put into one Pod, decided before anything is written. */
export interface InjectionPlan {
  readonly options: CaiOptions;
  /** In the order of the Pod's volumes; never empty. They all use the same claim, so cachefs reads the first one's. */
  readonly plaintextVolumes: readonly PlaintextVolume[];
  /** In ascending order; empty: TNG is left out. */
  readonly securedPorts: readonly SecuredPort[];
  /** Where TNG answers `/readyz`; free in this Pod. */
  readonly controlPort: number;
}
