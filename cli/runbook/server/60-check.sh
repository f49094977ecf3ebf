#!/bin/sh
# Checks that Trustee is well and hardened. Changes nothing.
# usage: 60-check.sh

# shellcheck disable=SC2016 source=functions.sh # filters of jq stand in single quotes
. "$(dirname "$0")/functions.sh"
need_root
need curl jq ss

faults=0
right() { printf 'ok     %s\n' "$1"; }
wrong() {
  printf 'WRONG  %s\n' "$1"
  faults=$((faults + 1))
}
check() {
  text=$1
  shift
  if "$@" > /dev/null 2>&1; then right "$text"; else wrong "$text"; fi
}
# the mode of what is there
has_mode() { [ "$(stat -c %a "$2")" = "$1" ]; }
# what listens on a port, and not on this machine alone
is_closed() { ! ss -Hltn "sport = :$1" | awk '{ print $4 }' | grep -Ev '^(127\.|\[::1\])' | grep -q .; }
# curl puts 000 where no answer came
answer_to() {
  curl --silent --insecure --output /dev/null --max-time 10 --write-out '%{http_code}' \
    --connect-to "::127.0.0.1:" --request "$1" "$trustee_scheme://$trustee_host:$trustee_port/api/$2"
}
is_answered() { [ "$(answer_to "$1" "$2")" = "$3" ]; }
is_blocked() {
  case $(answer_to "$1" "$2") in
    403 | 404 | 405) ;;
    *) return 1 ;;
  esac
}
is_whole() { [ -s "$1" ] && [ "$(tail -c 1 "$1" | wc -l)" -eq 0 ]; }
has_line() { grep -q "$1" "$2"; }
resource_policy=$data/kbs/policy.rego
# the rules, and below them one line with the measurements
has_our_rules() { [ -f "$resource_policy" ] && sed '$d' "$resource_policy" | cmp -s - "$here/policies/resource-policy.rego"; }
registered=$(sed -n '$s/^measurements := //p' "$resource_policy" 2> /dev/null) || registered=
has_measurements() {
  printf '%s' "$registered" |
    holds '. as $given | all($required | keys[]; $given[.] | type == "array" and length > 0)' \
      --argjson required "$required_claims"
}

check 'every service of Trustee is well' is_well
check 'KBS reaches its attestation service (the unit as)' knows_attestation_policies
for port in 8080 18081 8082 50003 50004 50005; do
  check "port $port cannot be reached from outside" is_closed "$port"
done
check 'tokens must be signed by the attestation service' has_line '^insecure_key = false$' "$etc/kbs-config.toml"
check 'the attestation service signs' has_mode 600 "$state/attestation.key"
check 'the attestation policy is ours' cmp -s "$here/policies/attestation-policy.rego" \
  "$data/attestation-service/policies/opa/default.rego"
check 'the resource policy is ours' has_our_rules
check 'the resource policy has a reference value for each claim it demands' has_measurements
check 'Trustee knows the same reference values' knows_reference_values "$registered"
check 'the key is there, for nobody else to read' has_mode 600 "$data/kbs/repository/$key_path"
check 'the key has bytes, and no line break at its end' is_whole "$data/kbs/repository/$key_path"
check 'the key of the administrator is not on this server' [ ! -e "$state/admin.key" ]
check 'the reverse proxy lets health through' is_answered GET services-health 200
check 'a key needs attestation' is_answered GET "kbs/v0/resource/$key_path" 401
while read -r method path; do
  check "blocked from outside: $method /api/$path" is_blocked "$method" "$path"
done << 'ROUTES'
POST kbs/v0/attestation-policy
GET kbs/v0/attestation-policies
GET kbs/v0/attestation-policy/default
DELETE kbs/v0/attestation-policy/default
POST kbs/v0/resource-policy
GET kbs/v0/resource-policy
GET kbs/v0/resources
POST kbs/v0/resource/default/x/y
DELETE kbs/v0/resource/default/x/y
POST attestation-service/policy
GET attestation-service/policies
DELETE attestation-service/policy/default
POST as/policy
GET rvps/query
POST rvps/register
DELETE rvps/delete/x
GET audit/attestation
GET audit/resources
GET aa-instance/list
ROUTES

[ "$faults" -eq 0 ] || die "$faults of these are wrong"
say "Trustee is ready. From another machine: cai trustee check $trustee_scheme://$trustee_host:$trustee_port/api"
