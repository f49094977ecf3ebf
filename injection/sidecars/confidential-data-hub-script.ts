import { useAuthorities } from './authorities-script';
import { keyFile, keyFolder, ownFolder } from './paths';

/*
 * The program prints the key, base64, and ends. It goes from file to file in a memory volume and never into a variable: then
 * tracing the shell cannot show it.
 */

/** Fetches the key and stays. `$@`: the program. Environment: `CAI_CDH_CONFIG`, `CAI_KEY_ID`, and `CAI_TRUSTEE_AUTHORITIES` where there are any. */
export const confidentialDataHubScript = String.raw`
say() { printf 'cai: %s\n' "$*" >&2; }

umask 077
config=${ownFolder}/confidential-data-hub.toml
printed=${keyFolder}/.printed
decoded=${keyFolder}/.decoded
child=

forget() { rm -f "$printed" "$decoded"; }

stop() {
  trap '' TERM INT
  [ -z "$child" ] || kill -KILL "$child" 2>/dev/null
  forget
  exit 0
}
trap stop TERM INT

# A signal interrupts wait, and nothing else.
run() {
  "$@" &
  child=$!
  wait "$child"
  code=$?
  child=
  return "$code"
}

fetch() {
  run "$@" -c "$config" get-resource --resource-uri "$CAI_KEY_ID" > "$printed" || {
    reason="the program ended with exit code $code; its messages are above"
    return 1
  }
  base64 -d < "$printed" > "$decoded" || {
    reason="what the program printed is not base64, or does not fit into memory"
    return 1
  }
  [ -s "$decoded" ] || {
    reason="the key is empty"
    return 1
  }
  rm -f "$printed"
  mv -f "$decoded" ${keyFile} || {
    reason="the key cannot be stored"
    return 1
  }
}

# Half to all of the delay, so that the Pods of a Deployment do not ask at the same moment.
pause() {
  random=$(od -An -N2 -tu2 /dev/urandom 2>/dev/null)
  wait_ms=$((delay * 500 + (random % 501) * delay))
  run sleep "$(printf '%d.%03d' "$((wait_ms / 1000))" "$((wait_ms % 1000))")"
}

# Where the images bring no certificates, https fails with whatever certificate, in words that do not tell why.
lacks_authorities() {
  case $CAI_CDH_CONFIG in
    *'url = "https:'*) ;;
    *) return 1 ;;
  esac
  for file in "$SSL_CERT_FILE" /etc/ssl/certs/* /etc/ssl/cert.pem /etc/pki/tls/certs/* /etc/pki/tls/cert.pem; do
    [ ! -s "$file" ] || return 1
  done
}

mkdir -p ${ownFolder}
${useAuthorities}
printf '%s\n' "$CAI_CDH_CONFIG" > "$config" || exit 1
forget
attempt=1
delay=1
while [ ! -s ${keyFile} ]; do
  if fetch "$@"; then
    say "attempt $attempt: fetched $CAI_KEY_ID"
  else
    forget
    say "attempt $attempt: no key: $reason; next attempt within $delay s"
    if [ "$attempt" -eq 1 ] && lacks_authorities; then
      say "this image knows no certificate authority, so https cannot work"
      say "give those of Trustee: trustee.authorities of cai-webhook, or trustee-authorities of the Pod"
    fi
    pause
    attempt=$((attempt + 1))
    delay=$((delay * 2))
    [ "$delay" -le 60 ] || delay=60
  fi
done

while :; do
  run sleep 86400
done
`;
