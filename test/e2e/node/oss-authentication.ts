import { OssRefusal } from './oss-refusal';

/** Answers a volume's attribute, empty where the volume has none. */
export type AttributeReader = (key: string) => string;

/** Who the driver says it is, to the bucket. */
export type Credentials =
  | { readonly kind: 'public' }
  | { readonly kind: 'key'; readonly id: string; readonly secret: string }
  | { readonly kind: 'role'; readonly role: string }
  | { readonly kind: 'other' };

interface SecretKeys {
  readonly id: string;
  readonly secret: string;
  readonly token: string;
}

const none: SecretKeys = { id: '', secret: '', token: '' };

/** Finds the credentials that the attribute authType asks for; throws an OssRefusal where they are not whole. */
export function checkAuthentication(
  fuseType: 'ossfs' | 'ossfs2',
  attribute: AttributeReader,
  secrets: Readonly<Record<string, string>>,
): Credentials {
  const refuse = (text: string): never => {
    throw new OssRefusal(`OSS authorization error: ${fuseType}: ${text}`);
  };
  const authType = attribute('authType').toLowerCase();
  if (authType !== 'rrsa' && attribute('assumeRoleArn')) {
    refuse('only support access OSS through STS AssumeRole when authType is RRSA');
  }
  if (fuseType === 'ossfs2' && !['', 'rrsa', 'sts'].includes(authType)) {
    refuse(`ossfs2 do not support authType: ${authType}`);
  }
  switch (authType) {
    case 'public':
      return { kind: 'public' };
    case 'rrsa':
      return { kind: 'role', role: rrsaRole(attribute, refuse) };
    case 'sts':
      // the node is no machine of the cloud's, whose worker role could stand in
      if (!roleName(attribute)) refuse('missing roleName or ramRole in volume attributes');
      return { kind: 'role', role: roleName(attribute) };
    case 'csi-secret-store':
      if (!attribute('secretProviderClass')) refuse('use CsiSecretStore but secretProviderClass is empty');
      return { kind: 'other' };
    case 'agent-identity':
      if (!attribute('sandboxId') || !attribute('credentialProviderName')) {
        refuse('e2e: agent-identity needs sandboxId and credentialProviderName');
      }
      return { kind: 'other' };
    default:
      // with ossfs, any other word is taken for an access key
      return accessKey(attribute, secretKeys(secrets), refuse);
  }
}

function accessKey(attribute: AttributeReader, keys: SecretKeys, refuse: (text: string) => never): Credentials {
  const secretRef = attribute('secretRef');
  // as attributes they are deprecated, and win all the same
  const id = attribute('akId') || (keys.token ? '' : keys.id);
  const secret = attribute('akSecret') || (keys.token ? '' : keys.secret);
  if (secretRef && keys.token) refuse('token and secretRef cannot be set at the same time');
  if (secretRef || keys.token) {
    if (id || secret) refuse('AK and secretRef cannot be set at the same time');
    return { kind: 'other' };
  }
  if (!id || !secret) refuse('missing access key in node publish secret');
  return { kind: 'key', id, secret };
}

function roleName(attribute: AttributeReader): string {
  return attribute('roleName') || attribute('ramRole');
}

function rrsaRole(attribute: AttributeReader, refuse: (text: string) => never): string {
  const [roleArn, oidcProviderArn] = [attribute('roleArn'), attribute('oidcProviderArn')];
  if (roleArn && oidcProviderArn) return roleArn;
  if (roleArn || oidcProviderArn) {
    refuse(`use RRSA but one of the ARNs is empty, roleArn: ${roleArn}, oidcProviderArn: ${oidcProviderArn}`);
  }
  if (!roleName(attribute)) refuse('use RRSA but roleName is empty');
  return roleName(attribute);
}

/** The Secret's keys: akId and akSecret in exactly this case and both, else the standard ones in any case. */
function secretKeys(secrets: Readonly<Record<string, string>>): SecretKeys {
  const [akId, akSecret] = [secrets.akId?.trim() ?? '', secrets.akSecret?.trim() ?? ''];
  if (akId && akSecret) return { ...none, id: akId, secret: akSecret };
  // one without the other: both are dropped, and the standard keys are not looked at
  if (akId || akSecret) return none;
  const standard = Object.fromEntries(
    Object.entries(secrets).map(([key, value]) => [key.trim().toLowerCase(), value.trim()]),
  );
  const [id = '', secret = '', token = ''] = ['accesskeyid', 'accesskeysecret', 'securitytoken'].map(
    (key) => standard[key],
  );
  return id && secret ? { id, secret, token } : none;
}
