#!/bin/sh
# Shows the measurements of a node that you trust, in the form of reference-values.json. The quote is verified; that the
# node is one you trust, only you can know.
# usage: measure.sh EVIDENCE    a file with the evidence, which on a TDX node comes from:
#        attestation-agent-client get-evidence --runtime-data "$(printf measure | base64)" > evidence.json

# shellcheck source=functions.sh
. "$(dirname "$0")/functions.sh"
need_root
need jq curl
[ "$#" -eq 1 ] || die 'usage: measure.sh EVIDENCE'
[ -r "$1" ] || die "$1 cannot be read"
jq --exit-status '.quote' "$1" > /dev/null 2>&1 || die "$1 is no evidence of TDX: it has no quote"

# A policy that lets evidence through, for the time of this question. No token by it opens a key: the resource policy
# demands the other one.
policy=$data/attestation-service/policies/opa/cai-measure.rego
trap 'rm -f "$policy"' EXIT
printf 'package policy\n\ndefault allow = true\n' > "$policy"

token=$(jq --raw-input --slurp --compact-output \
  '{tee: "tdx", evidence: (@base64 | gsub("\\+"; "-") | gsub("/"; "_") | gsub("="; "")), policy_ids: ["cai-measure"]}' "$1" |
  curl --silent --show-error --fail --max-time 60 --header 'Content-Type: application/json' --data-binary @- \
    "$gateway/attestation-service/attestation") || die 'Trustee did not verify this evidence; its logs tell why'

printf '%s' "$token" | jq --raw-input --argjson required "$required_measurements" '
  split(".")[1] | gsub("-"; "+") | gsub("_"; "/") | . + "==="[: (4 - length % 4) % 4] | @base64d | fromjson
  | ."tcb-status" | fromjson | . as $claims
  | [$required[] | {key: ., value: [$claims[.]]}] | from_entries'
