import { z } from 'zod';
import { struct } from '../values/shape';
import { int32Max, text, wholeNumber } from './names';
import { relativePath } from './paths';

const userOrGroup = wholeNumber(0, int32Max);

const seccompProfile = z.strictObject({
  type: z.enum(['RuntimeDefault', 'Localhost', 'Unconfined']),
  localhostProfile: relativePath.optional(),
});

const appArmorProfile = z.strictObject({
  type: z.enum(['RuntimeDefault', 'Localhost', 'Unconfined']),
  localhostProfile: z.string().min(1).optional(),
});

const seLinuxOptions = z.strictObject({
  user: z.string().optional(),
  role: z.string().optional(),
  type: z.string().optional(),
  level: z.string().optional(),
});

const processIdentity = {
  runAsUser: userOrGroup.optional(),
  runAsGroup: userOrGroup.optional(),
  runAsNonRoot: z.boolean().optional(),
  seLinuxOptions: seLinuxOptions.optional(),
  seccompProfile: seccompProfile.optional(),
  appArmorProfile: appArmorProfile.optional(),
};

const sysctlSegment = '[a-z0-9]([-_a-z0-9]*[a-z0-9])?';

const sysctl = z.strictObject({
  name: text(`(${sysctlSegment}[./])*${sysctlSegment}`, 'a kernel parameter such as net.core.somaxconn').max(253),
  value: z.string(),
});

export const podSecurityContext = struct(
  z.strictObject({
    ...processIdentity,
    fsGroup: userOrGroup.optional(),
    fsGroupChangePolicy: z.enum(['Always', 'OnRootMismatch']).optional(),
    supplementalGroups: z.array(userOrGroup).optional(),
    supplementalGroupsPolicy: z.enum(['Merge', 'Strict']).optional(),
    seLinuxChangePolicy: z.enum(['MountOption', 'Recursive']).optional(),
    sysctls: z.array(sysctl).optional(),
  }),
  'k8s.PodSecurityContext',
);

const capability = text('[A-Z][A-Z_]*', 'a capability without its prefix, as in NET_ADMIN, or ALL');

const capabilities = z.strictObject({
  add: z.array(capability).optional(),
  drop: z.array(capability).optional(),
});

/** The security context of a container. */
export const securityContext = struct(
  z.strictObject({
    ...processIdentity,
    allowPrivilegeEscalation: z.boolean().optional(),
    capabilities: capabilities.optional(),
    privileged: z.boolean().optional(),
    procMount: z.enum(['Default', 'Unmasked']).optional(),
    readOnlyRootFilesystem: z.boolean().optional(),
  }),
  'k8s.SecurityContext',
);
