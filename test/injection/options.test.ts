import { formatOptions, parseOptions, type CaiOptions } from '../../injection';
import { required, seedFull, seedShort } from './option-texts';

const seedOptions: CaiOptions = {
  cipherTextVolume: 'pvc-oss',
  modelDecryptionKeyId: 'kbs:///default/aliyun/model-decryption-key',
  trusteeAddress: 'http://192.0.2.10:8081/api',
  versions: { aa: '1.3.1', cdh: '1.3.1', tng: '2.2.4', cachefs: '1.0.7-2.6.1' },
  versionSet: 'A',
  tdxRaEnable: true,
  gpuRaEnable: true,
};

const codes = (found: readonly { code: string; at: string }[]): string[] =>
  found.map(({ code, at }) => `${code} ${at}`);

describe('the examples of the seed document', () => {
  it('reads the short one, with defaults for the rest', () => {
    const { options, problems, warnings } = parseOptions(seedShort.replace('<trustee-ip>', '192.0.2.10'));
    expect(problems).toEqual([]);
    expect(options).toEqual(seedOptions);
    expect(codes(warnings)).toEqual(['CAI5051 /trustee-address']);
  });

  it('reads the full one', () => {
    const { options, problems, warnings } = parseOptions(seedFull.replace('<trustee-ip>', '192.0.2.10'));
    expect(problems).toEqual([]);
    expect(options).toEqual({
      ...seedOptions,
      tngHttpSecurePorts: [{ port: 8080, allowInsecureRequestRegexes: [] }],
    });
    expect(codes(warnings)).toEqual(['CAI5051 /trustee-address']);
  });

  it.each([seedShort, seedFull])('refuses them as printed, with the placeholder', (text) => {
    const { options, problems } = parseOptions(text);
    expect(options).toBeUndefined();
    expect(codes(problems)).toEqual(['CAI1009 /trustee-address']);
  });
});

describe('placeholders', () => {
  it.each([
    ['cipher-text-volume', '<pvc-name>'],
    ['cipher-text-volume', 'xxxxx'],
    ['model-decryption-key-id', 'kbs:///default/<repo>/key'],
    ['model-decryption-key-id', 'kbs:///default/aliyun/xxx'],
    ['trustee-address', 'http://xxxx:8081/api'],
    ['trustee-address', 'https://<IP>:8081/api'],
    ['aa-version', '<version>'],
    ['cdh-version', '1.3.xxx'],
    ['tng-version', 'XXX'],
    ['cachefs-version', '1.0.xxxxx'],
  ])('finds the one left in %s: %s', (key, value) => {
    const { problems } = parseOptions({ ...required, [key]: value });
    expect(codes(problems)).toEqual([`CAI1009 /${key}`]);
  });

  it('takes two x for a name', () => {
    expect(parseOptions({ ...required, 'cipher-text-volume': 'model-xxl' }).options?.cipherTextVolume).toBe(
      'model-xxl',
    );
  });
});

describe('trustee-address', () => {
  it.each([
    ['http://192.0.2.1/api', 'http://192.0.2.1/api'],
    ['https://trustee.example.com:8081/api/', 'https://trustee.example.com:8081/api'],
    ['https://trustee/kbs', 'https://trustee/kbs'],
    [
      'https://trustee.trust-ns.svc.cluster.local:65535/a/b%20c/~d',
      'https://trustee.trust-ns.svc.cluster.local:65535/a/b%20c/~d',
    ],
    ['https://[2001:db8:0:0:0:0:0:1]:8081/api', 'https://[2001:db8:0:0:0:0:0:1]:8081/api'],
  ])('accepts %s', (address, trimmed) => {
    const { options, problems } = parseOptions({ ...required, 'trustee-address': address });
    expect(problems).toEqual([]);
    expect(options?.trusteeAddress).toBe(trimmed);
  });

  it.each([
    '',
    'trustee.example.com:8081',
    'ftp://trustee.example.com/api',
    'HTTP://trustee.example.com/api',
    'https://',
    'https:///api',
    'https://user:secret@trustee.example.com/api',
    'https://trustee.example.com',
    'http://192.0.2.1:8081/',
    'https://trustee.example.com/api?x=1',
    'https://trustee.example.com/api#top',
    'https://trustee.example.com:0/api',
    'https://trustee.example.com:65536/api',
    'https://trustee.example.com:/api',
    'https://trustee.example.com//api',
    'https://trustee.example.com/api//',
    'https://trustee.example.com/a::b',
    'https://trustee_example.com/api',
    'https://-trustee.example.com/api',
    'https://256.0.0.1/api',
    'https://182.XX.XX.225:8080/api',
    'https://1.2.3/api',
    'https://[2001:db8::1]:8081/api',
    'https://2001:db8:0:0:0:0:0:1/api',
    'https://trustee.example.com/a b',
    'https://trustee.example.com/api\n',
    ' https://trustee.example.com/api',
    `https://trustee.example.com/${'a'.repeat(2048)}`,
  ])('refuses %j', (address) => {
    const { options, problems } = parseOptions({ ...required, 'trustee-address': address });
    expect(options).toBeUndefined();
    expect(codes(problems)).toEqual([`${address.length > 2048 ? 'CAI1005' : 'CAI1004'} /trustee-address`]);
  });
});

