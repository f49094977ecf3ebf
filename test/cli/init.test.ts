import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { questions } from '../../cli/init/questions';
import { schemaText } from '../../cli/description/json-schema';
import { valueAt } from '../../cli/description/values-map';
import { cai } from './in-process';

const enough = [
  ...['--model-name', 'qwen', '--bucket', 'examplebucket', '--region', 'cn-beijing'],
  ...['--trustee', 'https://trustee.example.com:8081/api'],
];
const written = (folder: string, file = 'cai.yaml'): unknown => parse(readFileSync(join(folder, file), 'utf8'));

test('flags alone are enough; what is suggested is taken', async () => {
  const ended = await cai(['init', ...enough]);
  expect(ended).toMatchObject({ code: 0, stdout: 'cai.yaml\ncai.schema.json\n.gitignore\n' });
  expect(ended.stderr).toMatch(/^next:\n {2}cai check .*\n {2}cai explain .*\n {2}cai report .*\n$/);
  expect(readdirSync(ended.folder).sort()).toEqual(['.gitignore', 'cai.schema.json', 'cai.yaml']);
  expect(readFileSync(join(ended.folder, 'cai.schema.json'), 'utf8')).toBe(schemaText());
  expect(written(ended.folder)).toMatchObject({
    model: { keyId: 'kbs:///default/aliyun/model-decryption-key' },
    trustee: { address: 'https://trustee.example.com:8081/api', hosting: 'ecs' },
    cluster: { region: 'cn-beijing' },
    releases: { vllm: { namespace: 'default' } },
    vllm: {
      oss: {
        bucket: 'examplebucket',
        path: '/qwen-encrypted/',
        url: 'https://oss-cn-beijing-internal.aliyuncs.com',
        authType: 'ak',
        existingSecret: 'oss-key',
      },
      model: { servedName: 'qwen' },
    },
  });
});

test('every flag arrives', async () => {
  const values: Readonly<Record<string, string>> = {
    'model-name': 'm',
    'model-source': './m',
    'key-id': 'kbs:///a/b/c',
    bucket: 'bbb',
    'bucket-path': '/p/',
    region: 'cn-shanghai',
    endpoint: 'https://oss.example.com',
    auth: 'rrsa',
    'role-name': 'reader',
    trustee: 'https://t.example.com/api',
    hosting: 'on-premises',
    namespace: 'llm',
    context: 'ack',
    'version-set': 'B',
    'api-key-secret': 'keys',
  };
  const args = Object.entries(values).flatMap(([flag, value]) => [`--${flag}`, value]);
  const { code, folder } = await cai(['init', ...args]);
  const made = written(folder);
  expect(code).toBe(0);
  for (const { flag, key } of questions.filter((one) => one.flag !== 'secret')) {
    expect([flag, valueAt(made, key.split('.'))]).toEqual([flag, values[flag]]);
  }
});

test('on a terminal it asks for what no flag says, and again after a wrong answer', async () => {
  const answers = [
    'qwen',
    '',
    'Examplebucket',
    'examplebucket',
    '/enc/',
    'cn-hangzhou',
    '',
    'public',
    '',
    'https://t.example.com/api',
    'on-premises',
    'llm',
  ];
  const ended = await cai(['init'], { terminal: true, stdin: answers.join('\n') });
  // the empty answer to what has no suggestion is asked again
  expect(ended.stderr).toMatchSnapshot();
  expect(ended).toMatchObject({ code: 0, stdout: 'cai.yaml\ncai.schema.json\n.gitignore\n' });
  expect(written(ended.folder)).toMatchObject({
    trustee: { hosting: 'on-premises' },
    releases: { vllm: { namespace: 'llm' } },
    vllm: {
      oss: {
        bucket: 'examplebucket',
        url: 'https://oss-cn-hangzhou-internal.aliyuncs.com',
        authType: 'public',
      },
    },
  });
});

test('answers that end too early are told, and nothing is written', async () => {
  const ended = await cai(['init'], { terminal: true, stdin: 'qwen\n' });
  expect(ended.code).toBe(2);
  expect(ended.stderr).toContain('give --key-id');
  expect(readdirSync(ended.folder)).toEqual([]);
});

test('an existing file is kept, and replaced with --force', async () => {
  const files = { 'cai.yaml': 'mine' };
  const kept = await cai(['init', ...enough], { files });
  expect(kept.code).toBe(1);
  expect(readFileSync(join(kept.folder, 'cai.yaml'), 'utf8')).toBe('mine');
  const replaced = await cai(['init', '--force', ...enough], { files });
  expect(replaced.code).toBe(0);
  expect(written(replaced.folder)).toMatchObject({ vllm: { model: { servedName: 'qwen' } } });
});

test.each([
  ['there is none', undefined, '# keys of models: they belong to Trustee and to nobody else\n*.key\n'],
  ['it says something else', 'dist/', 'dist/\n# keys of models: they belong to Trustee and to nobody else\n*.key\n'],
  ['it says so already', 'a\r\n*.key\r\n', 'a\r\n*.key\r\n'],
])('keys of models stay out of git: .gitignore where %s', async (_, before, after) => {
  const { folder, stdout } = await cai(['init', ...enough], {
    files: before === undefined ? {} : { '.gitignore': before },
  });
  expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe(after);
  expect(stdout.includes('.gitignore')).toBe(before !== after);
});

test('no question and no answer to a wrong one shows a regular expression', async () => {
  const wrong = questions.filter(({ choices }) => !choices).map(({ flag }) => ['--' + flag, '\u0001 /']);
  const { stderr } = await cai(['init', ...wrong.flat()]);
  expect(stderr.match(/CAI1004/g)?.length).toBeGreaterThan(5);
  expect(stderr).not.toMatch(/\/\^|\$\/|\[A-Z/);
});

test('--config says where', async () => {
  const { folder, stdout } = await cai(['init', '-c', 'deploy/my.yaml', ...enough], { files: { 'deploy/x': '' } });
  expect(stdout).toBe('deploy/my.yaml\ndeploy/cai.schema.json\ndeploy/.gitignore\n');
  expect(written(folder, 'deploy/my.yaml')).toMatchObject({ vllm: { model: { servedName: 'qwen' } } });
});
