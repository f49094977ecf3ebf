import { useAuthorities } from './authorities-script';
import { attestationSocket } from './paths';

/*
 * TNG takes its own rules away when it stops on SIGTERM, knows no IPv6, and is not there at all before it has started. These
 * rules close the secured ports first and stay for the life of the Pod: whatever TNG does, nothing reaches such a port but what
 * TNG redirected (it has another port by then) and what comes from inside the Pod. A service mesh, or whoever else redirects in
 * the Pod, changes the port before these rules see it: so the port that the client asked for counts, too. Answers to
 * connections that the Pod opened itself to such a port elsewhere are no business of theirs: only the original direction is.
 *
 * TNG connects to AA once. When AA has started again, that connection is dead and clients get errors for ever: TNG must start
 * again, too. A new AA is known by its new socket.
 */

/**
 * Closes the secured ports and runs TNG. `$@`: the program. Environment: `CAI_TNG_CONFIG`; `CAI_SECURED_PORTS`;
 * `CAI_TNG_PORTS`, on which TNG listens for them, in the same order; and `CAI_TRUSTEE_AUTHORITIES` where there are any.
 */
export const tngScript = String.raw`
say() { printf 'cai: %s\n' "$*" >&2; }

program=

stop() {
  trap '' TERM INT
  code=0
  if [ -n "$program" ]; then
    kill -TERM "$program"
    (sleep 10; kill -KILL "$program" 2>/dev/null) &
    wait "$program"
    code=$?
  fi
  exit "$code"
}
trap stop TERM INT

# Nothing is flushed: a container that starts again leaves no moment without rules.
close_ports() {
  firewall=$1
  "$firewall" -w 10 -n -L CAI_SECURED > /dev/null 2>&1 || "$firewall" -w 10 -N CAI_SECURED || return 1
  set -- $CAI_TNG_PORTS
  for port in $CAI_SECURED_PORTS; do
    reject --dport "$port" || return 1
    reject ! --dport "$1" -m conntrack --ctorigdstport "$port" --ctdir ORIGINAL || return 1
    shift
  done
  add_rule -I INPUT -j CAI_SECURED
}

# reject MATCH...
reject() { add_rule -A CAI_SECURED ! -i lo -p tcp "$@" -j REJECT --reject-with tcp-reset; }

# add_rule -A|-I CHAIN RULE...
add_rule() {
  how=$1
  shift
  "$firewall" -w 10 -C "$@" 2>/dev/null || "$firewall" -w 10 "$how" "$@"
}

if ! close_ports iptables; then
  say "cannot close the secured ports for IPv4: TNG is not started"
  exit 1
fi
if [ ! -e /proc/net/if_inet6 ]; then
  say "the kernel has no IPv6"
elif ! close_ports ip6tables; then
  say "cannot close the secured ports for IPv6: TNG is not started"
  exit 1
fi
say "closed to everything but TNG: $CAI_SECURED_PORTS"
${useAuthorities}
# Sets $socket; to nothing while AA has none.
find_socket() { socket=$(ls -i ${attestationSocket} 2>/dev/null); }

# follow_agent SOCKET
follow_agent() {
  until [ -n "$socket" ] && [ "$socket" != "$1" ]; do
    sleep 1
    find_socket
  done
  say "the attestation agent has started again: TNG starts again, too"
  kill -TERM "$program"
  sleep 10
  kill -KILL "$program"
}

while :; do
  find_socket
  known=$socket
  "$@" --config-content "$CAI_TNG_CONFIG" &
  program=$!
  follow_agent "$known" &
  follower=$!
  wait "$program"
  code=$?
  kill -KILL "$follower" 2>/dev/null
  wait "$follower"
  find_socket
  [ -n "$socket" ] && [ "$socket" != "$known" ] || break
done
say "TNG ended with exit code $code; the secured ports stay closed"
exit "$code"
`;
