#!/bin/sh
# Shows the measurements of a node that you trust, in the form of reference-values.json. The quote is verified; that the
# node is one you trust, only you can know.
# usage: measure.sh EVIDENCE    a file with the evidence, which on a TDX node comes from:
#        attestation-agent-client get-evidence --runtime-data "$(printf measure | base64)" > evidence.json

# shellcheck disable=SC2016 source=functions.sh # filters of jq stand in single quotes
. "$(dirname "$0")/functions.sh"
need_root
need jq curl
[ "$#" -eq 1 ] || die 'usage: measure.sh EVIDENCE'
[ -r "$1" ] || die "$1 cannot be read"
holds '.quote | type == "string" and length > 0' < "$1" || die "$1 is no evidence of TDX: it has no quote"

# A policy that lets evidence through, for the time of this question. No token by it opens a key: the resource policy
# demands the other one.
policy=$data/attestation-service/policies/opa/cai-measure.rego
trap 'rm -f "$policy"' EXIT
printf 'package policy\n\ndefault allow = true\n' > "$policy"

token=$(jq --raw-input --slurp --compact-output \
  '{tee: "tdx", evidence: (@base64 | gsub("\\+"; "-") | gsub("/"; "_") | gsub("="; "")), policy_ids: ["cai-measure"]}' "$1" |
  curl --silent --show-error --fail --max-time 60 --header 'Content-Type: application/json' --data-binary @- \
    "$gateway/attestation-service/attestation") || die 'Trustee did not verify this evidence; its logs tell why'

claims=$(printf '%s' "$token" | jq --raw-input --compact-output '
  split(".")[1] | gsub("-"; "+") | gsub("_"; "/") | . + "==="[: (4 - length % 4) % 4] | @base64d | fromjson
  | ."tcb-status" | fromjson') || die 'Trustee answered with something that is no token'
printf '%s' "$claims" | holds '. as $claims | all($required | keys[]; $claims[.] | type == "string")' \
  --argjson required "$required_claims" || die 'the claims of this evidence are not those of a quote of TDX'
printf '%s' "$claims" | holds '."tdx.quote.body.td_attributes" | test($closed)' --arg closed "$closed_attributes" ||
  die "this TD is open to its host, and the policies refuse it: its attributes are $(printf '%s' "$claims" |
    jq --raw-output '."tdx.quote.body.td_attributes"'); bit 28 (SEPT_VE_DISABLE) must be on, and beside it no other than 27, 30, 31 and 63 may be"
shown=$(printf '%s' "$claims" | jq '[keys[] | select(startswith("tdx.nvidia_gpu.")) | split(".")[2]] | unique | length')
[ "$gpus" -eq 0 ] || [ "$shown" -eq "$gpus" ] ||
  say "warning: the evidence proves $shown GPUs, and the policies demand $gpus: see cluster.gpusPerNode in cai.yaml" >&2

printf '%s' "$claims" | jq --argjson required "$required_claims" --argjson offered "$offered_claims" '
  . as $claims | [$required + $offered | keys[] | select($claims[.] != null) | {key: ., value: [$claims[.]]}] | from_entries'
