import { ConfidentialVllm, CaiOptions, OssAuthType, type CaiOptionsProps } from '../constructs';
import { admitPod, defaultTemplates, optionsAnnotation, readTemplates } from '../injection';
import { inputProblems } from '../problems';
import { findingsInDescription } from '../cli/check/description-findings';
import { problemsIn, over, valuesFile, type Values } from './charts/product-chart';
import { vllm } from './charts/products';
import { problemsOf } from './constructs/synthesized';
import { valuesText } from './support/rendered';

/*
 * A mistake has one code wherever it is made: each is made here in the annotation of a Pod, in caiOptions of the values (raw and
 * by Helm), in the props of CaiOptions, in cai.yaml, in a value, in a prop, and in the templates of the sidecars.
 */

const right = {
  'cipher-text-volume': 'pvc-oss',
  'model-decryption-key-id': 'kbs:///default/aliyun/model-decryption-key',
  'trustee-address': 'https://trustee.example.com:8081/api',
};
const props: CaiOptionsProps = { modelDecryptionKeyId: 'kbs:///a/b/c', trusteeAddress: right['trustee-address'] };
const least = {
  model: { keyId: right['model-decryption-key-id'] },
  trustee: { address: right['trustee-address'] },
  vllm: { oss: { bucket: 'conf-ai', url: 'https://oss-cn-beijing-internal.aliyuncs.com', authType: 'public' } },
};

/** Codes of messages, each once. */
function codes(messages: readonly string[]): string[] {
  return [...new Set(messages.flatMap((message) => /\bCAI\d{4}\b/.exec(message) ?? []))].sort();
}

function inAnnotation(text: string): string[] {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', annotations: { [optionsAnnotation]: text } },
    spec: {
      containers: [{ name: 'a', ports: [{ containerPort: 8080 }], volumeMounts: [{ name: 'm', mountPath: '/m' }] }],
      volumes: [{ name: 'm', persistentVolumeClaim: { claimName: 'pvc-oss', readOnly: true } }],
    },
  };
  return admitPod(pod, defaultTemplates).problems.map(({ message }) => message);
}

const inValues = (given: Values): string[] => problemsIn(vllm.rawVerdict(given));
const inHelm = async (given: Values): Promise<string[]> => problemsIn(await vllm.helmVerdict(valuesFile(given)));

function inDescription(text: string): string[] {
  try {
    return findingsInDescription(text, 'cai.yaml').problems.map(({ message }) => message);
  } catch (error) {
    return [(error as Error).message];
  }
}

const inService = (given: object): string[] =>
  problemsOf(
    (chart) =>
      new ConfidentialVllm(chart, 'vllm', {
        caiOptions: CaiOptions.of(props),
        oss: { ...least.vllm.oss, authType: OssAuthType.PUBLIC },
        ...given,
      }),
  );

interface OptionMistake {
  readonly name: string;
  readonly code: string;
  /** The text of the options with the mistake. */
  readonly text: string;
  /** Props of CaiOptions with the same; absent where no prop can be so wrong. */
  readonly props?: object;
  /** What stands in `vllm.caiOptions` of cai.yaml, where that is not the text. */
  readonly section?: object;
  /** No template can see it. */
  readonly isUnseenByHelm?: boolean;
}

const changed = (change: object): string => JSON.stringify({ ...right, ...change });
const ports = (...entries: unknown[]): object => ({ 'tng-http-secure-ports': entries });
const long = `https://trustee.example.com/${'a'.repeat(2048)}`;

