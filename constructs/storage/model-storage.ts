import type { Construct } from 'constructs';
import {
  addRule,
  and,
  asProps,
  isSet,
  ne,
  not,
  or,
  orElse,
  resourceWhen,
  when,
  withPropsPath,
  type Input,
} from '../../helm';
import type { Identity } from '../kubernetes/labels';
import { constructProblems } from '../problems';
import { OssModelVolume } from './oss-model-volume';
import { ossPlaceholders, type StorageInputs } from './schema';

/** Where the encrypted model lies, as the Pods see it. */
export interface ModelStorage {
  /** The claim that they mount. */
  readonly claimName: Input<string>;
  /** A text that changes when the access to the model does; none where nothing of it is known here. */
  readonly secretChecksum?: Input<string>;
}

/** A service that is told where its model lies. */
interface Serving extends Identity {
  /** Its props as they were given: charts have the keys of every storage. */
  readonly given: object;
  readonly storages: StorageInputs;
  /** What the options call the claim: two names would be one too many. */
  readonly claimName: Input<string>;
}

/** Makes what is needed for the storage of a service. */
export function modelStorage(service: Construct, serving: Serving): ModelStorage & { volume?: OssModelVolume } {
  const { given, storages, claimName, name, instance } = serving;
  const { oss, existingClaim } = storages;
  const usesClaim = isSet(existingClaim);
  const isOssGiven = 'oss' in given && given.oss !== undefined && given.oss !== null;
  refuseUnlessOne(service, storages, isOssGiven);
  const volume = isOssGiven
    ? resourceWhen(not(usesClaim), () =>
        withPropsPath(new OssModelVolume(service, 'oss', asProps({ ...oss, name, instance, claimName })), 'oss'),
      )
    : undefined;
  return {
    volume,
    claimName: orElse<Input<string>>(existingClaim, claimName),
    secretChecksum: when(not(usesClaim), volume?.secretChecksum),
  };
}

function refuseUnlessOne(service: Construct, { oss, existingClaim }: StorageInputs, isOssGiven: boolean): void {
  const { bucket, url, akId, akSecret, existingSecret, roleName, roleArn, oidcProviderArn } = oss;
  const said = [akId, akSecret, existingSecret, roleName, roleArn, oidcProviderArn].map(isSet);
  const isSaid = or(ne(bucket, ossPlaceholders.bucket), ne(url, ossPlaceholders.url), ...said);
  addRule(service, {
    kind: constructProblems.oneModel,
    path: 'existingClaim',
    failsWhen: and(isOssGiven, isSet(existingClaim), isSaid),
    message: 'is set beside oss; give one of the two',
  });
  if (isOssGiven) return;
  addRule(service, {
    kind: constructProblems.oneModel,
    path: 'oss',
    failsWhen: not(isSet(existingClaim)),
    message: 'and existingClaim are both missing; give one of them',
  });
}
