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

[ -r "$values" ] || die "$values cannot be read"
# a list of values for each claim, and none of the required ones without a value; jq says nothing where nothing is wrong
wrong=$(jq --slurp --raw-output --argjson required "$required_claims" --argjson offered "$offered_claims" \
  --arg closed "$closed_attributes" '
  ($required + $offered) as $digits
  | if length != 1 or (.[0] | type) != "object" then "it must be one JSON object"
    else .[0] as $given
    | ($required | keys[] | select($given[.] == null) | "\(.) is missing"),
      ($given | to_entries[] | .key as $name
        | if ($name | startswith("tdx.") | not) then "\($name) is no claim of a quote of TDX"
          elif (.value | type) != "array" then "\($name) must be a list of values"
          elif .value == [] then "\($name) has no value"
          else .value[]
            | if (type != "string") or (test("^([0-9a-f]{2})+$") | not)
                  or ($digits[$name] != null and length != $digits[$name])
              then "\($name): \(tojson) is no value of \($digits[$name] // "an even number of") digits (0-9, a-f)"
              elif $name == "tdx.quote.body.td_attributes" and (test($closed) | not)
              then "\($name): \(tojson) is refused whatever is registered: bit 28 (SEPT_VE_DISABLE) must be on, and beside it no other than 27, 30, 31 and 63 may be"
              else empty end
          end)
    end' "$values" 2> /dev/null) || die "$values is no JSON"
[ -z "$wrong" ] || die "$values cannot be taken:
$wrong
measure.sh shows the values of a node"

wait_until_well

# the message has the values within JSON within JSON; the answer to the query tells whether they arrived
jq --compact-output '{version: "0.1.0", type: "sample", payload: (tojson | @base64)} | tojson | {message: .}' "$values" |
  curl --silent --show-error --fail --max-time 30 --header 'Content-Type: application/json' \
    --data-binary @- "$gateway/rvps/register" > /dev/null
knows_reference_values "$(cat "$values")" || die 'Trustee took the reference values and does not know them; see its logs'
say 'reference values are registered'

put 644 "$data/attestation-service/policies/opa/default.rego" < "$here/policies/attestation-policy.rego"
{
  cat "$here/policies/resource-policy.rego"
  printf 'measurements := '
  jq --compact-output --sort-keys . "$values"
} | put 644 "$data/kbs/policy.rego"
say 'the policies are set: go on with 50-key.sh'
