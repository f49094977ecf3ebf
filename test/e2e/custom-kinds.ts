import type { Cluster } from './cluster';
import { ensureServiceMonitors } from './service-monitor';

interface Kind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly spec: Record<string, unknown>;
}

const text = { type: 'string' };
const texts = { type: 'object', additionalProperties: text };
const object = (properties: Record<string, unknown>, required: readonly string[] = []): Record<string, unknown> => ({
  type: 'object',
  properties,
  ...(required.length > 0 ? { required } : {}),
});
const list = (items: unknown): Record<string, unknown> => ({ type: 'array', items });

const rule = object({ alert: text, expr: text, for: text, labels: texts, annotations: texts }, ['expr']);
const issuerRef = object({ name: text, kind: text, group: text }, ['name']);

/** As much of each kind as an API server needs to take ours, and nothing that is not in the original. */
const kinds: readonly Kind[] = [
  {
    group: 'monitoring.coreos.com',
    version: 'v1',
    kind: 'PrometheusRule',
    plural: 'prometheusrules',
    spec: object({ groups: list(object({ name: text, rules: list(rule) }, ['name'])) }),
  },
  {
    group: 'cert-manager.io',
    version: 'v1',
    kind: 'Issuer',
    plural: 'issuers',
    spec: object({ selfSigned: object({}), ca: object({ secretName: text }, ['secretName']) }),
  },
  {
    group: 'cert-manager.io',
    version: 'v1',
    kind: 'Certificate',
    plural: 'certificates',
    spec: object(
      {
        commonName: text,
        dnsNames: list(text),
        duration: text,
        isCA: { type: 'boolean' },
        issuerRef,
        secretName: text,
        privateKey: object({
          algorithm: { type: 'string', enum: ['RSA', 'ECDSA', 'Ed25519'] },
          size: { type: 'integer' },
          rotationPolicy: { type: 'string', enum: ['Never', 'Always'] },
        }),
      },
      ['issuerRef', 'secretName'],
    ),
  },
];

function definition({ group, version, kind, plural, spec }: Kind): Record<string, unknown> {
  const singular = kind.toLowerCase();
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, listKind: `${kind}List`, plural, singular },
      scope: 'Namespaced',
      versions: [{ name: version, served: true, storage: true, schema: { openAPIV3Schema: object({ spec }) } }],
    },
  };
}

/** Makes the cluster take the kinds of the Prometheus operator and of cert-manager, unless it does already. */
export async function ensureCustomKinds(cluster: Cluster): Promise<void> {
  await ensureServiceMonitors(cluster);
  for (const kind of kinds) {
    const name = `${kind.plural}.${kind.group}`;
    const known = await cluster.run('kubectl', ['get', 'crd', name]);
    if (known.code === 0) continue;
    const { code, stderr } = await cluster.run('kubectl', ['apply', '--server-side', '-f', '-'], {
      input: JSON.stringify(definition(kind)),
    });
    if (code !== 0) throw new Error(stderr);
    await cluster.kubectl('wait', '--for=condition=Established', `crd/${name}`, '--timeout=30s');
  }
}
