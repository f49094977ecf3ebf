# shellcheck shell=sh disable=SC2034 # what the other scripts use
# Of cai.yaml. No secrets.
trustee_version='1.5.2'
trustee_scheme='http'
trustee_host='192.0.2.7'
trustee_port='8081'
key_path='team-a/llm/key.v2'
required_measurements='["tdx.quote.body.mr_td","tdx.quote.body.rtmr_0","tdx.quote.body.rtmr_1","tdx.quote.body.rtmr_2"]'
