import { commandLines, regionOf } from '../../../cli/model/upload';
import { cai } from '../in-process';
import { encrypted } from './encrypted-model';
import { standInPrograms } from './stand-in-programs';

const bucket = ['--bucket', 'examplebucket', '--path', '/qwen-encrypted/'];
const server = ['--endpoint', 'https://oss-cn-beijing-internal.aliyuncs.com'];

test('prints the commands, and needs no program for it', async () => {
  const { code, stdout, stderr } = await cai(['model', 'upload', 'out', ...bucket, ...server], {
    prepare: encrypted(),
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatchInlineSnapshot(`
   "ossutil cp -r --update --force --exclude gocryptfs.conf out/ oss://examplebucket/qwen-encrypted/ --endpoint https://oss-cn-beijing-internal.aliyuncs.com --region cn-beijing
   ossutil cp --update --force out/gocryptfs.conf oss://examplebucket/qwen-encrypted/gocryptfs.conf --endpoint https://oss-cn-beijing-internal.aliyuncs.com --region cn-beijing
   "
  `);
});

test('runs them, one after the other', async () => {
  const { env, calls } = standInPrograms();
  const credentials = { OSS_ACCESS_KEY_ID: 'the id', OSS_ACCESS_KEY_SECRET: 'the secret' };
  const { code, stdout, stderr } = await cai(['model', 'upload', 'out', ...bucket, ...server, '--run'], {
    prepare: encrypted(),
    env: { ...env, ...credentials },
  });
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect(calls().map(({ args }) => args.slice(0, 3))).toEqual([
    ['cp', '-r', '--update'],
    ['cp', '--update', '--force'],
  ]);
  // ossutil takes credentials from the environment: they must reach it that way, and show nowhere
  expect(calls()[0]?.env).toMatchObject(credentials);
  expect(JSON.stringify(calls().map(({ args }) => args)) + stderr).not.toMatch(/the (id|secret)/);
  expect(stderr.match(/Success/g)).toHaveLength(2);
});

test('takes the bucket from cai.yaml', async () => {
  const description = {
    model: { encrypted: './out', keyId: 'kbs:///default/aliyun/qwen' },
    trustee: { address: 'https://trustee.example.com/api' },
    vllm: {
      oss: { bucket: 'conf-ai', path: '/qwen/', url: 'https://oss-cn-beijing.aliyuncs.com', authType: 'public' },
    },
  };
  const { code, stdout, stderr } = await cai(['model', 'upload'], {
    files: { 'cai.yaml': JSON.stringify(description) },
    prepare: encrypted(),
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(
    ' out/ oss://conf-ai/qwen/ --endpoint https://oss-cn-beijing.aliyuncs.com --region cn-beijing\n',
  );
});

test.each([
  ['https://oss-cn-beijing-internal.aliyuncs.com', 'cn-beijing'],
  ['https://oss-cn-beijing.aliyuncs.com/', 'cn-beijing'],
  ['http://oss-ap-southeast-1-internal.aliyuncs.com', 'ap-southeast-1'],
  ['oss-us-west-1.aliyuncs.com', 'us-west-1'],
  ['https://oss.example.com', undefined],
  ['https://oss-accelerate.aliyuncs.com', undefined],
])('the region of %s', (endpoint, region) => {
  expect(regionOf(endpoint)).toBe(region);
});

test('paths of the directory and in the bucket, however they are written', () => {
  const to = (directory: string, path: string): string[] => {
    const lines = commandLines({ directory, path, bucket: 'b1b', endpoint: 'e' });
    return [lines[0]?.[7] ?? '', lines[0]?.[8] ?? '', lines[1]?.[4] ?? '', lines[1]?.[5] ?? ''];
  };
  expect(to('out', '/')).toEqual(['out/', 'oss://b1b/', 'out/gocryptfs.conf', 'oss://b1b/gocryptfs.conf']);
  expect(to('./out//', 'a/b')).toEqual([
    './out/',
    'oss://b1b/a/b/',
    'out/gocryptfs.conf',
    'oss://b1b/a/b/gocryptfs.conf',
  ]);
  expect(to('-out', '/a/')[0]).toBe('./-out/');
  expect(to('/', '/')[0]).toBe('//');
});
