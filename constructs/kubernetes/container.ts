import { fields, omitEmpty } from '../../helm';

/**
 * Kubernetes `SecurityContext` of a container that needs no rights at all, as the restricted Pod Security profile asks for it,
 * with a read-only root file system beside.
 */
export const restrictedContainer = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  runAsUser: 65532,
  runAsGroup: 65532,
  seccompProfile: { type: 'RuntimeDefault' },
} as const;

interface ProbeTimes {
  readonly periodSeconds: number;
  readonly failureThreshold: number;
}

/** A probe over plain HTTP, at a port of the container's by its name. */
export function httpProbe(path: string, port: string, times: ProbeTimes): Record<string, unknown> {
  return { httpGet: { path, port, scheme: 'HTTP' }, timeoutSeconds: 3, ...times };
}

/** Limits and requests, each only where there are any. */
export function containerResources({ limits, requests }: { limits: unknown; requests: unknown }): unknown {
  return fields({ limits: omitEmpty(limits), requests: omitEmpty(requests) });
}