describe('cipher-text-volume and model-decryption-key-id', () => {
  it.each(['a', '0', 'pvc-oss', 'a.b-c.d', 'a'.repeat(253)])('accepts the claim %s', (claim) => {
    expect(parseOptions({ ...required, 'cipher-text-volume': claim }).options?.cipherTextVolume).toBe(claim);
  });

  it.each(['', 'Pvc', 'a_b', '-a', 'a-', 'a..b', 'a.-b', 'a/b', 'a\n', 'a'.repeat(254)])(
    'refuses the claim %j',
    (claim) => {
      expect(codes(parseOptions({ ...required, 'cipher-text-volume': claim }).problems)).toEqual([
        `${claim.length > 253 ? 'CAI1005' : 'CAI1004'} /cipher-text-volume`,
      ]);
    },
  );

  it.each(['kbs:///a/b/c', 'kbs:///_a/-b/c.d..e'])('accepts the key %s', (key) => {
    expect(parseOptions({ ...required, 'model-decryption-key-id': key }).options?.modelDecryptionKeyId).toBe(key);
  });

  it.each([
    'a/b/c',
    'kbs://a/b/c',
    'kbs://host/a/b/c',
    'kbs:///a/b',
    'kbs:///a/b/c/d',
    'kbs:///a//c',
    'kbs:///../b/c',
    'kbs:///a/b/.c',
    'kbs:///a/b/c?x=1',
    'kbs:///a/b/c d',
    'KBS:///a/b/c',
  ])('refuses the key %s', (key) => {
    expect(codes(parseOptions({ ...required, 'model-decryption-key-id': key }).problems)).toEqual([
      'CAI1004 /model-decryption-key-id',
    ]);
  });
});

describe('tng-http-secure-ports', () => {
  it('keeps ports and expressions, and warns of each expression', () => {
    const { options, warnings } = parseOptions({
      ...required,
      'tng-http-secure-ports': [
        { port: 1 },
        { port: 65535, 'allow-insecure-request-regexes': ['^/metrics$', '/healthz'] },
      ],
    });
    expect(options?.tngHttpSecurePorts).toEqual([
      { port: 1, allowInsecureRequestRegexes: [] },
      { port: 65535, allowInsecureRequestRegexes: ['^/metrics$', '/healthz'] },
    ]);
    expect(codes(warnings)).toEqual([
      'CAI5054 /tng-http-secure-ports/1/allow-insecure-request-regexes/0',
      'CAI5054 /tng-http-secure-ports/1/allow-insecure-request-regexes/1',
    ]);
    expect(warnings[0]?.message).not.toContain('longer paths');
    expect(warnings[1]?.message).toContain('longer paths');
  });

  it('tells an empty list from an absent one', () => {
    expect(parseOptions(required).options).not.toHaveProperty('tngHttpSecurePorts');
    expect(parseOptions({ ...required, 'tng-http-secure-ports': [] }).options?.tngHttpSecurePorts).toEqual([]);
  });

  it('takes 64 entries', () => {
    const ports = Array.from({ length: 64 }, (_, index) => ({ port: index + 1 }));
    expect(parseOptions({ ...required, 'tng-http-secure-ports': ports }).options?.tngHttpSecurePorts).toHaveLength(64);
  });

  it.each([0, -1, 65536, 80.5, 1e21])('refuses port %d', (port) => {
    expect(codes(parseOptions({ ...required, 'tng-http-secure-ports': [{ port }] }).problems)).toEqual([
      `${Number.isInteger(port) ? 'CAI1005' : 'CAI1003'} /tng-http-secure-ports/0/port`,
    ]);
  });
});

it('looks at the first 64 entries only', () => {
  const wrong = Array.from({ length: 200 }, () => ({ port: 0 }));
  const found = parseOptions({ ...required, 'tng-http-secure-ports': wrong }).problems;
  expect(codes(found).slice(0, 2)).toEqual(['CAI1005 /tng-http-secure-ports', 'CAI1005 /tng-http-secure-ports/0/port']);
  expect(found).toHaveLength(65);
});

