/** Name under which the OSS CSI driver is registered. */
export const ossDriver = 'ossplugin.csi.alibabacloud.com';

/**
 * ossfs shows files as those of root with the mode 0640 where nothing else is said, and decrypting them keeps that: the
 * server, which is not root, could not read its model.
 */
export const defaultOssfsOptions = '-o umask=022';

/** How the OSS driver proves to the bucket who it is. */
export enum OssAuthType {
  /** With an access key from a Secret. */
  AK = 'ak',
  /** With a RAM role for service accounts (RRSA): no key is stored. */
  RRSA = 'rrsa',
  /** Not at all: the bucket is public to read. */
  PUBLIC = 'public',
}

/** The program that mounts the bucket. */
export enum OssFuseType {
  /** ossfs 1: close to POSIX. */
  OSSFS = 'ossfs',
  /** ossfs 2: made for reading large files. Knows other `otherOpts` than ossfs 1. */
  OSSFS2 = 'ossfs2',
}
