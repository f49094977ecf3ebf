import type { InjectionPlan } from '../../../injection/plan/injection-plan';
import type { VersionSetName } from '../../../injection/version-sets';
import { addresses } from './machine';

export const keyId = 'default/aliyun/model-decryption-key';
export const trusteePort = 8081;

/** A Pod that uses the encrypted claim twice and has two secured ports. */
export function podPlan(versionSet: VersionSetName): InjectionPlan {
  return {
    options: {
      cipherTextVolume: 'pvc-oss',
      modelDecryptionKeyId: `kbs:///${keyId}`,
      trusteeAddress: `http://${addresses.machine}:${trusteePort}/api`,
      versions: { aa: '1', cdh: '1', tng: '1', cachefs: '1' },
      versionSet,
      tdxRaEnable: true,
      gpuRaEnable: false,
    },
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
}
