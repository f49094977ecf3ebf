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
import { constructProblems } from '../problems';
import { OssModelVolume } from './oss-model-volume';
import type { OssInputs } from './schema';
import { ossPlaceholders } from './schema';

/** Where the encrypted model lies, as the Pods see it. */
export interface ModelStorage {
  /** The claim that they mount. */
  readonly claimName: Input<string>;
  /** A text that changes when the access to the model does; none where nothing of it is known here. */
  readonly secretChecksum?: Input<string>;
}

/** The storages that a service may be told of: one of them. */
export interface ModelStorages {
  readonly oss: Omit<OssInputs, 'claimName' | 'name' | 'instance'>;
  readonly existingClaim: Input<string> | undefined;
  /** Whether anything was said of the bucket; charts always have its keys. */
  readonly isOssGiven: boolean;
  readonly name: Input<string>;
  readonly instance: Input<string>;
  /** What the options call the claim: two names would be one too many. */
  readonly claimName: Input<string>;
}

/** Makes what is needed for the storage of a service. */
export function modelStorage(service: Construct, storages: ModelStorages): ModelStorage & { volume?: OssModelVolume } {
  const { oss, existingClaim, isOssGiven, claimName, ...identity } = storages;
  const usesClaim = isSet(existingClaim);
  refuseUnlessOne(service, storages);
  const volume = isOssGiven
    ? resourceWhen(not(usesClaim), () =>
        withPropsPath(new OssModelVolume(service, 'oss', asProps({ ...oss, ...identity, claimName })), 'oss'),
      )
    : undefined;
  return {
    volume,
    claimName: orElse<Input<string>>(existingClaim, claimName),
    secretChecksum: when(not(usesClaim), volume?.secretChecksum),
  };
}

function refuseUnlessOne(service: Construct, { oss, existingClaim, isOssGiven }: ModelStorages): void {
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
