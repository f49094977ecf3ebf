import { isDeepStrictEqual } from 'node:util';
import { defaultClaimName } from '../../constructs/storage/schema';
import { serverPort } from '../../constructs/vllm/schema';
import { isMap, type ValuesMap } from '../../helm/values/coalesce';
import {
  components,
  parseOptions,
  readAuthorities,
  placeholderPattern,
  readJson,
  versionSetNamed,
  type CaiOptions,
  type DeployedVersions,
} from '../../injection';
import type { Description, OwnKeys } from './description';
import type { ChartSection } from './section-names';
import { mapWith, merged, valueAt, type Path } from './values-map';

/** The versions that run: those that the description names, and the tested ones of its set. */
export function versionsOf({ versions }: Pick<OwnKeys, 'versions'>): DeployedVersions {
  const { tested } = versionSetNamed(versions.set);
  const { aa = tested.aa, cdh = tested.cdh, tng = tested.tng } = versions;
  const { cachefs = tested.cachefs, trustee = tested.trustee } = versions;
  return { aa, cdh, tng, cachefs, trustee };
}

/** How many GPUs the evidence of a node must show: all that it has, whatever a Pod asks for. */
export function gpusPerNode({ cluster, vllm }: Pick<Description, 'cluster' | 'vllm'>): number {
  return cluster.gpusPerNode ?? vllm.gpuCount;
}

/** A value of a chart that follows from what cai.yaml says elsewhere. */
export interface DerivedValue {
  /** Where it stands in the values of the chart. */
  readonly path: Path;
  readonly value: unknown;
  /** The key of cai.yaml that it is made from. */
  readonly from: Path;
}

/** What cai.yaml takes where a section does not say otherwise. */
function assumed(name: ChartSection, { existingClaim = defaultClaimName }: ValuesMap): ValuesMap {
  if (name !== 'vllm') return {};
  return {
    caiOptions: { 'cipher-text-volume': existingClaim },
    // where "cai model encrypt" puts the model: the volume itself
    model: { path: '' },
  };
}

const metricsWay: DerivedValue = {
  path: ['caiOptions', 'tng-http-secure-ports'],
  value: [{ port: serverPort, 'allow-insecure-request-regexes': ['^/metrics$'] }],
  from: ['metrics'],
};

/** The values of each chart that are derived, in the order of the charts' own keys. */
export function derivedValues(own: OwnKeys): Readonly<Record<ChartSection, readonly DerivedValue[]>> {
  const versions = versionsOf(own);
  const versionKey = (name: keyof DeployedVersions): Path => [
    'versions',
    own.versions[name] === undefined ? 'set' : name,
  ];
  const sample: DerivedValue = {
    path: ['unsafeAllowSampleEvidence'],
    value: own.unsafeAllowSampleEvidence,
    from: ['unsafeAllowSampleEvidence'],
  };
  const { address, policyIds } = own.trustee;
  const authorities = authorityValues(own.trustee);
  return {
    vllm: [
      option('model-decryption-key-id', own.model.keyId, ['model', 'keyId']),
      option('trustee-address', trimmed(address), ['trustee', 'address']),
      ...components.map((name) => option(`${name}-version`, versions[name], versionKey(name))),
      ...(own.metrics ? [metricsWay] : []),
      sample,
    ],
    webhook: [
      sample,
      ...authorities,
      ...components.map((name): DerivedValue => ({
        path: ['sidecars', name, 'version'],
        value: versions[name],
        from: versionKey(name),
      })),
    ],
    client: [
      { path: ['trustee', 'address'], value: address, from: ['trustee', 'address'] },
      { path: ['trustee', 'policyIds'], value: policyIds, from: ['trustee', 'policyIds'] },
      ...authorities,
      { path: ['image', 'tag'], value: versions.tng, from: versionKey('tng') },
      { path: ['versionSet'], value: own.versions.set, from: ['versions', 'set'] },
    ],
  };
}

/** The authorities that are written down: certificates and nothing else. */
export function authoritiesOf({ trustee }: Pick<OwnKeys, 'trustee'>): string | undefined {
  const { pem } = trustee.authorities;
  return pem === undefined ? undefined : readAuthorities(pem, '', [])?.pem;
}

