import { mkdirSync, readFileSync, rmdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { status, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { printed } from '../program';
import { GrpcError, service, unary } from './grpc-service';
import { ossMount } from './oss-attributes';
import { bucketFolder, type BucketAccess } from './oss-buckets';
import { ossDriverName } from './oss-driver-object';
import { servePlugin } from './plugin-registration';

/*
 * Plays the OSS CSI driver of Alibaba Cloud: its name, its rules and its words, with local folders for buckets.
 *
 * usage: oss-driver.ts KUBELET_DIRECTORY BUCKETS_DIRECTORY ACCESS_AS_JSON
 */

interface PublishRequest {
  readonly target_path: string;
  readonly volume_capability?: {
    readonly mount?: { readonly fs_type: string } | null;
    readonly access_mode?: { readonly mode: string } | null;
  } | null;
  readonly readonly: boolean;
  readonly secrets: Record<string, string>;
  readonly volume_context: Record<string, string>;
}

interface UnpublishRequest {
  readonly target_path: string;
}

const identity: UntypedServiceImplementation = {
  GetPluginInfo: unary(() => ({ name: ossDriverName, vendor_version: 'e2e' })),
  GetPluginCapabilities: unary(() => ({})),
  Probe: unary(() => ({})),
};

function node(bucketsDirectory: string, access: BucketAccess): UntypedServiceImplementation {
  return {
    NodeGetInfo: unary(() => ({ node_id: hostname() })),
    NodeGetCapabilities: unary(() => ({})),
    NodePublishVolume: unary(async (request: PublishRequest) => {
      const { target_path: target, volume_capability: capability } = request;
      if (!target) throw new GrpcError(status.INVALID_ARGUMENT, 'target path is empty');
      const mount = ossMount({
        attributes: request.volume_context,
        secrets: request.secrets,
        accessMode: capability?.access_mode?.mode ?? '',
        fsType: capability?.mount?.fs_type ?? '',
        readOnly: request.readonly,
      });
      const folder = bucketFolder(bucketsDirectory, access, mount);
      if (isMounted(target)) return {};
      mkdirSync(target, { recursive: true });
      await printed('mount', ['--bind', folder, target]);
      // a bind mount takes no flags of its own at first
      if (mount.readOnly) await printed('mount', ['-o', 'remount,bind,ro', target]);
      console.log(`${mount.bucket}:${mount.path} is mounted on ${target}`);
      return {};
    }),
    NodeUnpublishVolume: unary(async ({ target_path: target }: UnpublishRequest) => {
      if (isMounted(target)) await printed('umount', [target]);
      removeFolder(target);
      return {};
    }),
  };
}

function isMounted(target: string): boolean {
  const mountPoints = readFileSync('/proc/self/mountinfo', 'utf8').split('\n');
  return mountPoints.some((line) => line.split(' ')[4] === target);
}

/** Never what is in it: where an unmount did not do what it said, that would be the bucket. */
function removeFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

async function main([kubeletDirectory = '', bucketsDirectory = '', access = '']: string[]): Promise<void> {
  await servePlugin(kubeletDirectory, {
    type: 'CSIPlugin',
    name: ossDriverName,
    version: '1.0.0',
    services: [
      [service('csi.proto', 'csi.v1.Identity'), identity],
      [service('csi.proto', 'csi.v1.Node'), node(bucketsDirectory, JSON.parse(access) as BucketAccess)],
    ],
  });
}

void main(process.argv.slice(2));
