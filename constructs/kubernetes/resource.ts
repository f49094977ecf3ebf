import { ApiObject, Chart, JsonPatch, type ApiObjectMetadata } from 'cdk8s';
import type { Construct } from 'constructs';
import { refuseSameObject, spread, type Input } from '../../helm';
import { constructProblems } from '../problems';
import { resourceLabels, type Identity } from './labels';

/** What an object belongs to. */
export interface Owned {
  /** Id of the construct. @default "Resource", which makes it what `ApiObject.of(construct)` finds */
  readonly id?: string;
  /** The service that it belongs to. */
  readonly identity: Identity;
  /** Its label `app.kubernetes.io/component`. */
  readonly component: string;
}

/** A Kubernetes object: what it is called, what it belongs to, and whatever fields its kind has beside `metadata`. */
interface Resource extends Owned {
  readonly apiVersion: string;
  readonly kind: string;
  /** @default - the name of the service */
  readonly name?: Input<string>;
  /** The prop of the construct that the name comes from. @default "name" */
  readonly nameProp?: string;
  /** Labels of the user, over which those of the service are laid. */
  readonly labels?: unknown;
  readonly annotations?: unknown;
  readonly [field: string]: unknown;
}

// the kinds that we make and that lie in no namespace
const clusterScopedKinds: ReadonlySet<string> = new Set([
  'ClusterRole',
  'ClusterRoleBinding',
  'MutatingWebhookConfiguration',
  'PersistentVolume',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
]);

/** Makes an object of a construct. Leaves may be expressions, which the types of cdk8s do not know: here is the one cast. */
export function resource(construct: Construct, described: Resource): ApiObject {
  const { apiVersion, kind, id = 'Resource', identity, component, labels, annotations, ...more } = described;
  const { name = identity.name, nameProp = 'name', ...fields } = more;
  const metadata = {
    name,
    labels: { ...spread(labels), ...resourceLabels(identity, component) },
    annotations: spread(annotations),
  };
  const object = new ApiObject(construct, id, {
    apiVersion,
    kind,
    metadata: metadata as ApiObjectMetadata,
    ...fields,
  });
  const clusterScoped = clusterScopedKinds.has(kind);
  refuseSameObject(object, { kind: constructProblems.sameObject, prop: nameProp, clusterScoped });
  // cdk8s lays the namespace of the chart on every object
  if (clusterScoped && Chart.of(construct).namespace !== undefined)
    object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  return object;
}
