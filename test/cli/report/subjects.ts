/** A description in which much is unsafe. */
export const unsafeDescription = `model:
  name: qwen2.5-3b-instruct
  keyId: kbs:///default/aliyun/model-decryption-key
bucket:
  name: conf-ai
  path: /qwen2.5-3b-gocryptfs/
  endpoint: http://oss-cn-beijing.aliyuncs.com
  auth: public
trustee:
  address: http://203.0.113.10:8081/api
attestation:
  gpu: false
  unsafeAllowSampleEvidence: true
versions:
  trustee: 1.6.0
webhook:
  values:
    admissionPolicy: false
    excludedNamespaces: [default]
vllm:
  values:
    probes: { handler: http }
    trustRemoteCode: true
    env:
      - { name: HF_TOKEN, value: hf-value-of-a-secret }
`;

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

/** A description in which every switch is as it should be. */
export const safeDescription = `model:
  name: qwen2.5-3b-instruct
  keyId: kbs:///default/aliyun/model-decryption-key
bucket:
  name: examplebucket
  endpoint: https://oss-cn-beijing-internal.aliyuncs.com
  secret: oss-key
trustee:
  address: https://trustee.example.com:8081/api
  hosting: on-premises
webhook:
  values:
    sidecars:
      aa: { digest: '${digest}' }
      cdh: { digest: '${digest}' }
      tng: { digest: '${digest}' }
      cachefs: { digest: '${digest}' }
vllm:
  apiKeySecret: vllm-api-key
  values:
    image: { digest: '${digest}' }
    networkPolicy: { enabled: true }
`;
