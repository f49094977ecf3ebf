import fc from 'fast-check';
import { didYouMean } from '../../problems';
import { optionKeys, securePortKeys } from '../../injection';

describe('didYouMean', () => {
  it.each([
    ['tng-http-secure-port', 'tng-http-secure-ports'],
    ['tngHttpSecurePorts', 'tng-http-secure-ports'],
    ['TNG_HTTP_SECURE_PORTS', 'tng-http-secure-ports'],
    ['tng-https-secure-ports', 'tng-http-secure-ports'],
    ['cypher-text-volume', 'cipher-text-volume'],
    ['ciphertext-volume', 'cipher-text-volume'],
    ['trustee-adress', 'trustee-address'],
    ['trusteeAddress', 'trustee-address'],
    ['trustee', 'trustee-address'],
    ['model-decryption-key', 'model-decryption-key-id'],
    ['model-decrpytion-key-id', 'model-decryption-key-id'],
    ['aa-verison', 'aa-version'],
    ['ahc-version', 'aa-version'],
    ['chd-version', 'cdh-version'],
    ['tgn-version', 'tng-version'],
    ['cache-fs-version', 'cachefs-version'],
    ['tdx-ra-enabled', 'tdx-ra-enable'],
    ['gpu-ra-enabled', 'gpu-ra-enable'],
  ])('takes %s for %s', (word, meant) => {
    expect(didYouMean(word, optionKeys)).toBe(meant);
  });

  it.each(['', 'x', 'foo', 'version', '__proto__', 'constructor', 'model-name', 'a'.repeat(100_000)])(
    'has no idea what %s means',
    (word) => {
      expect(didYouMean(word, optionKeys)).toBeUndefined();
    },
  );

  it.each([
    ['prot', 'port'],
    ['ports', 'port'],
    ['allow-insecure-request-regex', 'allow-insecure-request-regexes'],
  ])('takes %s for %s in an entry of the ports', (word, meant) => {
    expect(didYouMean(word, securePortKeys)).toBe(meant);
  });

  it('finds every option again after one slip', () => {
    fc.assert(
      fc.property(fc.constantFrom(...optionKeys), fc.nat(), (key, at) => {
        const cut = at % key.length;
        const slipped = key.slice(0, cut) + key.slice(cut + 1);
        expect(didYouMean(slipped, optionKeys)).toBeDefined();
      }),
    );
  });
});
