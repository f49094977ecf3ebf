import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clientChart } from '../../../charts/tng-client/chart';
import { parseDescription } from '../../../cli/description/read';
import { makeValues } from '../../../cli/values/values-of-charts';
import { synthManifests } from '../../../helm';
import {
  authorityPem,
  endedAuthorityPem,
  keyMarker,
  keyPem,
  otherAuthorityPem,
  serverPem,
} from '../../support/test-certificates';
import { cai } from '../in-process';

const described = {
  model: { keyId: 'kbs:///default/aliyun/key' },
  trustee: { address: 'https://203.0.113.10:8081/api/', policyIds: ['default', 'strict'] },
};
const upstream = { name: 'qwen', servicePort: 8080, host: 'inference.example.com', port: 8081 };
const mapped = { ...described, client: { proxy: { port: 3128 }, upstreams: [upstream] } };
const yaml = (value: unknown) => ({ files: { 'cai.yaml': JSON.stringify(value) } });

interface Configuration {
  readonly add_ingress: readonly Readonly<Record<string, unknown>>[];
}

const configurationOf = async (value: unknown, ...args: string[]): Promise<Configuration> =>
  JSON.parse((await cai(['client', '-o', 'json', ...args], yaml(value))).stdout) as Configuration;

/** The arguments that a shell makes of a command, which it is not let run. */
function words(script: string): string[] {
  const lines = script.split('\n').filter((line) => !line.startsWith('# '));
  const printed = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${lines.join('\n')}`], { encoding: 'utf8' });
  return printed.split('\0').slice(0, -1);
}

const image = 'confidential-ai-registry.cn-shanghai.cr.aliyuncs.com/product/tng:2.2.4';

test("the command is the document's, with a safe address", async () => {
  const { code, stdout, stderr } = await cai(['client'], yaml(described));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const [configuration = '', ...rest] = words(stdout).reverse();
  expect(rest.reverse()).toEqual([
    'docker',
    'run',
    '--detach',
    '--network=host',
    image,
    'tng',
    'launch',
    '--config-content',
  ]);
  expect(JSON.parse(configuration)).toEqual({
    add_ingress: [
      {
        http_proxy: { proxy_listen: { host: '127.0.0.1', port: 41000 } },
        encap_in_http: {},
        verify: {
          as_addr: 'https://203.0.113.10:8081/api/attestation-service/',
          policy_ids: ['default', 'strict'],
        },
      },
    ],
  });
  expect(stdout).toContain('# It listens on 127.0.0.1 alone, where the document has 0.0.0.0');
  expect(stdout).toContain('# Proxy: export http_proxy=http://127.0.0.1:41000\n');
});

test('-o json prints the configuration alone, which is that of the command', async () => {
  const { stdout } = await cai(['client', '--runtime', 'podman'], yaml(mapped));
  expect(words(stdout)[0]).toBe('podman');
  expect(JSON.parse(words(stdout).at(-1) ?? '')).toEqual(await configurationOf(mapped));
});

test('the newer set has another protocol and another version', async () => {
  const value = { ...mapped, versions: { set: 'B' } };
  const { add_ingress: all } = await configurationOf(value);
  expect(all.map((ingress) => Object.keys(ingress))).toEqual([
    ['http_proxy', 'ohttp', 'verify'],
    ['mapping', 'ohttp', 'verify'],
  ]);
  expect((await cai(['client'], yaml(value))).stdout).toContain('/product/tng:2.2.6 tng launch');
});

test('each upstream is a base URL', async () => {
  const { stdout } = await cai(['client'], yaml(mapped));
  expect(stdout).toContain('# Base URL of inference.example.com:8081: http://127.0.0.1:8080/v1\n');
  expect((await configurationOf(mapped)).add_ingress[1]).toMatchObject({
    mapping: { in: { host: '127.0.0.1', port: 8080 }, out: { host: 'inference.example.com', port: 8081 } },
  });
});

test('it can be opened to others, which is said', async () => {
  const { stdout } = await cai(['client', '--listen', '0.0.0.0', '--runtime', 'binary'], yaml(described));
  expect(stdout).toContain('# It listens on 0.0.0.0, as in the document: everybody who reaches this machine');
  expect(stdout).toContain('"host": "0.0.0.0"');
  expect(words(stdout).slice(0, 3)).toEqual(['tng', 'launch', '--config-content']);
});

test('a signer of tokens is mounted into the container, and named as it is for a program', async () => {
  const args = ['client', '--trusted-certificates', "the owner's.crt"];
  const { folder, stdout } = await cai(args, yaml(described));
  const file = join(folder, "the owner's.crt");
  expect(words(stdout)).toContain(`${file}:/etc/tng/trusted-certificates.pem:ro`);
  const trusted = ({ add_ingress: [first] }: Configuration) =>
    (first?.verify as { trusted_certs_paths: string[] }).trusted_certs_paths;
  expect(trusted(JSON.parse(words(stdout).at(-1) ?? '') as Configuration)).toEqual([
    '/etc/tng/trusted-certificates.pem',
  ]);
  const binary = await cai([...args, '--runtime', 'binary'], { folder });
  expect(trusted(JSON.parse(words(binary.stdout).at(-1) ?? '') as Configuration)).toEqual([file]);
});

test.each(['A', 'B'])('the chart tng-client is told the same: set %s', async (set) => {
  const value = { ...mapped, versions: { set } };
  const { read } = parseDescription(JSON.stringify(value), 'cai.yaml');
  const { values, problems } = makeValues('client', read);
  expect(problems).toEqual([]);
  const { objects } = synthManifests(clientChart as never, values, { name: 'r', namespace: 'n' });
  const { data } = objects.find(({ kind }) => kind === 'ConfigMap') as { data: Record<string, string> };
  const { add_ingress: inCluster } = JSON.parse(data['config.json'] ?? '') as Configuration;
  const { add_ingress: outside } = await configurationOf(value, '--listen', '0.0.0.0');
  expect(inCluster).toEqual(outside);
});

describe('the authorities of Trustee', () => {
  const { trustee, ...rest } = described;
  const withPem = { ...rest, trustee: { ...trustee, authorities: { pem: `# ours\n${authorityPem}` } } };

  /** What a shell does with the command, TNG being a program that tells what it is to believe. */
  function believed(script: string, folder: string): string {
    writeFileSync(
      join(folder, 'tng'),
      '#!/bin/sh\ncat "$SSL_CERT_FILE"; ls "$SSL_CERT_DIR"; printf "left=%s\\n%s\\n" "$CAI_TRUSTEE_AUTHORITIES" "$1"\n',
      { mode: 0o755 },
    );
    // all that docker does of it: sets the variable and runs what stands behind the image
    const docker = `#!/bin/sh\nwhile [ "$1" != ${image} ]; do [ "$1" != --env ] || export "$2"; shift; done\nshift\nexec "$@"\n`;
    writeFileSync(join(folder, 'docker'), docker, { mode: 0o755 });
    const env = { PATH: `${folder}:${process.env.PATH ?? ''}`, TMPDIR: folder };
    return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8', env });
  }

  test.each(['docker', 'binary'])('of cai.yaml are the only ones that TNG believes, run by %s', async (runtime) => {
    const { stdout, stderr, folder } = await cai(['client', '--runtime', runtime], yaml(withPem));
    expect(stderr).toBe('');
    expect(believed(stdout, folder)).toBe(`${authorityPem}authorities.pem\nleft=\nlaunch\n`);
  });

  test('of a file go before them', async () => {
    const files = { ...yaml(withPem).files, 'other.pem': otherAuthorityPem };
    const { stdout, folder } = await cai(['client', '--authorities', 'other.pem'], { files });
    expect(believed(stdout, folder)).toBe(`${otherAuthorityPem}authorities.pem\nleft=\nlaunch\n`);
  });

  test.each([
    [authorityPem + keyPem, 'error: CAI5020 private-key-given: other.pem holds a private key (not shown); '],
    [serverPem, 'error: CAI5021 not-an-authority: other.pem has as certificate 1 that of "cai-webhook", '],
  ])('of a file are looked at', async (text, says) => {
    const files = { ...yaml(described).files, 'other.pem': text };
    const { code, stdout, stderr } = await cai(['client', '--authorities', 'other.pem'], { files });
    expect([code, stdout, stderr.startsWith(says), stderr.includes(keyMarker)]).toEqual([1, '', true, false]);
  });

  test('that have ended earn a warning', async () => {
    const ended = { ...rest, trustee: { ...trustee, authorities: { pem: endedAuthorityPem } } };
    const { code, stderr } = await cai(['client'], yaml(ended));
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: CAI5055 authority-not-valid: cai\.yaml:1:\d+: trustee\.authorities\.pem has /);
  });

  test('in a ConfigMap do not reach this machine, which is said', async () => {
    const inCluster = { ...rest, trustee: { ...trustee, authorities: { configMap: 'ours', key: 'root.pem' } } };
    const { stdout } = await cai(['client'], yaml(inCluster));
    expect(stdout).toContain(
      String.raw`kubectl get configmap ours -o jsonpath='{.data.root\.pem}' > authorities.pem, then --authorities authorities.pem`,
    );
  });
});
