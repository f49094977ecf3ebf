import type { Cluster } from './cluster';

/** The kind ServiceMonitor, as much of it as an API server needs to take one. */
const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'servicemonitors.monitoring.coreos.com' },
  spec: {
    group: 'monitoring.coreos.com',
    names: {
      kind: 'ServiceMonitor',
      listKind: 'ServiceMonitorList',
      plural: 'servicemonitors',
      singular: 'servicemonitor',
    },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                required: ['selector', 'endpoints'],
                properties: {
                  selector: {
                    type: 'object',
                    properties: { matchLabels: { type: 'object', additionalProperties: { type: 'string' } } },
                  },
                  endpoints: {
                    type: 'array',
                    items: {
                      type: 'object',
                      properties: { port: { type: 'string' }, path: { type: 'string' }, interval: { type: 'string' } },
                    },
                  },
                },
              },
            },
          },
        },
      },
    ],
  },
};

/** Makes the cluster take ServiceMonitors, unless it does already. */
export async function ensureServiceMonitors(cluster: Cluster): Promise<void> {
  const known = await cluster.run('kubectl', ['get', 'crd', definition.metadata.name]);
  if (known.code === 0) return;
  const { code, stderr } = await cluster.run('kubectl', ['apply', '--server-side', '-f', '-'], {
    input: JSON.stringify(definition),
  });
  if (code !== 0) throw new Error(stderr);
  await cluster.kubectl('wait', '--for=condition=Established', `crd/${definition.metadata.name}`, '--timeout=30s');
}
