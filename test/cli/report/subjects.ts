/** A description in which much is unsafe. */
export const unsafeDescription = `model:
  keyId: kbs:///default/aliyun/model-decryption-key
trustee:
  address: http://203.0.113.10:8081/api
unsafeAllowSampleEvidence: true
versions:
  trustee: 1.6.0
vllm:
  caiOptions:
    gpu-ra-enable: false
  oss:
    bucket: conf-ai
    path: /qwen2.5-3b-gocryptfs/
    url: http://oss-cn-beijing.aliyuncs.com
    authType: public
  probes: { handler: http }
  trustRemoteCode: true
  env:
    - { name: HF_TOKEN, value: hf-value-of-a-secret }
webhook:
  admissionPolicy: false
  excludedNamespaces: [default]
`;

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;

/** A description in which every switch is as it should be. */
export const safeDescription = `model:
  keyId: kbs:///default/aliyun/model-decryption-key
trustee:
  address: https://trustee.example.com:8081/api
  hosting: on-premises
webhook:
  sidecars:
    aa: { digest: '${digest}' }
    cdh: { digest: '${digest}' }
    tng: { digest: '${digest}' }
    cachefs: { digest: '${digest}' }
vllm:
  oss:
    bucket: examplebucket
    url: https://oss-cn-beijing-internal.aliyuncs.com
    existingSecret: oss-key
  apiKey: { existingSecret: vllm-api-key }
  image: { digest: '${digest}' }
  networkPolicy: { enabled: true }
`;
