import { parseOptions, type CaiOptions } from '../../injection';

/** The three required options, right. */
export const required = {
  'cipher-text-volume': 'pvc-oss',
  'model-decryption-key-id': 'kbs:///default/aliyun/model-decryption-key',
  'trustee-address': 'https://trustee.example.com:8081/api',
} as const;

/** What is read of right options of which nothing else is given, but for what is changed. */
export function optionsWith(changes: Partial<CaiOptions>): CaiOptions {
  const { options } = parseOptions(required);
  if (options === undefined) throw new Error('the required options are refused');
  return { ...options, ...changes };
}

/** The first example of the seed document: what its values.yaml holds, with the placeholder as printed. */
export const seedShort = `{
  "cipher-text-volume": "pvc-oss",
  "model-decryption-key-id" : "kbs:///default/aliyun/model-decryption-key",
  "trustee-address": "http://<trustee-ip>:8081/api"
}`;

/** The second example of the seed document: every option. */
export const seedFull = `{
  "cipher-text-volume": "pvc-oss",
  "model-decryption-key-id": "kbs:///default/aliyun/model-decryption-key",
  "trustee-address": "http://<trustee-ip>:8081/api",
  "aa-version": "1.3.1",
  "cdh-version": "1.3.1",
  "tng-version": "2.2.4",
  "cachefs-version": "1.0.7-2.6.1",
  "tdx-ra-enable": true,
  "gpu-ra-enable": true,
  "tng-http-secure-ports": [
    {
      "port": 8080
    }
  ]
}`;
