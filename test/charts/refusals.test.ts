import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { PersistentVolumeClaim } from 'cdk8s-plus-27';
import { CaiOptions, ConfidentialVllm, InferenceDeployment } from '../../constructs';
import { constructProblems } from '../../constructs/problems';
import { readValues } from '../../helm';
import { authorityProblems, optionProblems } from '../../injection';
import { inputProblems } from '../../problems';
import { over, problemsIn, valuesFile, type Values } from './product-chart';
import { vllm } from './products';
import { refusedOptions } from './refused-options';
import { refusedValues, sixMistakes } from './refused-values';

const { accepted } = vllm;
const said = (given: Values): Promise<{ raw: string[]; helm: string[] }> => vllm.said(given);

const titled = refusedValues.map(([change, ...messages]) => [JSON.stringify(change), change, messages] as const);

describe('a broken rule', () => {
  it.concurrent.each(titled)(
    '%s is refused in the same words by raw synth and by Helm',
    async (_title, change, messages) => {
      await expect(said(over(accepted, change))).resolves.toEqual({ raw: messages, helm: messages });
    },
  );

  const app = new App();
  const chart = new Chart(app, 'chart');
  const caiOptions = CaiOptions.fromJson(String(accepted.caiOptions));
  const claim = PersistentVolumeClaim.fromClaimName(chart, 'claim', 'another');
  const oss = { bucket: 'conf-ai', url: 'https://oss-cn-beijing.aliyuncs.com', akId: 'a', akSecret: 'b' };
  new ConfidentialVllm(chart, 'neither', { caiOptions });
  new ConfidentialVllm(chart, 'both', {
    caiOptions,
    oss,
    existingClaim: PersistentVolumeClaim.fromClaimName(chart, 'named', 'pvc-oss'),
  });
  new InferenceDeployment(chart, 'other', { caiOptions, claim, name: 'other' });
  const ofConstructs = [
    'CAI5109 no-encrypted-volume: caiOptions.cipher-text-volume is pvc-oss but the Pods mount another; name the same claim in both',
    'CAI2019 one-model: existingClaim is set beside oss; give one of the two',
    'CAI2019 one-model: oss and existingClaim are both missing; give one of them',
    'CAI2020 same-object: name of chart/both makes the Deployment "cai-vllm" that chart/neither makes too; set it, or name of chart/neither, to another value',
  ];

  it('that a chart cannot break is refused by the constructs', () => {
    const found = app.node.findAll().flatMap((construct) => construct.node.validate());
    expect(found.sort()).toEqual([...ofConstructs].sort());
  });

  it('has a case for each code', () => {
    const messages = [...refusedValues.flatMap(([, ...texts]) => texts), ...ofConstructs];
    const codes = new Set(messages.map((message) => message.split(' ')[0]));
    expect([...codes]).toEqual(expect.arrayContaining(Object.values(constructProblems).map(({ code }) => code)));
  });
});

describe('caiOptions', () => {
  const titledOptions = refusedOptions.map((one) => [one.raw.split(';')[0] ?? '', one] as const);

  it.concurrent.each(titledOptions)('%s', async (_title, { caiOptions, raw, helm }) => {
    const helmLines = helm === undefined ? [] : helm.split('\n');
    await expect(said(over(accepted, { caiOptions }))).resolves.toEqual({ raw: [raw], helm: helmLines });
  });

  it('have a case for each code', () => {
    const codes = new Set(refusedOptions.map(({ raw }) => raw.split(' ')[0]));
    // options have no words to choose from, and no keys of free form
    const { notOneOf, badKey, ...ofInput } = inputProblems;
    const errors = [...Object.values(optionProblems), ...Object.values(authorityProblems)].filter(
      ({ severity }) => severity === 'error',
    );
    expect([...codes].sort()).toEqual([...Object.values(ofInput), ...errors].map(({ code }) => code).sort());
    expect([notOneOf, badKey].filter(({ code }) => codes.has(code))).toEqual([]);
  });

  it('as a map are refused as their JSON is', async () => {
    const asMap = {
      'cipher-text-volume': 'pvc-oss',
      'model-decryption-key-id': 'kbs:///a/b/c',
      'trustee-adress': null,
    };
    const [map, text] = await Promise.all(
      [asMap, JSON.stringify(asMap)].map((caiOptions) =>
        said(over({ ...accepted, caiOptions: undefined }, { caiOptions })),
      ),
    );
    expect(map).toEqual(text);
    expect(map?.raw.map((line) => line.split(' ')[0])).toEqual(['CAI1001', 'CAI1002']);
  });
});

