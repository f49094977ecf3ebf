import type { Pointer } from '../../problems';
import { objectAt, objectsAt, textAt, type Container, type JsonObject } from '../json/json-object';
import type { Application } from './pod-reading';

/** A place of the Pod that the kubelet asks. */
export interface ProbeEndpoint {
  readonly container: string;
  /** Such as "readinessProbe". */
  readonly what: string;
  readonly pointer: Pointer;
  readonly kind: 'http' | 'https' | 'tcp' | 'grpc';
  /** Absent: a name that no port of the container bears. */
  readonly port?: number;
  /** Path of an HTTP request, as it is sent. */
  readonly path: string;
}

const probes = ['startupProbe', 'livenessProbe', 'readinessProbe'] as const;
const hooks = ['postStart', 'preStop'] as const;

interface HandlerPlace {
  readonly what: string;
  readonly at: Pointer;
  readonly of: (container: Container) => JsonObject | undefined;
}

const handlerPlaces: readonly HandlerPlace[] = [
  ...probes.map((probe) => ({
    what: probe,
    at: `/${probe}` as const,
    of: (container: Container) => objectAt(container, probe),
  })),
  ...hooks.map((hook) => ({
    what: `${hook} hook`,
    at: `/lifecycle/${hook}` as const,
    of: (container: Container) => objectAt(objectAt(container, 'lifecycle'), hook),
  })),
];

/** As the kubelet resolves it: the name of a port of the same container, else a number that is written as text. */
function portOf(container: Container, handler: JsonObject): number | undefined {
  const { port } = handler;
  if (typeof port === 'number') return port;
  const named = objectsAt(container, 'ports').find(({ name }) => name !== undefined && name === port);
  if (typeof named?.containerPort === 'number') return named.containerPort;
  return typeof port === 'string' && /^[0-9]{1,5}$/u.test(port) ? Number(port) : undefined;
}

const sentAsIs = /^[A-Za-z0-9\-._~!$&'()*+,/:;=@[\]]$/u;

/**
 * The path of a probe as the kubelet sends it: Go parses it as a URL, drops scheme, host, query and fragment, and encodes what a
 * path cannot hold.
 */
export function sentPath(written: string): string {
  const [path = ''] = written.replace(/^([A-Za-z][A-Za-z0-9+.-]*:)?\/\/[^/?#]*/u, '').split(/[?#]/u);
  const encoded = path.replace(/%[0-9A-Fa-f]{2}|./gsu, (part) =>
    part.length === 3 && part.startsWith('%') ? part : sentAsIs.test(part) ? part : percentEncoded(part),
  );
  return encoded.startsWith('/') ? encoded : `/${encoded}`;
}

// encodeURIComponent refuses half a surrogate pair, which no request can hold
const percentEncoded = (character: string): string =>
  encodeURIComponent(/^\p{Cs}$/u.test(character) ? '\u{fffd}' : character);

function endpointOf(application: Application, what: string, at: Pointer, handler: JsonObject): ProbeEndpoint[] {
  const { container, pointer } = application;
  const shared = { container: container.name, what, path: '' };
  const withPort = (target: JsonObject): { port?: number } => {
    const port = portOf(container, target);
    return port === undefined ? {} : { port };
  };
  const http = objectAt(handler, 'httpGet');
  const tcp = objectAt(handler, 'tcpSocket');
  const grpc = objectAt(handler, 'grpc');
  // A host of its own is not this Pod.
  const isHere = (textAt(http, 'host') ?? '') === '';
  if (http !== undefined && isHere) {
    const kind = textAt(http, 'scheme')?.toUpperCase() === 'HTTPS' ? 'https' : 'http';
    const path = sentPath(textAt(http, 'path') ?? '');
    return [{ ...shared, pointer: `${pointer}${at}/httpGet`, kind, path, ...withPort(http) }];
  }
  if (tcp !== undefined) return [{ ...shared, pointer: `${pointer}${at}/tcpSocket`, kind: 'tcp', ...withPort(tcp) }];
  if (grpc !== undefined) return [{ ...shared, pointer: `${pointer}${at}/grpc`, kind: 'grpc', ...withPort(grpc) }];
  return [];
}

/** Every place that probes and hooks of the containers ask. */
export function endpointsOf(applications: readonly Application[]): ProbeEndpoint[] {
  const endpoints: ProbeEndpoint[] = [];
  for (const application of applications) {
    for (const { what, at, of } of handlerPlaces) {
      const handler = of(application.container);
      if (handler !== undefined) endpoints.push(...endpointOf(application, what, at, handler));
    }
  }
  return endpoints;
}

/** A port that a container declares. */
export interface DeclaredPort {
  readonly container: string;
  readonly port: number;
  readonly protocol: string;
  readonly pointer: Pointer;
}

/** Every port that the containers declare. */
export function declaredPorts(applications: readonly Application[]): DeclaredPort[] {
  const ports: DeclaredPort[] = [];
  for (const { container, pointer } of applications) {
    for (const [index, declared] of objectsAt(container, 'ports').entries()) {
      const { containerPort: port } = declared;
      if (typeof port !== 'number') continue;
      const protocol = textAt(declared, 'protocol') ?? 'TCP';
      ports.push({ container: container.name, port, protocol, pointer: `${pointer}/ports/${index}` });
    }
  }
  return ports;
}
