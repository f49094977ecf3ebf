import { isObject, listAt, withFields, type Json, type JsonObject, type Named } from '../json/json-object';

/** The mount as it shows decrypted files. Whatever injection does not know about it stays. */
function plaintextMount(mount: JsonObject, name: string): JsonObject {
  const shown = { name, readOnly: true, mountPropagation: 'HostToContainer' };
  // Kubernetes refuses recursiveReadOnly beside propagation; the decrypted file system is read-only in itself.
  return withFields(mount, mount.recursiveReadOnly === undefined ? shown : { ...shown, recursiveReadOnly: 'Disabled' });
}

/**
 * Points the container's mounts of encrypted volumes at the decrypted files; the very container when it has none.
 *
 * @param plaintextOf name of the volume with the decrypted files, by the name of the encrypted one
 */
export function rewriteMounts(
  container: JsonObject,
  volumeOf: (mount: Named) => string,
  plaintextOf: ReadonlyMap<string, string>,
): JsonObject {
  const before = listAt(container, 'volumeMounts');
  const mounts = before.map((mount): Json => {
    if (!isObject(mount)) return mount;
    const plaintext = plaintextOf.get(volumeOf(mount as Named));
    return plaintext === undefined ? mount : plaintextMount(mount, plaintext);
  });
  const isSame = mounts.every((mount, index) => mount === before[index]);
  return isSame ? container : withFields(container, { volumeMounts: mounts });
}
