import { join } from 'node:path';
import { copyEncryptedModel } from '../images/encrypted-model';
import { ossDriverName } from '../node/oss-driver-object';
import type { ScenarioContext } from '../scenario';
import { openBuckets, publicBucket } from '../serving/buckets';
import { applyStrictly } from '../strict-apply';

export const claimName = 'pvc-oss';

const copied = new Set<string>();

/** Makes the document's claim in a namespace: its sample bucket, which everybody may read, with our encrypted model. */
export async function claimModel({
  cluster,
  namespace,
}: Pick<ScenarioContext, 'cluster' | 'namespace'>): Promise<void> {
  const folder = join(await openBuckets(cluster), publicBucket.name, publicBucket.path);
  if (!copied.has(folder)) copyEncryptedModel(folder);
  copied.add(folder);
  const volume = `${namespace}-oss`;
  const common = { accessModes: ['ReadOnlyMany'], storageClassName: '' };
  await applyStrictly(cluster, [
    {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: volume },
      spec: {
        ...common,
        capacity: { storage: '5Gi' },
        persistentVolumeReclaimPolicy: 'Retain',
        claimRef: { namespace, name: claimName },
        csi: {
          driver: ossDriverName,
          volumeHandle: volume,
          readOnly: true,
          volumeAttributes: {
            bucket: publicBucket.name,
            path: publicBucket.path,
            url: 'https://oss-cn-beijing-internal.aliyuncs.com',
            authType: 'public',
          },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: claimName, namespace },
      spec: { ...common, volumeName: volume, resources: { requests: { storage: '5Gi' } } },
    },
  ]);
}
