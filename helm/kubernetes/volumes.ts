import { z } from 'zod';
import { struct } from '../values/shape';
import { fileResourceFieldRef, podFileFieldRef } from './environment';
import { annotations, labels, labelSelector } from './metadata';
import { dnsLabel, dnsSubdomain, driverName, entryKey, text, wholeNumber, subdomainPattern } from './names';
import { absolutePath, mountPath, relativePath } from './paths';
import { quantity } from './quantities';

const optional = z.boolean().optional();
const readOnly = z.boolean().optional();
const fileMode = wholeNumber(0, 0o777).optional();

const items = z.array(z.strictObject({ key: entryKey, path: relativePath, mode: fileMode })).optional();

const downwardFiles = z
  .array(
    z.strictObject({
      path: relativePath,
      fieldRef: podFileFieldRef.optional(),
      resourceFieldRef: fileResourceFieldRef.optional(),
      mode: fileMode,
    }),
  )
  .optional();

const serviceAccountToken = z.strictObject({
  path: relativePath,
  audience: z.string().optional(),
  expirationSeconds: wholeNumber(600, 2 ** 32).optional(),
});

const projectedSource = z.strictObject({
  configMap: z.strictObject({ name: dnsSubdomain, items, optional }).optional(),
  secret: z.strictObject({ name: dnsSubdomain, items, optional }).optional(),
  downwardAPI: z.strictObject({ items: downwardFiles }).optional(),
  serviceAccountToken: serviceAccountToken.optional(),
});

const storage = z.strictObject({ storage: quantity });
const dataSource = z.strictObject({ apiGroup: dnsSubdomain.optional(), kind: z.string().min(1), name: dnsSubdomain });

const claimSpec = z.strictObject({
  accessModes: z.array(z.enum(['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'])).min(1),
  resources: z.strictObject({ requests: storage, limits: storage.optional() }),
  // "" asks for a volume that no storage class made
  storageClassName: text(`(${subdomainPattern})?`, 'the name of a storage class, or ""').max(253).optional(),
  volumeAttributesClassName: dnsSubdomain.optional(),
  volumeMode: z.enum(['Filesystem', 'Block']).optional(),
  volumeName: dnsSubdomain.optional(),
  selector: labelSelector.optional(),
  dataSource: dataSource.optional(),
  dataSourceRef: dataSource.optional(),
});

const claimTemplate = z.strictObject({
  metadata: z.strictObject({ labels: labels.optional(), annotations: annotations.optional() }).optional(),
  spec: claimSpec,
});

const hostPathTypes = [
  '',
  'DirectoryOrCreate',
  'Directory',
  'FileOrCreate',
  'File',
  'Socket',
  'CharDevice',
  'BlockDevice',
] as const;

/** Without any source a volume is an empty directory: so the API server has it. */
const volume = z.strictObject({
  name: dnsLabel,
  configMap: z.strictObject({ name: dnsSubdomain, items, defaultMode: fileMode, optional }).optional(),
  secret: z.strictObject({ secretName: dnsSubdomain, items, defaultMode: fileMode, optional }).optional(),
  emptyDir: z
    .strictObject({
      medium: text('|Memory|HugePages(-[0-9]+[KMGTPE]i)?', '"", Memory or HugePages').optional(),
      sizeLimit: quantity.optional(),
    })
    .optional(),
  persistentVolumeClaim: z.strictObject({ claimName: dnsSubdomain, readOnly }).optional(),
  projected: z.strictObject({ sources: z.array(projectedSource), defaultMode: fileMode }).optional(),
  downwardAPI: z.strictObject({ items: downwardFiles, defaultMode: fileMode }).optional(),
  csi: z
    .strictObject({
      driver: driverName,
      readOnly,
      fsType: z.string().optional(),
      volumeAttributes: z.record(z.string(), z.string()).optional(),
      nodePublishSecretRef: z.strictObject({ name: dnsSubdomain }).optional(),
    })
    .optional(),
  ephemeral: z.strictObject({ volumeClaimTemplate: claimTemplate }).optional(),
  hostPath: z.strictObject({ path: absolutePath, type: z.enum(hostPathTypes).optional() }).optional(),
  nfs: z.strictObject({ server: z.string().min(1), path: absolutePath, readOnly }).optional(),
  image: z
    .strictObject({ reference: z.string().min(1), pullPolicy: z.enum(['Always', 'IfNotPresent', 'Never']).optional() })
    .optional(),
});

export const volumes = struct(z.array(volume), 'k8s.Volume[]');

const volumeMount = z.strictObject({
  name: dnsLabel,
  mountPath,
  subPath: relativePath.optional(),
  subPathExpr: relativePath.optional(),
  readOnly,
  recursiveReadOnly: z.enum(['Disabled', 'IfPossible', 'Enabled']).optional(),
  mountPropagation: z.enum(['None', 'HostToContainer', 'Bidirectional']).optional(),
});

export const volumeMounts = struct(z.array(volumeMount), 'k8s.VolumeMount[]');
