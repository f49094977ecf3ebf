import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseDescription } from '../../../cli/description/read';
import { runbookFiles } from '../../../cli/runbook/files';
import { expectEqual, expectText } from '../expectation';
import { printed } from '../program';
import { scratch } from '../runbook/scratch';
import type { Scenario } from '../scenario';

const sources = join(__dirname, '../runbook');
const repository = join(__dirname, '../../..');
const host = 'trustee.example.com';

const { read } = parseDescription(
  JSON.stringify({
    model: { keyId: 'kbs:///default/aliyun/model-decryption-key' },
    trustee: { address: `https://${host}:8081/api` },
    vllm: {
      oss: {
        bucket: 'examplebucket',
        url: 'https://oss-cn-beijing-internal.aliyuncs.com',
        existingSecret: 'oss-key',
      },
    },
  }),
  'cai.yaml',
);
const { description: described } = read;

async function certificate(folder: string, name: string, commonName: string): Promise<void> {
  await printed('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', `/CN=${commonName}`],
    ...['-addext', `subjectAltName=DNS:${commonName}`, '-keyout', join(folder, `${name}.key`)],
    ...['-out', join(folder, `${name}.crt`)],
  ]);
}

/** Everything that the steps find in their folder: the runbook, stand-ins, and the files of an owner. */
async function laidOut(folder: string): Promise<void> {
  for (const [path, text] of runbookFiles(described)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode: path.endsWith('.sh') ? 0o755 : 0o644 });
  }
  cpSync(join(sources, 'stand-ins'), join(folder, 'stand-ins'), { recursive: true });
  await certificate(folder, 'tls', host);
  await certificate(folder, 'other', 'other.example.com');
  writeFileSync(join(folder, 'model.key'), 'alibaba@1688\n');
  writeFileSync(join(folder, 'evidence.json'), JSON.stringify({ quote: 'AAAA', cc_eventlog: null }));
  writeFileSync(join(folder, 'calls'), '');
}

const scenario: Scenario = {
  name: 'runbook',
  needs: ['node'],
  async run({ say }) {
    const folder = scratch('runbook');
    await laidOut(folder);
    const scripts = [...runbookFiles(described).keys()].filter((path) => path.endsWith('.sh'));
    await printed('shellcheck', ['-x', ...scripts.map((path) => path.replace('trustee/', ''))], {
      folder: join(folder, 'trustee'),
    });
    const node = `${process.execPath} --require ${require.resolve('ts-node/register')}`;
    const output = await printed(
      'unshare',
      [
        ...['--mount', '--net', '--pid', '--fork', '--mount-proc', '--kill-child'],
        ...['sh', join(sources, 'in-namespace.sh'), folder, 'sh', join(sources, 'steps.sh')],
      ],
      {
        env: {
          CALLS: join(folder, 'calls'),
          TRUSTEE: `${node} ${join(sources, 'trustee.ts')}`,
          CAI: `${node} ${join(repository, 'cli/main.ts')}`,
          TS_NODE_PROJECT: join(repository, 'tsconfig.json'),
        },
      },
    );
    expectText(output, 'all steps went as they should');
    expectEqual(output.includes('alibaba@1688'), false, 'that the key is in the output');
    const policy = readFileSync(join(folder, 'resource-policy.rego'), 'utf8');
    expectText(policy, `"tdx.quote.body.mr_td":["${'a'.repeat(96)}"]`);
    say('the scripts went through their steps, with nginx, OpenSSL, jq and curl as they are');
  },
};

export default scenario;
