import { existsSync, statSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { status } from '@grpc/grpc-js';
import { GrpcError } from './grpc-service';
import type { OssMount } from './oss-attributes';
import type { Credentials } from './oss-authentication';

/** Who may read the buckets. */
export interface BucketAccess {
  /** Secrets by the id of the access key. */
  readonly keys: Readonly<Record<string, string>>;
  readonly publicBuckets: readonly string[];
  /** RAM roles, by name or ARN. */
  readonly roles: readonly string[];
}

/** Finds the local folder that plays a path of a bucket; in ossfs's words, where OSS would let nobody see it. */
export function bucketFolder(bucketsDirectory: string, access: BucketAccess, mount: OssMount): string {
  const bucket = join(bucketsDirectory, mount.bucket);
  if (!existsSync(bucket)) throw mountFailure('bucket not found - result of checking service.');
  if (!isAllowed(mount.credentials, mount.bucket, access)) {
    throw mountFailure('invalid credentials - result of checking service.');
  }
  // the leading slash keeps ".." inside of the bucket
  const folder = join(bucket, normalize(join('/', mount.path)));
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw mountFailure(`remote mountpath ${mount.path} not found.`);
  }
  return folder;
}

function isAllowed(credentials: Credentials, bucket: string, access: BucketAccess): boolean {
  if (access.publicBuckets.includes(bucket)) return true;
  switch (credentials.kind) {
    case 'key':
      return access.keys[credentials.id] === credentials.secret;
    case 'role':
      return access.roles.includes(credentials.role);
    default:
      return false;
  }
}

function mountFailure(text: string): GrpcError {
  return new GrpcError(status.INTERNAL, `ossfs: ${text}`);
}