describe('what the schema refuses', () => {
  it.concurrent.each([
    [
      { oss: { authType: 'AK' } },
      'CAI1006 not-one-of: oss.authType is "AK"; it must be one of "ak", "rrsa", "sts", "csi-secret-store", "agent-identity", "public"',
      "at '/oss/authType': value must be one of 'ak', 'rrsa', 'sts', 'csi-secret-store', 'agent-identity', 'public'",
    ],
    [
      { oss: { akid: 'x' } },
      'CAI1001 unknown-key: oss.akid is not a key; did you mean "akId"?',
      "at '/oss': additional properties 'akid' not allowed",
    ],
    [
      { oss: { authType: 'ak', akId: 'an-id', akSecret: 12345 } },
      'CAI1003 wrong-type: oss.akSecret is the value given (not shown); it must be a text',
      "at '/oss/akSecret': got number, want null or string",
    ],
    [
      { gpuCount: '1' },
      'CAI1003 wrong-type: gpuCount is "1"; it must be a whole number',
      "at '/gpuCount': got string, want null or integer",
    ],
    [
      { service: { port: 70000 } },
      'CAI1005 out-of-range: service.port is 70000; it must be at most 65535',
      "at '/service/port': maximum: got 70,000, want 65,535",
    ],
    [
      { podLabels: { 'a b': 'x' } },
      'CAI1007 wrong-key-form: podLabels.a b cannot be a key; it must be a name such as ',
      "invalid propertyName 'a b'",
    ],
  ] as const)('%j', async (change, raw, helm) => {
    const given = over(accepted, change);
    const printed = await vllm.helmVerdict(valuesFile(given));
    expect('refused' in printed ? printed.refused.join('\n') : 'accepted').toContain(helm);
    const [only, ...more] = problemsIn(vllm.rawVerdict(given));
    expect([only?.startsWith(raw), more]).toEqual([true, []]);
  });
});

describe('several mistakes', () => {
  it('are all reported at once', async () => {
    const [change, ...messages] = sixMistakes;
    const { raw, helm } = await said(over(accepted, change));
    const [rawOption, helmOption] = [raw, helm].map((lines) => lines.filter((line) => line.startsWith('CAI1')));
    expect(raw.filter((line) => line.startsWith('CAI2'))).toEqual(expect.arrayContaining(messages));
    expect([...helm].filter((line) => line.startsWith('CAI2')).sort()).toEqual([...messages].sort());
    expect([rawOption, helmOption].map((lines) => lines?.map((line) => line.split(':')[0]))).toEqual([
      ['CAI1002 missing-key'],
      ['CAI1002 missing-key'],
    ]);
    expect([raw.length, helm.length]).toEqual([6, 6]);
  });
});

describe("the document's values as they are printed", () => {
  const path = join(__dirname, 'seed-document/values.yaml');
  const printed = readFileSync(path, 'utf8');

  it('are those of the case, but for the placeholders', () => {
    const filled = printed
      .replace('<trustee-ip>', '192.0.2.10')
      .replace('akId: "xxxxx"', 'akId: "LTAI-example-id"')
      .replace('akSecret: "xxxxx"', 'akSecret: "example-secret"');
    const withoutHead = (text: string): string => text.slice(text.indexOf('\n'));
    expect(withoutHead(filled)).toBe(withoutHead(readFileSync(vllm.caseNamed('seed-document').path, 'utf8')));
  });

  it('are refused, naming each key that was not filled in', async () => {
    const raw = problemsIn(vllm.rawVerdict(readValues(printed, path)));
    const helm = problemsIn(await vllm.helmVerdict(path));
    const named = (lines: string[]): string[] =>
      lines.map((line) => /^CAI(?:2001|5010) [-a-z]+: (\S+)/.exec(line)?.[1] ?? line).sort();
    expect({ raw: named(raw), helm: named(helm) }).toEqual({
      raw: [
        'CAI1009 placeholder-left: caiOptions.trustee-address is still a placeholder: "http://<trustee-ip>:8081/api"; put your own value in its place',
        'CAI1009 placeholder-left: oss.akId is still a placeholder; put your own value in its place',
        'CAI1009 placeholder-left: oss.akSecret is still a placeholder; put your own value in its place',
      ],
      helm: [
        'CAI1009 placeholder-left: caiOptions.trustee-address is still a placeholder: "http://<trustee-ip>:8081/api"; put your own value in its place',
        'CAI1009 placeholder-left: oss.akId is still a placeholder; put your own value in its place',
        'CAI1009 placeholder-left: oss.akSecret is still a placeholder; put your own value in its place',
      ],
    });
  });
});

describe('a claim that the options do not name', () => {
  const right = {
    'cipher-text-volume': 'pvc-a',
    'model-decryption-key-id': 'kbs:///default/aliyun/model-decryption-key',
    'trustee-address': 'https://trustee.example.com:8081/api',
  };

  it.each<[string, unknown, string[]]>([
    ['is refused', { ...right, 'cipher-text-volume': 'pvc-b' }, ['CAI5109']],
    ['is not asked about where the options cannot be read', '{', ['CAI1010']],
    ['nor where they name none', { ...right, 'cipher-text-volume': undefined }, ['CAI1002']],
    ['nor where the name is none', { ...right, 'cipher-text-volume': 'Not_A_Name' }, ['CAI1004']],
    ['nor where it is no text', { ...right, 'cipher-text-volume': 3 }, ['CAI1003']],
    [
      'and is refused beside what is wrong with all of them',
      { ...right, 'cipher-text-volume': 'pvc-b', 'tng-version': '2.2.6' },
      ['CAI5012', 'CAI5109'],
    ],
    ['and it is read where something else is wrong', { ...right, 'trustee-address': 'nobody' }, ['CAI1004']],
  ])('%s', async (_case, caiOptions, codes) => {
    const { raw, helm } = await said({ existingClaim: 'pvc-a', caiOptions });
    const codesIn = (lines: readonly string[]): string[] => lines.map((line) => line.slice(0, 'CAI0000'.length)).sort();
    expect({ raw: codesIn(raw), helm: codesIn(helm) }).toEqual({ raw: codes.sort(), helm: codes.sort() });
  });
});
