import { Chart, JsonPatch, type ApiObject } from 'cdk8s';

/** An object that belongs to the cluster. cdk8s lays the chart's namespace on every object. */
export function clusterScoped(object: ApiObject): ApiObject {
  if (Chart.of(object).namespace !== undefined) object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  return object;
}