/** The same for webhook and client. The key means nothing without a ConfigMap. */
function authorityValues({ authorities }: OwnKeys['trustee']): DerivedValue[] {
  const { pem, configMap, key } = authorities;
  const given = { pem, configMap, key: configMap === undefined ? undefined : key };
  return Object.entries(given).flatMap(([name, value]): DerivedValue[] => {
    const path = ['trustee', 'authorities', name];
    return value === undefined ? [] : [{ path, value, from: path }];
  });
}

function option(key: string, value: string, from: Path): DerivedValue {
  return { path: ['caiOptions', key], value, from };
}

/** A base URL without the slash at its end, which changes nothing. */
function trimmed(address: string): string {
  return address.replace(/\/+$/, '');
}

/** Those of the derived values that a section sets to something else. */
export function contradicted(section: ValuesMap, derived: readonly DerivedValue[]): DerivedValue[] {
  return derived.filter(({ path, value }) => {
    const given = valueAt(section, path);
    return given !== undefined && !isDeepStrictEqual(comparable(given), comparable(value));
  });
}

function comparable(value: unknown): unknown {
  return typeof value === 'string' ? trimmed(value) : value;
}

/** The values of a chart: what its section says, and what is derived. */
export function withDerived(name: ChartSection, section: ValuesMap, derived: readonly DerivedValue[]): ValuesMap {
  const lay = (map: ValuesMap, { path, value }: DerivedValue): ValuesMap => merged(map, mapWith(path, value));
  const { caiOptions = {} } = section;
  // options that are no map must not disappear below those that are derived: the chart refuses them
  const laid = isMap(caiOptions) ? derived : derived.filter(({ path }) => path[0] !== 'caiOptions');
  // the first time for the order of the keys, the second because what is derived decides
  return laid.reduce(lay, merged(laid.reduce(lay, assumed(name, section)), section));
}

/** The section of the service with its options as a map, also where they are written as JSON text. */
export function withOptionsMap(section: ValuesMap): ValuesMap {
  const { caiOptions } = section;
  if (typeof caiOptions !== 'string') return section;
  const read = readJson(caiOptions);
  // what is no JSON stays as it is: the chart has words for it
  return read.kind === 'value' && isMap(read.value) ? { ...section, caiOptions: read.value } : section;
}

/** The options of the Pods. */
export function optionsOf({ vllm }: Pick<Description, 'vllm'>): CaiOptions {
  const { options, problems } = parseOptions(vllm.caiOptions, { allowSampleEvidence: true });
  // a description whose options are wrong is refused before anybody asks
  if (!options) throw new RangeError(problems.map(({ message }) => message).join('\n'));
  return options;
}

/** Where the encrypted model lies in OSS. */
export interface Bucket {
  readonly name: string;
  readonly path: string;
  readonly endpoint: string;
}

const placeholder = new RegExp(placeholderPattern, 'u');

/** The bucket; nothing where the model lies behind a claim that somebody else makes, or where none is named. */
export function bucketOf({ vllm }: Pick<Description, 'vllm'>): Bucket | undefined {
  const { bucket, path, url } = vllm.oss;
  const isNamed = vllm.existingClaim === undefined && !placeholder.test(bucket) && !placeholder.test(url);
  return isNamed ? { name: bucket, path, endpoint: url } : undefined;
}

/** Where the encrypted model lies, in a few words. */
export function modelLocation(described: Pick<Description, 'vllm'>): string {
  const bucket = bucketOf(described);
  return bucket ? `oss://${bucket.name}${bucket.path}` : `the claim ${optionsOf(described).cipherTextVolume}`;
}

/** A plain base URL of a client: what comes in at `port` goes to the service. */
export interface ClientMapping {
  readonly port: number;
  readonly host: string;
  readonly upstreamPort: number;
}

/** The base URLs of a client. */
export function mappingsOf({ client }: Pick<Description, 'client'>): ClientMapping[] {
  return client.upstreams.map(({ servicePort, host, port }) => ({ port: servicePort, host, upstreamPort: port }));
}
