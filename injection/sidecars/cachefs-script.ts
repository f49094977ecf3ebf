import { cipherFolder, keyFile, mountFolder, plaintextFolder, readyFile } from './paths';

/*
 * gocryptfs mounts in a folder of the first volume; the other volumes get bind mounts of it. Applications have the volume at the
 * place where they had the encrypted one, so the volume's root holds a symbolic link for each entry of the model. Links survive
 * that gocryptfs ends and is mounted again, and an application sees the new mount without a restart.
 *
 * Whatever the reason for the end, the mounts are taken away: the kubelet cannot remove a volume with a dead FUSE mount in it.
 */

/** Decrypts the model. `$@`: gocryptfs. Environment: `CAI_PLAINTEXT_VOLUMES`. */
export const cachefsScript = String.raw`
say() { printf 'cai: %s\n' "$*" >&2; }

root=${plaintextFolder}
key=${keyFile}
first=
program=
linker=

is_mounted() { grep -qF " $root/$1/${mountFolder} " /proc/self/mountinfo; }

# A mount may lie upon a dead one.
unmount() {
  failed=0
  for volume in $CAI_PLAINTEXT_VOLUMES; do
    while is_mounted "$volume"; do
      umount -l "$root/$volume/${mountFolder}" || { failed=1; break; }
    done
  done
  return "$failed"
}

# KILL: a subshell that has only just been made can lose another signal.
end_linker() {
  rm -f ${readyFile}
  if [ -n "$linker" ]; then
    kill -KILL "$linker" 2>/dev/null
    wait "$linker"
    linker=
  fi
}

stop() {
  trap '' TERM INT
  end_linker
  unmount
  if [ -n "$program" ]; then
    kill -TERM "$program" 2>/dev/null
    (sleep 1; kill -KILL "$program" 2>/dev/null) &
    wait "$program"
    unmount
  fi
  exit 0
}
trap stop TERM INT

# Names may hold blanks and line ends, and begin with a dash or a dot.
remove_links() (
  cd "$root/$1" || exit 1
  for name in * .[!.]* ..?*; do
    [ ! -L "$name" ] || rm -f -- "$name" || exit 1
  done
)

make_links() (
  cd "$root/$1/${mountFolder}" || exit 1
  for name in * .[!.]* ..?*; do
    [ -e "$name" ] || [ -L "$name" ] || continue
    if [ "$name" = ${mountFolder} ]; then
      [ "$1" != "$first" ] || say "the model's entry ${mountFolder} is hidden: that name is taken"
      continue
    fi
    ln -s -- "${mountFolder}/$name" "$root/$1/$name" || exit 1
  done
)

link_when_mounted() {
  until is_mounted "$first"; do
    sleep 0.1
  done
  for volume in $CAI_PLAINTEXT_VOLUMES; do
    [ "$volume" = "$first" ] || mount --bind "$root/$first/${mountFolder}" "$root/$volume/${mountFolder}" || return 1
    remove_links "$volume" && make_links "$volume" || return 1
  done
  : > ${readyFile}
  say "the decrypted files are mounted"
}

# The exit codes of gocryptfs.
explain() {
  case $1 in
    6) say "the encrypted volume cannot be read: is the claim bound to the right bucket and path?" ;;
    9) say "the key begins with an empty line: store the password alone in Trustee" ;;
    11 | 23) say "the encrypted volume has no readable gocryptfs.conf at its root: is its path the model's folder?" ;;
    12) say "the key does not open the model: does model-decryption-key-id name the password it was encrypted with?" ;;
  esac
}

if [ ! -s "$key" ]; then
  say "there is no key in $key"
  exit 1
fi
if [ "$(grep -c '' "$key")" -gt 1 ]; then
  say "the key has several lines: gocryptfs takes the first; store the password alone in Trustee"
elif grep -q "$(printf '\r')" "$key"; then
  say "the key holds a carriage return: a file made on Windows? gocryptfs takes it as part of the password"
fi
# Without it gocryptfs mounts, and cannot read a single name.
diriv=${cipherFolder}/gocryptfs.diriv
if [ -e ${cipherFolder}/gocryptfs.conf ] && [ "$({ wc -c < "$diriv"; } 2>/dev/null)" != 16 ]; then
  say "gocryptfs.diriv at the root of the encrypted volume is lost or damaged: upload it again"
  exit 1
fi

end_linker
for volume in $CAI_PLAINTEXT_VOLUMES; do
  [ -n "$first" ] || first=$volume
done
unmount || {
  say "cannot remove the mount of an earlier start"
  exit 1
}
for volume in $CAI_PLAINTEXT_VOLUMES; do
  mkdir -p "$root/$volume/${mountFolder}" || exit 1
done

"$@" -fg -ro -allow_other -passfile "$key" ${cipherFolder} "$root/$first/${mountFolder}" &
program=$!
(link_when_mounted || {
  say "cannot show the decrypted files"
  kill "$program"
}) &
linker=$!
wait "$program"
code=$?
end_linker
unmount
explain "$code"
say "gocryptfs ended with exit code $code"
exit "$code"
`;

/** Ends with 0 when every volume has its mount, and the mount can be read. */
export const cachefsHealth = String.raw`
test -e ${readyFile} || exit 1
for volume in ${plaintextFolder}/*; do
  grep -q " $volume/${mountFolder} .* fuse" /proc/self/mountinfo || exit 1
  ls "$volume/${mountFolder}" > /dev/null || exit 1
done
`;
