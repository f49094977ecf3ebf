import { pointerStep, type Pointer, type Problem } from '../../problems';
import { objectAt, textAt } from '../json/json-object';
import * as problems from './pod-problems';
import type { Application, PodReading } from './pod-reading';

/** How a service mesh shows in a Pod. */
interface Mesh {
  readonly name: string;
  /** Containers that its webhook adds. */
  readonly containers: readonly string[];
  /** Ends of the repositories of their images, whatever registry and name somebody gives them. */
  readonly images: readonly string[];
  /** Labels and annotations with which somebody asks for it, or which its webhook leaves. */
  readonly keys: readonly string[];
  /** How the Pod is kept out of it. */
  readonly without: string;
}

const meshes: readonly Mesh[] = [
  {
    name: 'Istio',
    containers: ['istio-proxy', 'istio-init', 'istio-validation'],
    images: ['/proxyv2', '/asm-proxyv2', '/ztunnel'],
    keys: [
      'sidecar.istio.io/inject',
      'sidecar.istio.io/status',
      'istio.io/rev',
      'istio.io/dataplane-mode',
      'ambient.istio.io/redirection',
      'security.istio.io/tlsMode',
    ],
    without: 'set the labels sidecar.istio.io/inject: "false" and istio.io/dataplane-mode: none',
  },
  {
    name: 'Linkerd',
    containers: ['linkerd-proxy', 'linkerd-init', 'linkerd-network-validator'],
    images: ['linkerd/proxy', 'linkerd/proxy-init', '/linkerd-proxy', '/linkerd2-proxy'],
    keys: ['linkerd.io/inject', 'linkerd.io/control-plane-ns', 'linkerd.io/proxy-version'],
    without: 'set the annotation linkerd.io/inject: disabled',
  },
  {
    name: 'Consul',
    containers: ['consul-dataplane', 'consul-connect-inject-init', 'consul-mesh-init'],
    images: ['/consul-dataplane', '/consul-k8s-control-plane'],
    keys: [
      'consul.hashicorp.com/connect-inject',
      'consul.hashicorp.com/connect-inject-status',
      'consul.hashicorp.com/mesh-inject',
      'consul.hashicorp.com/mesh-inject-status',
    ],
    without: 'set the annotation consul.hashicorp.com/connect-inject: "false"',
  },
  {
    name: 'Kuma',
    containers: ['kuma-sidecar', 'kuma-init', 'kuma-validation'],
    images: ['/kuma-dp', '/kuma-init', '/kuma-sidecar'],
    keys: ['kuma.io/sidecar-injection', 'kuma.io/sidecar-injected'],
    without: 'set the label kuma.io/sidecar-injection: disabled',
  },
  {
    name: 'Open Service Mesh',
    containers: ['osm-init', 'osm-healthcheck'],
    images: ['openservicemesh/init', '/osm-init'],
    keys: ['openservicemesh.io/sidecar-injection', 'osm-proxy-uuid'],
    without: 'set the annotation openservicemesh.io/sidecar-injection: disabled',
  },
  {
    name: 'NGINX Service Mesh',
    containers: ['nginx-mesh-sidecar', 'nginx-mesh-init'],
    images: ['/nginx-mesh-sidecar', '/nginx-mesh-init'],
    keys: ['injector.nsm.nginx.com/auto-inject', 'nsm.nginx.com/tls-mode'],
    without: 'set the annotation injector.nsm.nginx.com/auto-inject: "false"',
  },
  {
    name: 'App Mesh',
    containers: ['aws-appmesh-proxy-route-manager'],
    images: ['/aws-appmesh-envoy', '/aws-appmesh-proxy-route-manager'],
    keys: ['appmesh.k8s.aws/sidecarInjectorWebhook'],
    without: 'set the annotation appmesh.k8s.aws/sidecarInjectorWebhook: disabled',
  },
];

// what these keys say to keep a Pod out
const off = new Set(['false', 'disabled', 'none', 'off', 'no', '']);

/** Of an image, without tag and digest. */
function repositoryOf(image: string): string {
  return `/${image.replace(/@.*$/u, '').replace(/:[^/:]*$/u, '')}`;
}

/** Where a mesh shows first: a label or annotation that is not switched off, or a container. */
function placeOf(mesh: Mesh, { pod, base, applications }: PodReading): Pointer | undefined {
  const metadata = objectAt(pod, 'metadata');
  for (const map of ['labels', 'annotations'] as const) {
    const entries = objectAt(metadata, map);
    const key = mesh.keys.find((each) => {
      const value = entries?.[each];
      return typeof value === 'string' && !off.has(value.toLowerCase());
    });
    if (key !== undefined) return `${base}/metadata/${map}${pointerStep(key)}`;
  }
  const ofMesh = ({ container }: Application): boolean => {
    if (mesh.containers.includes(container.name)) return true;
    const repository = repositoryOf(textAt(container, 'image') ?? '');
    return mesh.images.some((image) => repository.endsWith(image));
  };
  return applications.find(ofMesh)?.pointer;
}

/**
 * Warns of a Pod that is part of a service mesh. The rules of the secured ports hold against its redirects. But most meshes
 * bring connections also by a port of their own, and their proxy hands them on from within the Pod, where everybody may ask.
 */
export function checkMeshes(reading: PodReading, findings: Problem[]): void {
  for (const mesh of meshes) {
    const place = placeOf(mesh, reading);
    if (place !== undefined) findings.push(problems.meshedPod.at(place, { mesh: mesh.name, without: mesh.without }));
  }
}
