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
