import { admitPod, defaultTemplates } from '../../injection';
import type { Problem } from '../../problems';
import { readPodFile } from './made-pods';

interface Shown {
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly container?: { readonly name: string; readonly image?: string };
}

/** What a Pod is warned of that shows this of a mesh. */
function warned({ labels = {}, annotations = {}, container }: Shown): readonly Problem[] {
  const pod = readPodFile('minimal');
  const containers = [...pod.spec.containers, ...(container === undefined ? [] : [container])];
  const shown = {
    ...pod,
    metadata: { ...pod.metadata, labels, annotations: { ...pod.metadata.annotations, ...annotations } },
    spec: { ...pod.spec, containers },
  };
  return admitPod(shown, defaultTemplates).warnings.filter(({ code }) => code === 'CAI5161');
}

test.each<[string, Shown]>([
  ['Istio', { labels: { 'sidecar.istio.io/inject': 'true' } }],
  ['Istio', { annotations: { 'sidecar.istio.io/inject': 'True' } }],
  ['Istio', { annotations: { 'sidecar.istio.io/status': '{"revision":"default"}' } }],
  ['Istio', { labels: { 'istio.io/rev': 'canary' } }],
  ['Istio', { labels: { 'istio.io/dataplane-mode': 'ambient' } }],
  ['Istio', { container: { name: 'istio-proxy' } }],
  ['Istio', { container: { name: 'proxy', image: 'registry.example.com:5000/mirror/proxyv2:1.27.0-distroless' } }],
  ['Istio', { container: { name: 'proxy', image: 'proxyv2@sha256:00' } }],
  ['Linkerd', { annotations: { 'linkerd.io/inject': 'enabled' } }],
  ['Linkerd', { annotations: { 'linkerd.io/inject': 'ingress' } }],
  ['Linkerd', { container: { name: 'linkerd-proxy' } }],
  ['Linkerd', { container: { name: 'p', image: 'cr.l5d.io/linkerd/proxy:edge-25.1.1' } }],
  ['Consul', { annotations: { 'consul.hashicorp.com/connect-inject': 'true' } }],
  ['Consul', { container: { name: 'consul-dataplane' } }],
  ['Kuma', { labels: { 'kuma.io/sidecar-injection': 'enabled' } }],
  ['Kuma', { container: { name: 'kuma-sidecar' } }],
  ['Open Service Mesh', { annotations: { 'openservicemesh.io/sidecar-injection': 'enabled' } }],
  ['NGINX Service Mesh', { container: { name: 'nginx-mesh-sidecar' } }],
  ['App Mesh', { annotations: { 'appmesh.k8s.aws/sidecarInjectorWebhook': 'enabled' } }],
])('%s shows in a Pod by %j', (mesh, shown) => {
  const found = warned(shown);
  expect(found.map(({ says }) => says)).toEqual([expect.stringContaining(`makes the Pod part of ${mesh}:`)]);
  expect(found[0]?.fix).toMatch(/^keep the Pod out of the mesh: /u);
});

test.each<Shown>([
  {},
  { labels: { 'sidecar.istio.io/inject': 'false', 'istio.io/dataplane-mode': 'none' } },
  { annotations: { 'linkerd.io/inject': 'disabled', 'consul.hashicorp.com/connect-inject': 'false' } },
  { labels: { 'kuma.io/sidecar-injection': 'disabled' } },
  { container: { name: 'my-istio-proxy-exporter', image: 'registry.example.com/proxyv2-exporter:1' } },
  { container: { name: 'envoy', image: 'docker.io/envoyproxy/envoy:v1.33' } },
])('no mesh shows in %j', (shown) => {
  expect(warned(shown)).toEqual([]);
});

test('a mesh that shows in several places is told once', () => {
  const labels = { 'sidecar.istio.io/inject': 'true', 'istio.io/rev': 'default' };
  expect(warned({ labels, container: { name: 'istio-proxy' } })).toHaveLength(1);
});