const ofOptions: readonly OptionMistake[] = [
  { name: 'an unknown key', code: 'CAI1001', text: changed({ 'trustee-adress': 'x' }), props: { trusteeAdress: 'x' } },
  {
    name: 'an unknown key of an entry',
    code: 'CAI1001',
    text: changed(ports({ port: 1, ports: 2 })),
    props: { tngHttpSecurePorts: [{ port: 1, ports: 2 }] },
  },
  { name: 'a missing key', code: 'CAI1002', text: changed(ports({})), props: { tngHttpSecurePorts: [{}] } },
  { name: 'a wrong type', code: 'CAI1003', text: changed({ 'tdx-ra-enable': 'true' }), props: { tdxRaEnable: 'true' } },
  {
    name: 'half a port',
    code: 'CAI1003',
    text: changed(ports({ port: 80.5 })),
    props: { tngHttpSecurePorts: [{ port: 80.5 }] },
  },
  {
    name: 'a wrong form',
    code: 'CAI1004',
    text: changed({ 'cipher-text-volume': 'PVC' }),
    props: { cipherTextVolume: 'PVC' },
  },
  {
    name: 'a number outside its limits',
    code: 'CAI1005',
    text: changed(ports({ port: 70000 })),
    props: { tngHttpSecurePorts: [{ port: 70000 }] },
  },
  {
    name: 'a list that is too long',
    code: 'CAI1005',
    text: changed(ports(...Array.from({ length: 65 }, (_, index) => ({ port: index + 1 })))),
    props: { tngHttpSecurePorts: Array.from({ length: 65 }, (_, index) => ({ port: index + 1 })) },
  },
  {
    name: 'a text that is too long',
    code: 'CAI1005',
    text: changed({ 'trustee-address': long }),
    props: { trusteeAddress: long },
  },
  {
    name: 'a key written twice',
    code: 'CAI1008',
    text: `${changed({}).slice(0, -1)},"gpu-ra-enable":true,"gpu-ra-enable":true}`,
    isUnseenByHelm: true,
  },
  {
    name: 'a placeholder',
    code: 'CAI1009',
    text: changed({ 'trustee-address': 'http://<trustee-ip>:8081/api' }),
    props: { trusteeAddress: 'http://<trustee-ip>:8081/api' },
  },
  { name: 'no JSON', code: 'CAI1010', text: '{"cipher-text-volume": ' },
  {
    name: 'a version of no set',
    code: 'CAI5011',
    text: changed({ 'tng-version': '2.2.5' }),
    props: { tngVersion: '2.2.5' },
  },
  {
    name: 'versions of two sets',
    code: 'CAI5012',
    text: changed({ 'tng-version': '2.3.0' }),
    props: { tngVersion: '2.3.0' },
  },
  {
    name: 'a port given twice',
    code: 'CAI5016',
    text: changed(ports({ port: 1 }, { port: 1 })),
    props: { tngHttpSecurePorts: [{ port: 1 }, { port: 1 }] },
    isUnseenByHelm: true,
  },
];

describe('a mistake in the options has one code', () => {
  it.concurrent.each(ofOptions)('$name: $code', async ({ code, text, props: wrong, isUnseenByHelm }) => {
    const given = over(vllm.accepted, { caiOptions: text });
    const told = {
      annotation: codes(inAnnotation(text)),
      value: codes(inValues(given)),
      helm: codes(await inHelm(given)),
      prop: wrong === undefined ? [code] : codes(CaiOptions.of({ ...props, ...wrong }).problems),
      service: wrong === undefined ? [code] : codes(inService({ caiOptions: CaiOptions.of({ ...props, ...wrong }) })),
    };
    const one = [code];
    const helm = isUnseenByHelm === true ? [] : one;
    expect(told).toEqual({ annotation: one, value: one, helm, prop: one, service: one });
  });

  // what is derived there may not be written beside it, so that these are the mistakes that cai.yaml can have
  it.each([
    ['CAI1001', { 'trustee-adress': 'x' }],
    ['CAI1002', ports({})],
    ['CAI1003', { 'tdx-ra-enable': 'true' }],
    ['CAI1004', { 'cipher-text-volume': 'PVC' }],
    ['CAI1005', ports({ port: 70000 })],
    ['CAI1009', { 'cipher-text-volume': '<claim>' }],
    ['CAI5016', ports({ port: 1 }, { port: 1 })],
  ])('%s in cai.yaml: %j', (code, change) => {
    const text = JSON.stringify({ ...least, vllm: { ...least.vllm, caiOptions: change } });
    expect(codes(inDescription(text))).toEqual([code]);
  });
});

interface Mistake {
  readonly code: string;
  readonly value: Values;
  readonly prop?: object;
  /** Beside the section of the chart: keys of cai.yaml itself. */
  readonly own?: object;
  /** A template of the sidecar tng. */
  readonly template?: object;
}

