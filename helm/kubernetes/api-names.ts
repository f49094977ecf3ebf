import { isExpression } from '../expression';

// where the generated structs of cdk8s-plus-27 spell a field in another way than the Kubernetes API does
const apiNames: Readonly<Record<string, string>> = {
  datasetUuid: 'datasetUUID',
  diskUri: 'diskURI',
  downwardApi: 'downwardAPI',
  pdId: 'pdID',
  scaleIo: 'scaleIO',
  storagePolicyId: 'storagePolicyID',
  targetWwNs: 'targetWWNs',
  volumeId: 'volumeID',
};

// maps whose keys are the user's own words
const freeMaps: ReadonlySet<string> = new Set(['annotations', 'labels', 'matchLabels', 'options', 'volumeAttributes']);

/**
 * A struct of cdk8s-plus-27 (`k8s.Volume`, `k8s.Toleration` …) as the Kubernetes API spells it. The generated code
 * would do it, but it drops every field that is newer than Kubernetes 1.27.
 */
export function asApi(struct: unknown): unknown {
  if (isExpression(struct) || typeof struct !== 'object' || struct === null) return struct;
  if (Array.isArray(struct)) return struct.map(asApi);
  if (isUnionClass(struct)) return struct.value;
  return Object.fromEntries(
    Object.entries(struct).map(([key, value]) => [apiNames[key] ?? key, freeMaps.has(key) ? value : asApi(value)]),
  );
}

/** `k8s.Quantity` and `k8s.IntOrString` hold their text or number in `value`. */
function isUnionClass(struct: object): struct is { value: string | number } {
  return Object.getPrototypeOf(struct) !== Object.prototype && 'value' in struct;
}
