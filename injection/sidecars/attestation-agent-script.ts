import { useAuthorities } from './authorities-script';
import { attestationSocket, mountFolder, ownFolder, plaintextFolder } from './paths';

/*
 * AA is the last sidecar to stop. Where cachefs was killed as a whole, its FUSE mount is left dead on the node, and the kubelet
 * could never remove the volume below it: the Pod would hang in Terminating. So the script holds a view of the volumes in a
 * mount namespace of a child and takes dead mounts away at the end. The container itself sees nothing of them.
 *
 * The pipe does two things. Opening it waits until the child has its namespace; closing it is the order to clean up.
 */

/** Runs AA. `$@`: the program. Environment: `CAI_AA_CONFIG`, and `CAI_TRUSTEE_AUTHORITIES` where there are any. */
export const attestationAgentScript = String.raw`
say() { printf 'cai: %s\n' "$*" >&2; }

config=${ownFolder}/attestation-agent.toml
pipe=${ownFolder}/janitor.pipe
agent=
janitor=

# AA handles SIGINT and not SIGTERM. The kubelet may kill this container after 2 seconds.
stop() {
  trap '' TERM INT
  exec 3>&-
  code=0
  if [ -n "$agent" ]; then
    kill -INT "$agent"
    (sleep 1; kill -KILL "$agent" 2>/dev/null) 3>&- &
    wait "$agent"
    code=$?
  fi
  [ -z "$janitor" ] || wait "$janitor"
  exit "$code"
}
trap stop TERM INT

clean_up='
read -r closed < ${ownFolder}/janitor.pipe
for attempt in 1 2 3 4 5 6; do
  again=
  for volume in ${plaintextFolder}/*; do
    grep -qF " $volume/${mountFolder} " /proc/self/mountinfo || continue
    again=yes
    timeout -s KILL 1 stat "$volume/${mountFolder}" > /dev/null 2>&1
    if [ $? -eq 1 ]; then
      umount -l "$volume/${mountFolder}" && echo "cai: removed the dead mount of $volume" >&2
    else
      sleep 0.2
    fi
  done
  [ -n "$again" ] || break
done
exit 0
'

start_janitor() {
  rm -f "$pipe"
  mkfifo -m 600 "$pipe" || return 1
  {
    unshare --mount --propagation unchanged /bin/sh -c "$clean_up" || {
      say "cannot watch the mounts of cachefs: a Pod whose cachefs was killed may hang when it is deleted"
      : < "$pipe"
    }
  } &
  janitor=$!
  exec 3> "$pipe"
}

# Private first: otherwise the child's view would go as well.
hide_plaintext() {
  mount --make-rprivate / || return 1
  for volume in ${plaintextFolder}/*; do
    umount -l "$volume" || return 1
  done
}

mkdir -p ${ownFolder}
${useAuthorities}
if [ -d ${plaintextFolder} ]; then
  start_janitor
  hide_plaintext || say "cannot hide the decrypted files from this container"
fi

(umask 077; printf '%s\n' "$CAI_AA_CONFIG" > "$config") || exit 1
rm -f ${attestationSocket}
"$@" --config-file "$config" 3>&- &
agent=$!
wait "$agent"
code=$?
say "the attestation agent ended with exit code $code"
exit "$code"
`;