it('reads a text of the allowed length, not one that is longer', () => {
  const text = JSON.stringify(required);
  expect(parseOptions(text.padEnd(65_536)).problems).toEqual([]);
  expect(codes(parseOptions(text.padEnd(65_537)).problems)).toEqual(['CAI1005 ']);
});

it('reports every unknown key, and says for the first 16 what was meant', () => {
  const keys = Array.from({ length: 20 }, (_, index) => `aa-version${String.fromCharCode(97 + index)}`);
  const { problems } = parseOptions({ ...required, ...Object.fromEntries(keys.map((key) => [key, 1])) });
  expect(codes(problems)).toEqual(keys.map((key) => `CAI1001 /${key}`));
  const endings = problems.map(({ message }) => message.slice(message.indexOf('; ') + 2));
  expect(endings.slice(0, 16)).toEqual(Array(16).fill('did you mean "aa-version"?'));
  expect(endings.slice(16)).toEqual(Array(4).fill('correct the spelling, or remove the key'));
});

describe('settings', () => {
  it('fills in the versions of the installation', () => {
    const defaults = { aa: '1.4.8', cdh: '1.4.8', tng: '2.3.0' };
    const { options } = parseOptions(required, { defaults });
    expect(options?.versions).toEqual({ ...defaults, cachefs: '1.0.7-2.6.1' });
    expect(options?.versionSet).toBe('B');
  });

  it('judges the set after the defaults are filled in', () => {
    const input = { ...required, 'tng-version': '2.2.4' };
    expect(parseOptions(input).options?.versionSet).toBe('A');
    const withB = parseOptions(input, { defaults: { aa: '1.4.8', cdh: '1.4.8', tng: '2.3.0' } });
    expect(codes(withB.problems)).toEqual(['CAI5012 ']);
  });

  it('checks the versions of the installation too', () => {
    const { problems } = parseOptions(required, { defaults: { aa: '1.3.2', cachefs: '-' } });
    expect(codes(problems)).toEqual(['CAI5011 /aa-version', 'CAI1004 /cachefs-version']);
    expect(problems[0]?.message).toContain('/aa-version "1.3.2" (default) belongs to no version set');
  });

  it('allows sample evidence only where the operator does', () => {
    const input = { ...required, 'tdx-ra-enable': false, 'gpu-ra-enable': false };
    expect(codes(parseOptions(input).problems)).toEqual(['CAI5014 /tdx-ra-enable']);
    const allowed = parseOptions(input, { allowSampleEvidence: true });
    expect(allowed.options).toMatchObject({ tdxRaEnable: false, gpuRaEnable: false });
    expect(codes(allowed.warnings)).toEqual(['CAI5052 /tdx-ra-enable']);
  });

  it('takes TDX evidence without GPU evidence', () => {
    expect(parseOptions({ ...required, 'gpu-ra-enable': false }).options).toMatchObject({
      tdxRaEnable: true,
      gpuRaEnable: false,
    });
  });
});

it('reports everything at once, in the order of the document, the unknown keys, the table, the rules', () => {
  const text = `{
    "zeta": 1, "cipher-text-volume": "A", "cipher-text-volume": "B", "alpha": 2, "trustee-address": null,
    "aa-version": "1.3.2", "tng-version": "2.3.0", "tdx-ra-enable": false, "tng-http-secure-ports": [{"prot": 1}]
  }`;
  expect(codes(parseOptions(text).problems)).toEqual([
    'CAI1008 /cipher-text-volume',
    'CAI1001 /alpha',
    'CAI1001 /zeta',
    'CAI1004 /cipher-text-volume',
    'CAI1002 /model-decryption-key-id',
    'CAI1003 /trustee-address',
    'CAI5011 /aa-version',
    'CAI1001 /tng-http-secure-ports/0/prot',
    'CAI1002 /tng-http-secure-ports/0/port',
    'CAI5012 ',
    'CAI5013 /tdx-ra-enable',
  ]);
});

describe('formatOptions', () => {
  it('writes one line with the keys in the order of the table, only what was given', () => {
    expect(
      formatOptions({
        tngHttpSecurePorts: [{ port: 8080 }, { port: 81, allowInsecureRequestRegexes: ['^/m$'] }],
        gpuRaEnable: false,
        versions: { tng: '2.2.3' },
        trusteeAddress: 'https://t:8081/api/',
        modelDecryptionKeyId: 'kbs:///a/b/c',
        cipherTextVolume: 'pvc-oss',
      }),
    ).toBe(
      '{"cipher-text-volume":"pvc-oss","model-decryption-key-id":"kbs:///a/b/c","trustee-address":"https://t:8081/api",' +
        '"tng-version":"2.2.3","gpu-ra-enable":false,' +
        '"tng-http-secure-ports":[{"port":8080},{"port":81,"allow-insecure-request-regexes":["^/m$"]}]}',
    );
  });
});
