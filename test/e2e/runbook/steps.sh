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
echo '== policies: not without values'
must_fail "$scripts/40-policies.sh"
"$scripts/measure.sh" evidence.json > reference-values.json
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
