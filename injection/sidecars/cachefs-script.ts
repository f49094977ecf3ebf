import { cipherFolder, configurationFile, keyFile, mountFolder, plaintextFolder, readyFile } from './paths';

/*
 * gocryptfs mounts in a folder of the first volume; the other volumes get bind mounts of it. Applications have the volume at the
 * place where they had the encrypted one, so the volume's root holds a symbolic link for each entry of the model. Links survive
 * that gocryptfs ends and is mounted again, and an application sees the new mount without a restart.
 *
 * Whatever the reason for the end, the mounts are taken away: the kubelet cannot remove a volume with a dead FUSE mount in it.
 */

/*
 * gocryptfs.conf comes from the bucket and nothing in it is signed: with other flags, whoever writes there could choose the
 * names of the files. It must be the text that gocryptfs writes, without its tabs and line ends, which JSON has in no string:
 * a parser would have to know that Go takes names in any case, and the last of several.
 */
const flags = ['HKDF', 'GCMIV128', 'DirIV', 'EMENames', 'LongNames', 'Raw64'].map((flag) => `"${flag}"`).join(',');
const base64 = '"[A-Za-z0-9+/]{1,200}={0,2}"';
const parts = [
  '\\{"Creator": "gocryptfs [A-Za-z0-9 .+~_-]{1,80}"',
  `"EncryptedKey": ${base64}`,
  `"ScryptObject": \\{"Salt": ${base64}`,
  '"N": [0-9]{1,7}',
  '"R": 8',
  '"P": 1',
  '"KeyLen": 32\\}',
  '"Version": 2',
  `"FeatureFlags": \\[${flags}\\]\\}`,
];
const knownConfiguration = `known='${parts.join(`,'\nknown=$known'`)}'`;

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
# take NAME LIMIT: the content of a regular file at the root of the encrypted volume, not of what a link leads to
take() {
  [ -f "${cipherFolder}/$1" ] && [ ! -L "${cipherFolder}/$1" ] && head -c "$2" "${cipherFolder}/$1" 2>/dev/null
}

${knownConfiguration}
conf=${configurationFile}
rm -f "$conf"
if [ -e ${cipherFolder}/gocryptfs.conf ] || [ -L ${cipherFolder}/gocryptfs.conf ]; then
  # to grep, a zero byte ends a line
  take gocryptfs.conf 4096 > "$conf" && tr '\000' '#' < "$conf" | tr -d '\n\t' | LC_ALL=C grep -Eqx "$known" || {
    say "gocryptfs.conf at the root of the encrypted volume is not as gocryptfs -init writes it without further"
    say "options, as cai model encrypt does: upload the one that belongs to the model, or encrypt it again"
    exit 1
  }
  # without it gocryptfs mounts, and cannot read a single name
  if [ "$(take gocryptfs.diriv 17 | wc -c)" -ne 16 ]; then
    say "gocryptfs.diriv at the root of the encrypted volume is lost or damaged: upload it again"
    exit 1
  fi
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

# kernel_cache: what was decrypted stays in the page cache for whoever opens the file next; nobody writes below
"$@" -fg -ro -allow_other -kernel_cache -config "$conf" -passfile "$key" ${cipherFolder} "$root/$first/${mountFolder}" &
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
