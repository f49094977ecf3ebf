# shellcheck shell=sh disable=SC2034 # what the other scripts use
# Of cai.yaml. No secrets.
trustee_version='1.5.2'
trustee_scheme='http'
trustee_host='192.0.2.7'
trustee_port='8081'
key_path='team-a/llm/key.v2'
gpus='0'
required_claims='{"tdx.quote.body.mr_td":96,"tdx.quote.body.mr_config_id":96,"tdx.quote.body.mr_owner":96,"tdx.quote.body.mr_owner_config":96,"tdx.quote.body.mr_seam":96,"tdx.quote.body.rtmr_0":96,"tdx.quote.body.rtmr_1":96,"tdx.quote.body.rtmr_2":96,"tdx.quote.body.td_attributes":16,"tdx.quote.body.xfam":16}'
offered_claims='{"tdx.quote.body.tcb_svn":32}'
closed_attributes='^000000[159d][08]000000[08]0$'
