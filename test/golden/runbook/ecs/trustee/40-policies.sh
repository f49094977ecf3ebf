#!/bin/sh
# Registers the reference values and sets the policies. From then on keys are released to what has these measurements.
# Reference values last for twelve months: run this again before.
# usage: 40-policies.sh [REFERENCE-VALUES]    reference-values.json beside this script without it

# shellcheck source=functions.sh
. "$(dirname "$0")/functions.sh"
need_root
need jq curl openssl
[ -f "$state/configured" ] || die 'Trustee is not hardened yet: run 20-configure.sh first'
values=${1:-$here/reference-values.json}

jq --exit-status . "$values" > /dev/null 2>&1 || die "$values is no JSON"
# a list of SHA-384 values for each claim, and none of the required ones without a value
jq --exit-status --argjson required "$required_measurements" '
  type == "object"
  and all(to_entries[];
    (.key | startswith("tdx."))
    and (.value | type == "array")
    and all(.value[]; type == "string" and test("^[0-9a-f]{96}$")))
  and all($required[] as $name | .[$name]; type == "array" and length > 0)
  and all(.[]; length > 0)
' "$values" > /dev/null || die "$values must have, for each claim, a list of at least one value of 96 digits (0-9, a-f);
required are $required_measurements; measure.sh shows the values of a node"

wait_until_well

# the message has the values within JSON within JSON; the answer to the query tells whether they arrived
jq --compact-output '{version: "0.1.0", type: "sample", payload: (tojson | @base64)} | tojson | {message: .}' "$values" |
  curl --silent --show-error --fail --max-time 30 --header 'Content-Type: application/json' \
    --data-binary @- "$gateway/rvps/register" > /dev/null
knows_reference_values > /dev/null || die 'Trustee took the reference values and does not know them; see its logs'
say 'reference values are registered'

put 644 "$data/attestation-service/policies/opa/default.rego" < "$here/policies/attestation-policy.rego"
{
  cat "$here/policies/resource-policy.rego"
  printf 'measurements := '
  jq --compact-output --sort-keys . "$values"
} | put 644 "$data/kbs/policy.rego"
say 'the policies are set: go on with 50-key.sh'
