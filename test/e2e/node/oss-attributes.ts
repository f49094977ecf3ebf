import { checkAuthentication, type AttributeReader, type Credentials } from './oss-authentication';
import { OssRefusal } from './oss-refusal';

/*
 * What the OSS CSI driver of Alibaba Cloud makes of a volume's attributes, in its words and its order, on a node that
 * runs Pods with runc. Two things it would let pass are refused here, because a test wants to hear of them: a key that
 * it does not know, and one that only its ordinary path reads in that spelling.
 */

/** What a volume is published with. */
export interface PublishedVolume {
  readonly attributes: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly accessMode: string;
  readonly fsType: string;
  readonly readOnly: boolean;
}

/** What is to be mounted. */
export interface OssMount {
  readonly bucket: string;
  readonly path: string;
  readonly readOnly: boolean;
  readonly credentials: Credentials;
}

const knownKeys = [
  ...[
    'bucket',
    'url',
    'path',
    'otherOpts',
    'fuseType',
    'authType',
    'roleName',
    'ramRole',
    'roleArn',
    'oidcProviderArn',
  ],
  ...['serviceAccountName', 'assumeRoleArn', 'externalId', 'secretRef', 'secretProviderClass', 'useSharedPath'],
  ...['encrypted', 'kmsKeyId', 'region', 'sigVersion', 'dnsPolicy', 'metricsTop', 'containerNetworkFilesystem'],
  ...['volumeAs', 'overlay', 'direct', 'runtimeClass', 'recovery', 'annotations', 'encPasswd', 'agenticBucket'],
  ...['bucketSpace', 'bucketSpacePrefix', 'sandboxId', 'credentialProviderName', 'akId', 'akSecret'],
];
// the kubelet says there which Pod a volume is for
const ofTheKubelet = 'csi.storage.k8s.io/';

const readOnlyModes = ['MULTI_NODE_READER_ONLY', 'SINGLE_NODE_READER_ONLY'];

/** Reads the attributes of a volume as the driver does; throws an OssRefusal where it would answer an error. */
export function ossMount(volume: PublishedVolume): OssMount {
  checkKeys(Object.keys(volume.attributes).filter((key) => !key.startsWith(ofTheKubelet)));
  const attribute = attributeReader(volume.attributes);
  const bucket = bucketOf(attribute);
  // as the driver does, another case is taken for the same type
  const fuseType = (attribute('fuseType').toLowerCase() || volume.fsType || 'ossfs') as 'ossfs' | 'ossfs2';
  if (!['ossfs', 'ossfs2'].includes(fuseType)) {
    throw new OssRefusal(`OSS parameters error: Unsupported fuseType ${fuseType}`);
  }
  if (isTrue(attribute('direct'))) throw new OssRefusal('e2e: direct leaves the mount to a guest, and there is none');

  const credentials = checkAuthentication(fuseType, attribute, volume.secrets);
  const path = attribute('path') || '/';
  checkPlace(attribute('url'), bucket);
  if (fuseType === 'ossfs') checkOssfs(path, attribute('encrypted').toLowerCase());
  else if (attribute('encrypted')) throw new OssRefusal('OSS encrypted error: ossfs2 does not support encryption');
  checkOtherOpts(attribute('otherOpts'));
  checkSignature(attribute);
  return { bucket, path, readOnly: volume.readOnly || readOnlyModes.includes(volume.accessMode), credentials };
}

function attributeReader(attributes: Readonly<Record<string, string>>): AttributeReader {
  return (key) => attributes[key]?.trim() ?? '';
}

function checkKeys(keys: readonly string[]): void {
  for (const key of keys) {
    if (knownKeys.includes(key)) continue;
    const meant = knownKeys.find((known) => known.toLowerCase() === key.trim().toLowerCase());
    throw new OssRefusal(
      meant === undefined
        ? `e2e: the driver knows no attribute ${JSON.stringify(key)} and would pass over it`
        : `e2e: the driver reads ${JSON.stringify(key)} for runc only; its path for confidential Pods wants "${meant}"`,
    );
  }
}

function bucketOf(attribute: AttributeReader): string {
  const [bucket, agentic] = [attribute('bucket'), attribute('agenticBucket')];
  const [space, prefix] = [attribute('bucketSpace'), attribute('bucketSpacePrefix')];
  const named = space || prefix;
  const mistakes: [isMade: boolean, text: string][] = [
    [
      bucket !== '' && (agentic || named) !== '',
      'agenticBucket/bucketSpace/bucketSpacePrefix and bucket are mutually exclusive',
    ],
    [space !== '' && prefix !== '', 'bucketSpace and bucketSpacePrefix are mutually exclusive'],
    [agentic !== '' && named === '', 'bucketSpace or bucketSpacePrefix is required when agenticBucket is specified'],
    [agentic === '' && named !== '', 'agenticBucket is required when bucketSpace or bucketSpacePrefix is specified'],
  ];
  const mistake = mistakes.find(([isMade]) => isMade);
  if (mistake) throw new OssRefusal(`OSS parameters error: ${mistake[1]}`);
  return bucket || named;
}

function checkPlace(url: string, bucket: string): void {
  if (!url || !bucket) throw new OssRefusal('OSS parameters error: Url/Bucket empty');
  const address = /^https?:\/\//.test(url) ? url : withProtocol(url);
  const isOfBucket = address.replace(/^https?:\/\//, '').startsWith(`${bucket}.`);
  if (address.split('.').length >= 4 && isOfBucket) {
    throw new OssRefusal(
      `OSS url error: url is invalid, ${address} is a bucket domain name, please use endpoint instead`,
    );
  }
}

function withProtocol(url: string): string {
  return `${url.replace(/\/+$/, '').endsWith('-internal.aliyuncs.com') ? 'http' : 'https'}://${url}`;
}

function checkOssfs(path: string, encrypted: string): void {
  if (!path.startsWith('/')) throw new OssRefusal(`OSS path error: start with ${path}, should start with /`);
  if (!['', 'kms', 'aes256'].includes(encrypted)) {
    throw new OssRefusal('OSS encrypted error: invalid SSE encrypted type');
  }
}

/** Options are words after an -o, or one word with it. */
function checkOtherOpts(otherOpts: string): void {
  let isOption = false;
  for (const word of otherOpts.split(/\s+/).filter(Boolean)) {
    if (!isOption && !word.startsWith('-o')) {
      // the driver wraps one status into another
      throw new OssRefusal(`rpc error: code = InvalidArgument desc = invalid otherOpts: ${JSON.stringify(otherOpts)}`);
    }
    isOption = !isOption && word === '-o';
  }
}

function checkSignature(attribute: AttributeReader): void {
  const region = attribute('region') || /oss-([a-z0-9-]+?)(?:-internal)?\.aliyuncs\.com/.exec(attribute('url'))?.[1];
  if (attribute('sigVersion') === 'v4' && !region) throw new OssRefusal('SigV4 is not supported without region');
}

/** What Go's strconv.ParseBool takes for true. */
function isTrue(text: string): boolean {
  return ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text);
}
