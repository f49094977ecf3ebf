import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  credentials,
  makeGenericClientConstructor,
  status,
  type MethodDefinition,
  type ServiceError,
} from '@grpc/grpc-js';
import { service } from './e2e/node/grpc-service';
import { ossMount, type OssMount, type PublishedVolume } from './e2e/node/oss-attributes';
import { bucketFolder } from './e2e/node/oss-buckets';
import { ossDriverName } from './e2e/node/oss-driver-object';
import { scratchFolder } from './support/scratch-folder';

const endpoint = 'https://oss-cn-beijing-internal.aliyuncs.com';
const place = { bucket: 'models', url: endpoint, path: '/qwen/' };
const key = { akId: 'id', akSecret: 'secret' };

function mountOf(
  attributes: Record<string, string>,
  secrets: Record<string, string> = key,
  more: Partial<PublishedVolume> = {},
): OssMount {
  return ossMount({ attributes, secrets, accessMode: 'MULTI_NODE_READER_ONLY', fsType: '', readOnly: true, ...more });
}

describe('the OSS driver of the tests', () => {
  test.each<[what: string, attributes: Record<string, string>, secrets: Record<string, string>, kind: string]>([
    ['an access key', place, key, 'key'],
    ['an access key by its standard names', place, { AccessKeyID: 'id', accesskeysecret: 'secret' }, 'key'],
    ['an unknown authType as an access key', { ...place, authType: 'ak' }, key, 'key'],
    ['a public bucket', { ...place, authType: 'Public' }, {}, 'public'],
    ['a role by name', { ...place, authType: 'rrsa', roleName: 'reader' }, {}, 'role'],
    ['a role by its ARNs', { ...place, authType: 'rrsa', roleArn: 'a', oidcProviderArn: 'b' }, {}, 'role'],
    ['a session token', place, { AccessKeyId: 'i', AccessKeySecret: 's', SecurityToken: 't' }, 'other'],
    ['options after -o', { ...place, otherOpts: '-o umask=022,uid=1 -oallow_other' }, key, 'key'],
    ['ossfs2 with any path', { ...place, fuseType: 'ossfs2', path: 'qwen' }, key, 'key'],
    ['what the kubelet adds', { ...place, 'csi.storage.k8s.io/pod.name': 'cai-vllm' }, key, 'key'],
  ])('takes %s', (_, attributes, secrets, kind) => {
    expect(mountOf(attributes, secrets).credentials.kind).toBe(kind);
  });

  const parameters = 'OSS parameters error: ';
  const authorization = 'OSS authorization error: ossfs: ';
  test.each<[attributes: Record<string, string>, secrets: Record<string, string>, message: string]>([
    [{ ...place, bucket: '' }, key, `${parameters}Url/Bucket empty`],
    [{ bucket: 'models' }, key, `${parameters}Url/Bucket empty`],
    [
      { ...place, agenticBucket: 'a', bucketSpace: 'b' },
      key,
      `${parameters}agenticBucket/bucketSpace/bucketSpacePrefix`,
    ],
    [
      { ...place, url: 'https://models.oss-cn-beijing.aliyuncs.com' },
      key,
      'OSS url error: url is invalid, https://models.oss-cn-beijing.aliyuncs.com is a bucket domain name, please use endpoint instead',
    ],
    [{ ...place, path: 'qwen' }, key, 'OSS path error: start with qwen, should start with /'],
    [
      { ...place, otherOpts: 'umask=022' },
      key,
      'rpc error: code = InvalidArgument desc = invalid otherOpts: "umask=022"',
    ],
    [{ ...place, otherOpts: '-o umask=022 allow_other' }, key, 'invalid otherOpts: "-o umask=022 allow_other"'],
    [{ ...place, fuseType: 'ossfs3' }, key, `${parameters}Unsupported fuseType ossfs3`],
    [{ ...place, encrypted: 'rot13' }, key, 'OSS encrypted error: invalid SSE encrypted type'],
    [{ ...place, sigVersion: 'v4', url: 'https://example.com' }, key, 'SigV4 is not supported without region'],
    [place, {}, `${authorization}missing access key in node publish secret`],
    [place, { akId: 'id' }, `${authorization}missing access key in node publish secret`],
    // one legacy key hides the standard ones
    [place, { akId: 'id', AccessKeyId: 'i', AccessKeySecret: 's' }, `${authorization}missing access key`],
    [place, { akid: 'id', aksecret: 'secret' }, `${authorization}missing access key in node publish secret`],
    [{ ...place, authType: 'rrsa' }, {}, `${authorization}use RRSA but roleName is empty`],
    [
      { ...place, authType: 'rrsa', roleArn: 'a' },
      {},
      `${authorization}use RRSA but one of the ARNs is empty, roleArn: a, oidcProviderArn: `,
    ],
    [{ ...place, authType: 'sts' }, {}, `${authorization}missing roleName or ramRole in volume attributes`],
    [
      { ...place, authType: 'csi-secret-store' },
      {},
      `${authorization}use CsiSecretStore but secretProviderClass is empty`,
    ],
    [{ ...place, assumeRoleArn: 'a' }, key, `${authorization}only support access OSS through STS AssumeRole`],
    [
      { ...place, fuseType: 'ossfs2', authType: 'public' },
      {},
      'OSS authorization error: ossfs2: ossfs2 do not support authType: public',
    ],
    [{ ...place, otheropts: '-o ro' }, key, 'its path for confidential Pods wants "otherOpts"'],
    [{ ...place, buckets: 'models' }, key, 'the driver knows no attribute "buckets"'],
    [{ ...place, direct: 'true' }, key, 'direct leaves the mount to a guest'],
  ])('refuses %j with %j: %s', (attributes, secrets, message) => {
    expect(() => mountOf(attributes, secrets)).toThrow(message);
  });

  test('mounts read-only where the claim or its access mode say so', () => {
    const writable = { accessMode: 'MULTI_NODE_MULTI_WRITER', readOnly: false };
    expect(mountOf(place, key, writable).readOnly).toBe(false);
    expect(mountOf(place, key, { ...writable, readOnly: true }).readOnly).toBe(true);
    expect(mountOf(place, key, { ...writable, accessMode: 'SINGLE_NODE_READER_ONLY' }).readOnly).toBe(true);
  });

  test('shows a folder of the bucket to whom the bucket knows', () => {
    const buckets = scratchFolder();
    mkdirSync(join(buckets, 'models/qwen'), { recursive: true });
    const access = { keys: { id: 'secret' }, publicBuckets: [], roles: [] };
    const folderOf = (attributes: Record<string, string>, secrets = key): string =>
      bucketFolder(buckets, access, mountOf(attributes, secrets));
    expect(folderOf(place)).toBe(join(buckets, 'models/qwen/'));
    expect(folderOf({ ...place, path: '/../qwen' })).toBe(join(buckets, 'models/qwen'));
    expect(() => folderOf(place, { ...key, akSecret: 'wrong' })).toThrow('invalid credentials');
    expect(() => folderOf({ ...place, authType: 'public' })).toThrow('invalid credentials');
    expect(() => folderOf({ ...place, bucket: 'absent' })).toThrow('bucket not found');
    expect(() => folderOf({ ...place, path: '/absent' })).toThrow('remote mountpath /absent not found');
  });
});

