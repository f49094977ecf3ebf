import type { InjectionPlan } from '../../../injection/plan/injection-plan';
import type { VersionSetName } from '../../../injection/version-sets';
import { optionsWith } from '../../injection/option-texts';
import { examplePlan } from '../../injection/sidecars/example-plan';
import { addresses } from './machine';

export const keyId = 'default/aliyun/model-decryption-key';
export const trusteePort = 8081;

/** A Pod that uses the encrypted claim twice and has two secured ports. */
export function podPlan(versionSet: VersionSetName): InjectionPlan {
  return {
    ...examplePlan,
    options: optionsWith({
      modelDecryptionKeyId: `kbs:///${keyId}`,
      trusteeAddress: `http://${addresses.machine}:${trusteePort}/api`,
      versions: { aa: '1', cdh: '1', tng: '1', cachefs: '1' },
      versionSet,
      gpuRaEnable: false,
    }),
  };
}
