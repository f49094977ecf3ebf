import type { Problem } from '../../problems';
import { placeOf, type YamlSource } from '../yaml-places';
import type { Description } from './description';
import { authMismatch } from './problems';

type Bucket = Description['bucket'];
type AuthKey = 'secret' | 'roleName' | 'roleArn' | 'oidcProviderArn';

const keysOfAuth: Readonly<Record<Bucket['auth'], readonly AuthKey[]>> = {
  existingSecret: ['secret'],
  rrsa: ['roleName', 'roleArn', 'oidcProviderArn'],
  public: [],
};

/** What is wrong across several keys of a description. */
export function brokenRules({ bucket }: Description, source: YamlSource): Problem[] {
  const { auth } = bucket;
  const allKeys = Object.values(keysOfAuth).flat();
  const unused = allKeys.filter((key) => bucket[key] !== undefined && !keysOfAuth[auth].includes(key));
  const says = [
    ...unused.map((key): [string, string] => [key, `is set, but auth "${auth}" does not use it; remove it`]),
    ...missing(bucket).map(([key, what]): [string, string] => [key, `is not set, but auth "${auth}" needs ${what}`]),
  ];
  return says.map(([key, reason]) => {
    const place = placeOf(source, ['bucket', key], 'key');
    return authMismatch.worded(`/bucket/${key}`, { says: reason, fix: '' }).movedTo({ place });
  });
}

function missing({ auth, secret, roleName, roleArn, oidcProviderArn }: Bucket): [AuthKey, string][] {
  if (auth === 'existingSecret') return secret === undefined ? [['secret', 'the name of a Secret']] : [];
  if (auth === 'public') return [];
  if (roleArn !== undefined && oidcProviderArn === undefined) return [['oidcProviderArn', 'it beside roleArn']];
  if (oidcProviderArn !== undefined && roleArn === undefined) return [['roleArn', 'it beside oidcProviderArn']];
  return roleName === undefined && roleArn === undefined
    ? [['roleName', 'it, or both roleArn and oidcProviderArn']]
    : [];
}