describe('a program of the node', () => {
  const programs: ChildProcess[] = [];
  afterAll(() => {
    for (const program of programs) program.kill('SIGKILL');
  });

  /** Starts one, as the harness does, and answers its folder once the kubelet would find it. */
  async function started(name: string, socket: string, ...args: string[]): Promise<string> {
    const folder = scratchFolder();
    const script = ['--require', require.resolve('ts-node/register'), join(__dirname, `e2e/node/${name}.ts`)];
    const env = { ...process.env, TS_NODE_PROJECT: join(__dirname, '../tsconfig.json') };
    programs.push(spawn(process.execPath, [...script, folder, ...args], { cwd: '/', env, stdio: 'inherit' }));
    while (!existsSync(join(folder, 'plugins_registry', socket))) await sleep(20);
    return folder;
  }

  function call(socket: string, [file, name]: [string, string], method: string, request: object): Promise<unknown> {
    const definition = service(file, name);
    const { path, requestSerialize, responseDeserialize } = definition[method] as MethodDefinition<object, unknown>;
    const Client = makeGenericClientConstructor(definition, name);
    const client = new Client(`unix:${socket}`, credentials.createInsecure());
    return new Promise<unknown>((resolve, reject) => {
      client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, answer) => {
        if (error) reject(error);
        else resolve(answer);
      });
    }).finally(() => {
      client.close();
    });
  }

  const registration: [string, string] = ['pluginregistration.proto', 'pluginregistration.Registration'];
  const csiNode: [string, string] = ['csi.proto', 'csi.v1.Node'];

  test('registers as the OSS driver and refuses a volume in its words', async () => {
    const access = JSON.stringify({ keys: {}, publicBuckets: [], roles: [] });
    const folder = await started('oss-driver', `${ossDriverName}-reg.sock`, '/nowhere', access);
    const registry = join(folder, 'plugins_registry', `${ossDriverName}-reg.sock`);
    const info = await call(registry, registration, 'GetInfo', {});
    const socket = join(folder, 'plugins', ossDriverName, 'plugin.sock');
    expect(info).toEqual({ type: 'CSIPlugin', name: ossDriverName, endpoint: socket, supported_versions: ['1.0.0'] });

    const volume = {
      volume_id: 'v',
      target_path: join(folder, 'target'),
      volume_context: place,
      secrets: { akId: 'i' },
    };
    const failure = await call(socket, csiNode, 'NodePublishVolume', volume).catch((error: unknown) => error);
    expect((failure as ServiceError).code).toBe(status.INVALID_ARGUMENT);
    expect((failure as ServiceError).details).toBe(
      'OSS authorization error: ossfs: missing access key in node publish secret',
    );
    expect(existsSync(volume.target_path)).toBe(false);
    const gone = { volume_id: 'v', target_path: volume.target_path };
    expect(await call(socket, csiNode, 'NodeUnpublishVolume', gone)).toEqual({});
  });

  test('hands out GPUs', async () => {
    const folder = await started('gpu-plugin', 'nvidia.com-gpu-reg.sock', '2');
    const request = { container_requests: [{ devices_ids: ['GPU-1'] }] };
    const socket = join(folder, 'plugins/nvidia.com-gpu/plugin.sock');
    expect(await call(socket, ['deviceplugin.proto', 'v1beta1.DevicePlugin'], 'Allocate', request)).toEqual({
      container_responses: [{ envs: { NVIDIA_VISIBLE_DEVICES: 'GPU-1' } }],
    });
  });
});
