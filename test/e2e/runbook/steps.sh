#!/bin/sh
# The steps of the runbook's page, in their order, and what must not go. Its last line says that it came to the end.
set -eu
scripts=$PWD/trustee
must_fail() {
  if "$@" > /run/out 2>&1; then
    echo "should have failed: $*"
    exit 1
  fi
  cat /run/out
}

echo '== out of order'
must_fail "$scripts/20-configure.sh"
must_fail "$scripts/40-policies.sh"
echo '== install'
"$scripts/10-install.sh" rpm
grep -q '^systemctl mask' "$CALLS"
echo '== configure, twice'
"$scripts/20-configure.sh"
before=$(sha256sum /etc/trustee/cai/attestation.key /etc/trustee/cai/admin.pub)
"$scripts/20-configure.sh"
[ "$before" = "$(sha256sum /etc/trustee/cai/attestation.key /etc/trustee/cai/admin.pub)" ]
[ "$(stat -c %a /etc/trustee/private.key)" = 600 ]
grep -q 'default allow = false' /opt/trustee/kbs/policy.rego
grep -qx 'ExecStart=/usr/bin/grpc-as --socket 127.0.0.1:50004 --config-file /etc/trustee/as-config.json' \
  /etc/systemd/system/as.service.d/10-cai.conf
grep -qx 'ExecStart=/usr/bin/rvps --config /etc/trustee/rvps.json --address 127.0.0.1:50003' \
  /etc/systemd/system/rvps.service.d/10-cai.conf
