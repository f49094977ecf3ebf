import { App, Chart, Size } from 'cdk8s';
import { Secret } from 'cdk8s-plus-27';
import { OssAuthType, OssFuseType, OssModelVolume, type OssModelVolumeProps } from '../../constructs';
import { expectGoldenFolder } from '../support/golden';
import { at, bucket, codesOf, madeBy, objectsOf, problemsOf, yamlOf, type Build } from './synthesized';

const accessKey = { akId: 'an-id', akSecret: 'a-secret' };
const roleArn = 'acs:ram::1234567890123456:role/model-reader';

function volume(props: Partial<OssModelVolumeProps>): Build<OssModelVolume> {
  return (chart) => new OssModelVolume(chart, 'model', { ...bucket, ...props });
}

function made(props: Partial<OssModelVolumeProps>, namespace?: string): OssModelVolume {
  return madeBy(volume(props), { namespace });
}

test('its manifests', () => {
  expectGoldenFolder(
    'constructs/oss-model-volume',
    new Map([
      ['access-key.yaml', yamlOf(volume(accessKey))],
      ['public.yaml', yamlOf(volume({ authType: OssAuthType.PUBLIC }))],
      [
        'role.yaml',
        yamlOf(
          volume({
            authType: OssAuthType.RRSA,
            roleArn,
            oidcProviderArn: 'acs:ram::1234567890123456:oidc-provider/ack-rrsa-c0123456789',
            otherOpts: '-o umask=022 -o allow_other',
            fuseType: OssFuseType.OSSFS2,
            capacity: Size.tebibytes(1),
            claimName: 'pvc-qwen',
            name: 'qwen',
            instance: 'blue',
          }),
        ),
      ],
      [
        'existing-secret.yaml',
        yamlOf((chart) => {
          const existingSecret = Secret.fromSecretName(chart, 'key', 'oss-key');
          new OssModelVolume(chart, 'model', { ...bucket, existingSecret });
        }),
      ],
      ['no-namespace.yaml', yamlOf(volume(accessKey), {})],
    ]),
  );
});

test('tells what it made', () => {
  const { claimName, volumeName, claim, secret, secretChecksum } = made(accessKey, 'space');
  expect(claimName).toBe('pvc-oss');
  expect(volumeName).toMatch(/^space-pvc-oss-[0-9a-f]{8}$/);
  expect(claim.name).toBe('pvc-oss');
  expect(secret?.name).toBe('cai-vllm-oss');
  expect(secretChecksum).toMatch(/^[0-9a-f]{64}$/);
});

test('makes no Secret where none is needed', () => {
  const { secret, secretChecksum } = made({ authType: OssAuthType.PUBLIC });
  expect(secret).toBeUndefined();
  expect(secretChecksum).toBeUndefined();
});

test('takes a Secret of cdk8s-plus that the app makes itself', () => {
  const objects = objectsOf((chart) => {
    const existingSecret = new Secret(chart, 'key', { stringData: accessKey, metadata: { name: 'own-key' } });
    new OssModelVolume(chart, 'model', { ...bucket, existingSecret });
  });
  expect(objects.map(({ kind }) => kind)).toEqual(['Secret', 'PersistentVolume', 'PersistentVolumeClaim', 'ConfigMap']);
  expect(at(objects[1], 'spec', 'csi', 'nodePublishSecretRef')).toEqual({ name: 'own-key', namespace: 'space' });
});

describe('the name of the volume', () => {
  const { volumeName } = made(accessKey, 'space');

  test.each<[string, Partial<OssModelVolumeProps>]>([
    ['bucket', { bucket: 'other' }],
    ['path', { path: '/other/' }],
    ['url', { url: 'https://oss-cn-hangzhou-internal.aliyuncs.com' }],
    ['fuseType', { fuseType: OssFuseType.OSSFS2 }],
    ['otherOpts', { otherOpts: '-o umask=022' }],
    ['authType', { authType: OssAuthType.PUBLIC, akId: undefined, akSecret: undefined }],
    ['access key', { akId: 'another', akSecret: 'secret' }],
    ['capacity', { capacity: Size.gibibytes(100) }],
    ['instance', { instance: 'blue' }],
  ])('stays with another %s, so that a failed upgrade can be rolled back', (_what, change) => {
    expect(made({ ...accessKey, ...change }, 'space').volumeName).toBe(volumeName);
  });

  test('changes with that of the claim', () => {
    expect(made({ ...accessKey, claimName: 'pvc-other' }, 'space').volumeName).not.toBe(volumeName);
  });

  test('differs between namespaces, since volumes belong to the cluster', () => {
    expect(made(accessKey, 'blue').volumeName).not.toBe(made(accessKey, 'green').volumeName);
    expect(made({ ...accessKey, claimName: 'a-pvc' }, 'team').volumeName).not.toBe(
      made({ ...accessKey, claimName: 'pvc' }, 'team-a').volumeName,
    );
  });
});

