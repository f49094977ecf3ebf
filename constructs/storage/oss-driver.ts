/** Name under which the OSS CSI driver is registered. */
export const ossDriver = 'ossplugin.csi.alibabacloud.com';

/**
 * ossfs shows files as those of root with the mode 0640 where nothing else is said, and decrypting them keeps that: the
 * server, which is not root, could not read its model.
 */
export const defaultOssfsOptions = '-o umask=022';
