# shellcheck shell=sh disable=SC2016,SC2034 # filters of jq, and what the other scripts use
# Read by the other scripts. DESTDIR stands before every path that is written, for trials in a folder.

set -eu
umask 077

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=settings.sh
. "$here/settings.sh"

root=${DESTDIR:-}
etc=$root/etc/trustee
# what these scripts make, and what says how Trustee was installed
state=$etc/cai
data=$root/opt/trustee
units='rvps as as-restful kbs trustee-gateway'
gateway=http://127.0.0.1:18081/api

say() { printf '%s\n' "$*"; }

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

need_root() {
  [ -n "$root" ] || [ "$(id -u)" -eq 0 ] || die 'run this as root'
}

need() {
  for program in "$@"; do
    command -v "$program" > /dev/null 2>&1 || die "$program is not installed"
  done
}

install_packages() {
  if command -v yum > /dev/null 2>&1; then
    yum install -y "$@"
  elif command -v apt-get > /dev/null 2>&1; then
    apt-get update
    apt-get install -y --no-install-recommends "$@"
  else
    die "install these packages yourself, then run this again: $*"
  fi
}

make_folder() {
  mkdir -p "$2"
  chmod "$1" "$2"
}

# put MODE FILE: standard input becomes the file, whole or not at all. What was there before the first time is kept.
put() {
  draft=$2.cai-draft
  cat > "$draft"
  if [ -f "$2" ] && cmp -s "$draft" "$2"; then
    rm -f "$draft"
  else
    if [ -f "$2" ] && [ ! -e "$2.before-cai" ]; then
      cp -p "$2" "$2.before-cai"
    fi
    chmod "$1" "$draft"
    mv -f "$draft" "$2"
    say "written: $2"
  fi
  chmod "$1" "$2"
}

variant() {
  [ -s "$state/variant" ] || die 'Trustee is not installed yet: run 10-install.sh first'
  cat "$state/variant"
}

start_trustee() {
  case $(variant) in
    rpm)
      systemctl daemon-reload
      # shellcheck disable=SC2086 # a list of words
      systemctl unmask $units
      # shellcheck disable=SC2086
      systemctl enable $units
      # shellcheck disable=SC2086
      systemctl restart $units
      ;;
    compose) docker compose --file "$state/compose.yaml" up --detach --force-recreate ;;
    *) die "$state/variant is neither rpm nor compose" ;;
  esac
}

# holds FILTER [OPTIONS OF jq]: whether standard input is one JSON value of which the filter is true. By itself jq says
# yes where nothing came at all.
holds() {
  filter=$1
  shift
  jq --slurp --exit-status "$@" "length == 1 and (.[0] | ($filter))" > /dev/null 2>&1
}

# The gateway answers 200 whatever is wrong: the body tells. Of the attestation service that KBS asks (the unit as) it says
# nothing; KBS lists the policies of that one, and fails where it is down.
is_well() {
  curl --silent --fail --max-time 10 "$gateway/services-health" 2> /dev/null |
    holds 'type == "object" and length > 0 and all(.[]; .status == "ok")' && knows_attestation_policies
}

knows_attestation_policies() {
  curl --silent --fail --output /dev/null --max-time 10 "$gateway/kbs/v0/attestation-policies" 2> /dev/null
}

wait_until_well() {
  patience=30
  until is_well; do
    patience=$((patience - 1))
    [ "$patience" -gt 0 ] || die "Trustee is not well; look at: curl $gateway/services-health $gateway/kbs/v0/attestation-policies, and the logs of $units"
    sleep 2
  done
}

# knows_reference_values VALUES: whether Trustee has every one of these, which are a list for each claim
knows_reference_values() {
  curl --silent --fail --max-time 10 "$gateway/rvps/query" 2> /dev/null |
    holds '. as $known | $wanted | length > 0 and all(to_entries[];
      .key as $name | (if $known[$name] | type == "array" then $known[$name] else [] end) as $there
      | .value | length > 0 and all(.[]; . as $one | $there | index($one) != null))' \
      --argjson wanted "$1"
}
