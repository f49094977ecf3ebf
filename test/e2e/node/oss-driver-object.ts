/** The name that Alibaba Cloud has given to its driver: a fact of the world, whatever our constructs say. */
export const ossDriverName = 'ossplugin.csi.alibabacloud.com';

/**
 * The driver as the cluster knows it. The real one has volumes attached first, by a controller that starts the Pod of
 * the fuse program; there is no such Pod here.
 */
export const ossDriverObject = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'CSIDriver',
  metadata: { name: ossDriverName },
  spec: { attachRequired: false, podInfoOnMount: true, volumeLifecycleModes: ['Persistent'] },
};
