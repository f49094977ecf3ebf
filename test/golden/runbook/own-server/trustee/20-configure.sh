#!/bin/sh
# Hardens Trustee and starts it. Until 40-policies.sh it releases nothing to anybody.
# usage: 20-configure.sh

# shellcheck source=functions.sh
. "$(dirname "$0")/functions.sh"
need_root
need openssl curl jq
variant > /dev/null

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
make_folder 700 "$state"

# Without a certificate on the tokens, KBS would have to believe any signer. The authority signs this one certificate,
# and its key is gone afterwards.
make_signer() {
  subject='/CN=Attestation service of Trustee'
  openssl req -x509 -newkey rsa:3072 -nodes -sha384 -days 3650 -subj "$subject: authority" \
    -config "$here/files/openssl.cnf" -extensions authority -keyout "$work/ca.key" -out "$work/ca.crt" 2> /dev/null
  openssl req -new -newkey rsa:3072 -nodes -sha384 -subj "$subject" \
    -config "$here/files/openssl.cnf" -keyout "$work/signer.key" -out "$work/signer.csr" 2> /dev/null
  openssl x509 -req -sha384 -days 3650 -in "$work/signer.csr" -CA "$work/ca.crt" -CAkey "$work/ca.key" \
    -CAcreateserial -extfile "$here/files/openssl.cnf" -extensions signer -out "$work/signer.crt" 2> /dev/null
  put 644 "$state/attestation-ca.crt" < "$work/ca.crt"
  cat "$work/signer.crt" "$work/ca.crt" | put 644 "$state/attestation.crt"
  put 600 "$state/attestation.key" < "$work/signer.key"
}

make_admin() {
  openssl genpkey -algorithm ed25519 -out "$work/admin.key"
  openssl pkey -in "$work/admin.key" -pubout -out "$work/admin.pub"
  put 600 "$state/admin.key" < "$work/admin.key"
  put 644 "$state/admin.pub" < "$work/admin.pub"
  say "the key of the administrator is $state/admin.key: move it to where you keep such keys, away from this server"
}

[ -s "$state/attestation.key" ] || make_signer
# to bring a key of your own, put its public half there before
[ -s "$state/admin.pub" ] || make_admin
# the package makes this one, which everybody may read
if [ -f "$etc/private.key" ]; then chmod 600 "$etc/private.key"; fi

for name in kbs-config.toml as-config.json rvps.json gateway.yml; do
  put 644 "$etc/$name" < "$here/files/$name"
done

make_folder 700 "$data/kbs"
make_folder 700 "$data/kbs/repository"
make_folder 755 "$data/attestation-service"
make_folder 755 "$data/attestation-service/policies"
make_folder 755 "$data/attestation-service/policies/opa"
mkdir -p "$data/gateway/data"
closed='package policy

default allow = false'
[ -f "$state/configured" ] || {
  # also over policies that were there: what they allow nobody knows
  printf '%s\n' "$closed" | put 644 "$data/kbs/policy.rego"
  printf '%s\n' "$closed" | put 644 "$data/attestation-service/policies/opa/default.rego"
}

unit_file() {
  for folder in "$root/usr/lib/systemd/system" "$root/lib/systemd/system"; do
    if [ -f "$folder/$1.service" ]; then
      printf '%s\n' "$folder/$1.service"
      return
    fi
  done
  die "there is no unit $1.service"
}

# The units listen on every address; their own command lines stay otherwise.
on_loopback() {
  line=$(sed -n 's/^ExecStart=//p' "$(unit_file "$1")" | sed 's/0\.0\.0\.0:/127.0.0.1:/g')
  case $1:$line in
    as:*127.0.0.1:* | as-restful:*127.0.0.1:* | rvps:*127.0.0.1:*) ;;
    rvps:*--address*) die "the unit rvps listens where these scripts cannot move it: $line" ;;
    rvps:*) line="$line --address 127.0.0.1:50003" ;;
    *) die "the unit $1 listens where these scripts cannot move it: $line" ;;
  esac
  printf 'ExecStart=\nExecStart=%s\n' "$line"
}

write_drop_ins() {
  for unit in $units; do
    mkdir -p "$root/etc/systemd/system/$unit.service.d"
    start=
    case $unit in
      rvps | as | as-restful) start=$(on_loopback "$unit") ;;
    esac
    # the package allows core dumps of any size, and a core of KBS holds keys
    printf '[Service]\nLimitCORE=0\nNoNewPrivileges=yes\n%s\n' "$start" |
      put 644 "$root/etc/systemd/system/$unit.service.d/10-cai.conf"
  done
}

case $(variant) in
  rpm) write_drop_ins ;;
  compose)
    put 644 "$state/sgx_default_qcnl.conf" < "$here/files/sgx_default_qcnl.conf"
    put 644 "$state/compose.yaml" < "$here/compose.yaml"
    ;;
esac

start_trustee
wait_until_well
: > "$state/configured"
say 'Trustee runs on this machine alone, and releases nothing: go on with 30-proxy.sh'