openssl verify -x509_strict -purpose any -CAfile /etc/trustee/cai/attestation-ca.crt /etc/trustee/cai/attestation.crt
echo '== proxy: only with a certificate for the host, and its key'
must_fail "$scripts/30-proxy.sh"
must_fail "$scripts/30-proxy.sh" other.crt other.key
must_fail "$scripts/30-proxy.sh" tls.crt other.key
"$scripts/30-proxy.sh" tls.crt tls.key
"$scripts/30-proxy.sh"
echo '== policies: not without values, and only with those that can be met'
must_fail_with() {
  wanted=$1
  shift
  must_fail "$@"
  grep -qF -- "$wanted" /run/out || {
    echo "should have said $wanted"
    exit 1
  }
}
: > empty.json
must_fail_with 'tdx.quote.body.td_attributes has no value' "$scripts/40-policies.sh"
must_fail_with 'it must be one JSON object' "$scripts/40-policies.sh" empty.json
must_fail_with 'is no evidence of TDX' "$scripts/measure.sh" empty.json
echo '{"quote": ""}' > evidence-without-quote.json
must_fail_with 'is no evidence of TDX' "$scripts/measure.sh" evidence-without-quote.json
echo '{"tdx.quote.body.td_attributes": "0000003000000000"}' > /run/claims.json
must_fail_with 'open to its host' "$scripts/measure.sh" evidence.json
echo '{"tdx.quote.body.td_attributes": "0000000000000000"}' > /run/claims.json
must_fail_with 'open to its host' "$scripts/measure.sh" evidence.json
echo '{"tdx.quote.body.xfam": null}' > /run/claims.json
must_fail_with 'are not those of a quote' "$scripts/measure.sh" evidence.json
echo '{"tdx.nvidia_gpu.1.cc_enabled": true}' > /run/claims.json
"$scripts/measure.sh" evidence.json 2>&1 > /dev/null | grep -F 'proves 2 GPUs, and the policies demand 1'
rm /run/claims.json
echo '{"POST /api/attestation-service/attestation": {"status": 200, "body": ""}}' > /run/instead.json
must_fail "$scripts/measure.sh" evidence.json
rm /run/instead.json
"$scripts/measure.sh" evidence.json > reference-values.json
[ "$(jq length reference-values.json)" = 11 ]
refused_values() {
  jq "$2" reference-values.json > wrong.json
  must_fail_with "$1" "$scripts/40-policies.sh" wrong.json
}
refused_values 'tdx.quote.body.xfam is missing' 'del(."tdx.quote.body.xfam")'
refused_values 'tdx.quote.body.mr_seam has no value' '."tdx.quote.body.mr_seam" = []'
refused_values 'tdx.quote.body.mr_owner must be a list' '."tdx.quote.body.mr_owner" = "00"'
refused_values 'is no value of 16 digits' '."tdx.quote.body.xfam" = ["E742060000000000"]'
refused_values 'is no value of 32 digits' '."tdx.quote.body.tcb_svn" = [3]'
refused_values 'sample.svn is no claim' '."sample.svn" = ["1"]'
refused_values 'bit 28 (SEPT_VE_DISABLE) must be on' '."tdx.quote.body.td_attributes" += ["0000003000000000"]'
refused_values 'it must be one JSON object' '., .'
grep -q 'default allow = false' /opt/trustee/kbs/policy.rego
echo '{"GET /api/rvps/query": {"status": 200, "body": ""}}' > /run/instead.json
must_fail_with 'does not know them' "$scripts/40-policies.sh" reference-values.json
grep -q 'default allow = false' /opt/trustee/kbs/policy.rego
rm /run/instead.json
[ ! -e /opt/trustee/attestation-service/policies/opa/cai-measure.rego ]
"$scripts/40-policies.sh" reference-values.json
"$scripts/40-policies.sh" reference-values.json
echo '== not checked before the key is there'
must_fail "$scripts/60-check.sh"
echo '== key'
"$scripts/50-key.sh" model.key
rm /etc/trustee/cai/admin.key
echo '== check'
"$scripts/60-check.sh"
cp /opt/trustee/kbs/policy.rego resource-policy.rego
echo '== the attestation service that KBS asks is down, which services-health does not tell'
echo '{"GET /api/kbs/v0/attestation-policies": {"status": 500, "body": "AttestationError"}}' > /run/instead.json
must_fail_with 'WRONG  KBS reaches its attestation service' "$scripts/60-check.sh"
grep -qF 'WRONG  every service of Trustee is well' /run/out
echo '== answers without a body'
jq -n '[("services-health", "rvps/query") | {key: "GET /api/\(.)", value: {status: 200, body: ""}}] | from_entries' > /run/instead.json
must_fail_with 'WRONG  every service of Trustee is well' "$scripts/60-check.sh"
grep -qF 'WRONG  Trustee knows the same reference values' /run/out
echo '== a reference value that has ended, or was replaced'
jq '{"GET /api/rvps/query": {status: 200, body: (del(."tdx.quote.body.xfam") | tojson)}}' reference-values.json > /run/instead.json
must_fail_with 'WRONG  Trustee knows the same reference values' "$scripts/60-check.sh"
jq '{"GET /api/rvps/query": {status: 200, body: (."tdx.quote.body.xfam" = ["0000000000000000"] | tojson)}}' reference-values.json > /run/instead.json
must_fail_with 'WRONG  Trustee knows the same reference values' "$scripts/60-check.sh"
rm /run/instead.json
echo '== a resource policy that somebody changed'
sed -i 's/^default allow := false/default allow := true/' /opt/trustee/kbs/policy.rego
must_fail_with 'WRONG  the resource policy is ours' "$scripts/60-check.sh"
printf '%s\nmeasurements := {}\n' "$(cat "$scripts/policies/resource-policy.rego")" > /opt/trustee/kbs/policy.rego
must_fail_with 'WRONG  the resource policy has a reference value for each claim' "$scripts/60-check.sh"
cp resource-policy.rego /opt/trustee/kbs/policy.rego
"$scripts/60-check.sh" > /dev/null
echo '== from outside'
# shellcheck disable=SC2086 # a command with its arguments
NODE_EXTRA_CA_CERTS=tls.crt $CAI trustee check https://trustee.example.com:8081/api \
  --release kbs:///default/aliyun/model-decryption-key
echo '== other spellings of a route that is closed'
for path in '/api/rvps/../kbs/v0/auth' '/api/kbs/v0/auth/../resources' '//api/rvps/query' '/api/rvps%2fquery' '/api/./audit/attestation'; do
  curl --silent --insecure --path-as-is --output /dev/null --write-out "%{http_code} $path\n" \
    --connect-to ::127.0.0.1: "https://trustee.example.com:8081$path"
done
# of the closed routes, the gateway saw only those that 40-policies.sh and 60-check.sh asked it for themselves
if grep -E '/(audit|resources|aa-instance)' /run/trustee.log; then exit 1; fi
echo '== remove'
"$scripts/90-remove.sh"
grep -qx 'insecure_key = true' /etc/trustee/kbs-config.toml
[ ! -e /etc/systemd/system/as.service.d ]
[ -s /opt/trustee/kbs/repository/default/aliyun/model-decryption-key ]
"$scripts/90-remove.sh" --purge
[ ! -e /opt/trustee ]
echo 'all steps went as they should'
