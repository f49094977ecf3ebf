# shellcheck shell=sh disable=SC2034 # what the other scripts use
# Of cai.yaml. No secrets.
trustee_version='1.5.2'
trustee_scheme='https'
trustee_host='trustee.example.com'
trustee_port='8081'
key_path='default/aliyun/model-decryption-key'
required_measurements='["tdx.quote.body.mr_td","tdx.quote.body.rtmr_0","tdx.quote.body.rtmr_1","tdx.quote.body.rtmr_2"]'