const ofInput: readonly Mistake[] = [
  {
    code: 'CAI1001',
    value: { replica: 1 },
    prop: { replica: 1 },
    own: { trusted: {} },
    template: { images: 'x' },
  },
  {
    code: 'CAI1002',
    value: { env: [{}] },
    prop: { env: [{}] },
    own: { trustee: {} },
  },
  // a word among others lacks like any other value
  {
    code: 'CAI1002',
    value: { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone' }] },
    prop: { topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone' }] },
  },
  {
    code: 'CAI1003',
    value: { replicas: '1' },
    prop: { replicas: '1' },
    own: { metrics: 'yes' },
    template: { image: 1 },
  },
  {
    code: 'CAI1004',
    value: { image: { tag: 'not a tag' } },
    prop: { image: { tag: 'not a tag' } },
    own: { trustee: { address: 'nowhere' } },
    template: { version: 'not a tag' },
  },
  {
    code: 'CAI1005',
    value: { service: { port: 70000 } },
    prop: { service: { port: 70000 } },
    own: { trustee: { ...least.trustee, policyIds: [] } },
    template: { command: [] },
  },
  {
    code: 'CAI1006',
    value: { service: { type: 'Loadbalancer' } },
    prop: { service: { type: 'Loadbalancer' } },
    own: { trustee: { ...least.trustee, hosting: 'moon' } },
    template: { imagePullPolicy: 'always' },
  },
  {
    code: 'CAI1007',
    value: { podLabels: { 'a b': 'x' } },
    prop: { podLabels: { 'a b': 'x' } },
    template: { resources: { limits: { 'a b': 1 } } },
  },
  { code: 'CAI1009', value: { oss: { bucket: '<bucket>' } }, own: { trustee: { address: 'http://<trustee-ip>/api' } } },
  { code: 'CAI1013', value: { podAnnotations: { a: '\u0085' } }, prop: { podAnnotations: { a: '\u0085' } } },
];

describe('a mistake in values, props, cai.yaml and templates has one code', () => {
  it.each(ofInput)('$code: $value', ({ code, value, prop, own, template }) => {
    const told = {
      value: codes(inValues(over(vllm.accepted, value))),
      section: codes(inDescription(valuesText({ ...least, vllm: over(least.vllm, value) }))),
      prop: prop === undefined ? [code] : codes(inService(prop)),
      own: own === undefined ? [code] : codes(inDescription(JSON.stringify({ ...least, ...own }))),
      template:
        template === undefined
          ? [code]
          : codes(readTemplates({ sidecars: { tng: template } }).problems.map(({ message }) => message)),
    };
    const one = [code];
    expect(told).toEqual({ value: one, section: one, prop: one, own: one, template: one });
  });

  it('which is that of texts that cannot be read, too', () => {
    const twice = '{"sidecars": {}, "sidecars": {}}';
    const broken = '{"a": [}';
    expect([inDescription('metrics: true\nmetrics: true'), messagesOf(twice)].map(codes)).toEqual([
      ['CAI1008'],
      ['CAI1008'],
    ]);
    expect([inDescription(broken), messagesOf(broken), inAnnotation(broken)].map(codes)).toEqual(
      Array(3).fill(['CAI1010']),
    );
    expect([inDescription(' '), messagesOf(' '), inAnnotation(' ')].map(codes)).toEqual(Array(3).fill(['CAI1011']));
    const deep = '['.repeat(40);
    expect([messagesOf(deep), inAnnotation(deep)].map(codes)).toEqual(Array(2).fill(['CAI1012']));
  });

  it('and these are all that any input can have', () => {
    const made = new Set([...ofOptions, ...ofInput].map(({ code }) => code));
    const { empty, tooDeep, ...others } = inputProblems;
    expect(Object.values(others).filter(({ code }) => !made.has(code))).toEqual([]);
    expect([empty.code, tooDeep.code]).toEqual(['CAI1011', 'CAI1012']);
  });
});

function messagesOf(text: string): string[] {
  return readTemplates(text).problems.map(({ message }) => message);
}