test('names that are put together are as long as Kubernetes lets them be, and stay apart', () => {
  const claimNames = ['a', 'b'].map((last) => `${'x.'.repeat(125)}x-${last}`);
  const names = claimNames.map((claimName) => {
    const objects = objectsOf(volume({ ...accessKey, claimName, name: 'n'.repeat(58) }), { namespace: 's'.repeat(63) });
    return objects.map((object) => String(at(object, 'metadata', 'name')));
  });
  for (const name of names.flat()) {
    expect(name.length).toBeLessThanOrEqual(253);
    expect(name).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/);
  }
  const [first = [], second = []] = names;
  expect(first.filter((name) => second.includes(name))).toEqual(['n'.repeat(58) + '-oss']);
});

describe('what is fixed', () => {
  const source = (props: Partial<OssModelVolumeProps>): unknown =>
    at(
      objectsOf(volume(props)).find(({ kind }) => kind === 'ConfigMap'),
      'data',
      'source',
    );

  test.each<[string, Partial<OssModelVolumeProps>]>([
    ['bucket', { bucket: 'other' }],
    ['path', { path: '/other/' }],
    ['url', { url: 'oss-cn-hangzhou-internal.aliyuncs.com' }],
    ['fuseType', { fuseType: OssFuseType.OSSFS2 }],
    ['otherOpts', { otherOpts: '-o umask=027' }],
    ['authType', { authType: OssAuthType.PUBLIC, akId: undefined, akSecret: undefined }],
    [
      'Secret',
      {
        existingSecret: Secret.fromSecretName(new Chart(new App(), 'x'), 's', 'k'),
        akId: undefined,
        akSecret: undefined,
      },
    ],
    ['attribute', { volumeAttributes: { sigVersion: 'v4' } }],
    ['capacity', { capacity: Size.gibibytes(100) }],
  ])('is told with another %s', (_what, change) => {
    expect(source({ ...accessKey, ...change })).not.toBe(source(accessKey));
  });

  test('is not the access key, and not the instance', () => {
    expect(source({ ...accessKey, akId: 'another', akSecret: 'secret', instance: 'blue' })).toBe(source(accessKey));
    expect(String(source({ ...accessKey, akSecret: 'do-not-show' }))).not.toContain('do-not-show');
  });
});

test('the checksum changes with the access key', () => {
  const checksums = [accessKey, { ...accessKey, akId: 'other' }, { ...accessKey, akSecret: 'other' }].map(
    (key) => made(key).secretChecksum,
  );
  expect(new Set(checksums).size).toBe(3);
});

test('two volumes stand in one chart', () => {
  const objects = objectsOf((chart) => {
    new OssModelVolume(chart, 'first', { ...bucket, authType: OssAuthType.PUBLIC });
    new OssModelVolume(chart, 'second', { ...bucket, authType: OssAuthType.PUBLIC, claimName: 'pvc-two' });
  });
  const volumes = objects.filter(({ kind }) => kind !== 'ConfigMap');
  expect(volumes.map((object) => at(object, 'metadata', 'name'))).toEqual([
    expect.stringMatching(/^space-pvc-oss-/),
    'pvc-oss',
    expect.stringMatching(/^space-pvc-two-/),
    'pvc-two',
  ]);
});

test.each<[string, Partial<OssModelVolumeProps>]>([
  ['CAI1009', { ...accessKey, bucket: '<bucket>' }],
  ['CAI1009', { akId: 'xxxxx', akSecret: 'a-secret' }],
  ['CAI2002', { ...accessKey, path: 'qwen' }],
  ['CAI2003', { ...accessKey, url: 'oss-cn-beijing.aliyuncs.com/conf-ai' }],
  ['CAI2003', { ...accessKey, url: 'https://conf-ai.oss-cn-beijing.aliyuncs.com' }],
  ['CAI2004', { akId: 'an-id' }],
  ['CAI2004', { akSecret: 'a-secret' }],
  ['CAI2005', {}],
  ['CAI2006', { ...accessKey, authType: OssAuthType.PUBLIC }],
  ['CAI2006', { ...accessKey, roleName: 'model-reader' }],
  ['CAI2007', { authType: OssAuthType.RRSA }],
  ['CAI2007', { authType: OssAuthType.RRSA, roleArn }],
  ['CAI2007', { authType: OssAuthType.RRSA, oidcProviderArn: roleArn }],
  ['CAI2008', { ...accessKey, otherOpts: 'umask=022' }],
  ['CAI1006', { ...accessKey, authType: 'AccessKey' as never }],
  ['CAI2009', { authType: OssAuthType.PUBLIC, fuseType: OssFuseType.OSSFS2 }],
])('refuses with %s: %j', (code, props) => {
  expect(codesOf(volume(props))).toContain(`[chart/model] ${code}`);
});

test('reports everything that is wrong at once, and never the secret', () => {
  const found = problemsOf(
    volume({ bucket: '<bucket>', path: 'qwen', url: 'o/ss', akSecret: 'do-not-show', otherOpts: 'umask=022' }),
  );
  expect(found.map((line) => line.replace(/:.*/, ''))).toEqual([
    '[chart/model] CAI1009 placeholder-left',
    '[chart/model] CAI2002 oss-path',
    '[chart/model] CAI2003 oss-url',
    '[chart/model] CAI2008 oss-other-opts',
    '[chart/model] CAI2004 oss-key-pair',
  ]);
  expect(found.join('\n')).not.toContain('do-not-show');
});
