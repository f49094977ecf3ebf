import { ApiObject } from 'cdk8s';
import { z } from 'zod';
import { chartFiles, concat, each, fields, isSet, items, refuse, resourceWhen, section, splice, spread, struct, synthManifests, unlessEmpty, when, nonEmpty, checksum, toJson, and, not, gt, resourceEach, orElse } from '../helm';
const values = z.strictObject({
  replicas: z.int().min(0).max(100).default(1).meta({ description: 'How many Pods.' }),
  host: z.string().optional().meta({ description: 'Host.', example: 'a.example' }),
  text: z.string().default('hi').meta({description:'Text'}),
  ratio: z.number().min(0).max(1).default(0.5).meta({description:'Ratio'}),
  labels: z.record(z.string(), z.string()).default({}).meta({description:'Labels'}),
  debug: z.boolean().default(false).meta({description:'Debug'}),
  ports: z.array(z.strictObject({ name: z.string().meta({description:'n'}), port: z.int().min(1).max(65535).meta({description:'p'}), proto: z.string().optional() })).default([]).meta({description:'Ports'}),
  tolerations: struct(z.array(z.strictObject({ key: z.string().optional(), operator: z.string().optional() }))).default([]).meta({description:'Tol'}),
  image: section({ repository: z.string().default('nginx').meta({description:'r'}), tag: z.string().optional().meta({description:'tag'}) }, 'Image.'),
});
export const def = { name: 'demo', version: '0.1.0', appVersion: '1', description: 'd', kubeVersion: '>=1.30.0-0', values,
  build: (chart: any, v: any, release: any) => {
    const cm = resourceWhen(v.debug, () => new ApiObject(chart, 'cm', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: concat(release.name, '-cm') as any, labels: { ...spread(v.labels), 'app.kubernetes.io/component': 'web' } }, data: { text: v.text, json: toJson({ a: v.ratio, l: v.labels }), lit: '{{ x }}\n  y: {{{\n', odd: 'yes' } }));
    new ApiObject(chart, 'd', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x', annotations: { sum: when(v.debug, () => checksum({ text: v.text, labels: v.labels })) as any } },
      spec: { replicas: v.replicas, hostname: v.host, tolerations: unlessEmpty(v.tolerations), args: items('a', '--x=y', when(isSet(v.host), () => concat('--host=', v.host)), concat('--ratio=', v.ratio), each(v.ports, (p: any) => ({ name: p.name, containerPort: p.port, protocol: p.proto, z: concat('p', p.port) })), splice(v.tolerations)),
        only: items(when(v.debug, { a: 1 })), res: fields({ lim: fields({ x: when(v.debug, 'a') }), h: v.host }), image: concat(v.image.repository, ':', orElse(v.image.tag, 'latest')) } });
    resourceEach(v.ports as any[], (p: any, key) => new ApiObject(chart, 'svc-' + key, { apiVersion: 'v1', kind: 'Service', metadata: { name: concat('s-', p.name) as any }, spec: { port: p.port } }));
    refuse(chart, { kind: { code: 'T1', name: 'no-host', title: '', fix: '' }, path: 'host', violated: and(isSet(v.host), not(v.debug)), says: concat('is ', toJson(v.host), ' but debug is off') });
    void cm; void nonEmpty; void gt;
  },
  notes: (v: any, r: any) => ['Hello {{', concat('kubectl -n ', r.namespace, ' get'), when(v.debug, 'debug on')],
};
if (require.main === module) {
  for (const [f, t] of chartFiles(def as any)) console.log(`=== ${f}\n${t}`);
  console.log(JSON.stringify(synthManifests(def as any, { debug: true, ports: [{ name: 'a', port: 1 }] , labels: {q: '1'}}, { name: 'r', namespace: 'ns' }), null, 1));
  try { synthManifests(def as any, { debug: 'yes', host: 3, ports: [{ nam: 'a', port: 0 }], replica: 2, ratio: 2, text: null, image: { tg: 1 } }, { name: 'r', namespace: 'ns' }) } catch (e: any) { console.log(e.message) }
  try { synthManifests(def as any, { host: 'q' }, { name: 'r', namespace: 'ns' }) } catch (e: any) { console.log(e.message) }
}
