import fc from 'fast-check';
import { admitPod, defaultTemplates, readTemplates, type JsonObject } from '../../injection';
import { readPodFile } from './made-pods';
import { templateCases } from './template-cases';

test.each([...templateCases])('$code: $title', ({ code, input, messages }) => {
  const { problems, templates } = readTemplates(input);
  expect(problems.map(({ message }) => message)).toEqual(messages);
  expect(problems.map((problem) => problem.code)).toContain(code);
  expect(templates).toBeUndefined();
});

test('the cases raise every code that a reading of templates can have', () => {
  const said = templateCases.flatMap(({ messages }) => messages.map((message) => message.split(' ')[0]));
  const common = [1001, 1003, 1004, 1005, 1006, 1007, 1008, 1010, 1011, 1012, 5011, 5012];
  expect([...new Set(said)].sort()).toEqual(common.map((code) => `CAI${code}`));
});

test('what is left out gets its default', () => {
  expect(readTemplates({})).toEqual({ templates: defaultTemplates, problems: [] });
  expect(readTemplates('{"sidecars": {"tng": {}}}')).toEqual({ templates: defaultTemplates, problems: [] });
});

test('the defaults obey the rules', () => {
  expect(readTemplates(structuredClone(defaultTemplates))).toEqual({ templates: defaultTemplates, problems: [] });
  expect(readTemplates(JSON.stringify(defaultTemplates))).toEqual({ templates: defaultTemplates, problems: [] });
});

const written = {
  sidecars: {
    tng: {
      image: 'registry.example.com:5000/mirror/tng',
      digest: `sha256:${'a'.repeat(64)}`,
      version: '2.2.3',
      imagePullPolicy: 'Always',
      command: ['/opt/tng', '--verbose'],
      resources: { requests: { cpu: 1, memory: '64Mi' }, limits: { memory: '1e9', 'example.com/device': '1' } },
      securityContext: { readOnlyRootFilesystem: true },
    },
    cachefs: { image: 'cachefs', version: '2' },
  },
  allowSampleEvidence: true,
};

test('what is written is taken, sidecar by sidecar', () => {
  const { sidecars } = defaultTemplates;
  expect(readTemplates(written)).toEqual({
    problems: [],
    templates: {
      sidecars: {
        ...sidecars,
        tng: written.sidecars.tng,
        cachefs: { ...sidecars.cachefs, image: 'cachefs', version: '2' },
      },
      allowSampleEvidence: true,
    },
  });
});

test('the templates decide what runs, and what the options may leave out', () => {
  const { templates = defaultTemplates } = readTemplates(written);
  const pod = readPodFile('minimal');
  const key = 'trustiflux.alibaba.com/ack-cai-options';
  const options = JSON.parse(pod.metadata.annotations[key] ?? '') as object;
  const sample = { 'tdx-ra-enable': false, 'gpu-ra-enable': false, 'tng-http-secure-ports': [{ port: 80 }] };
  pod.metadata.annotations[key] = JSON.stringify({ ...options, ...sample });

  expect(admitPod(pod, defaultTemplates).problems.map(({ code }) => code)).toEqual(['CAI5014']);
  const { decision, pod: injected } = admitPod(pod, templates);
  expect(decision).toBe('injected');
  const { initContainers } = (injected as { spec: { initContainers: JsonObject[] } }).spec;
  expect(initContainers.map(({ image }) => image)).toEqual([
    'confidential-ai-registry.cn-shanghai.cr.aliyuncs.com/product/attestation-agent:1.3.1',
    'confidential-ai-registry.cn-shanghai.cr.aliyuncs.com/product/confidential-data-hub:1.3.1',
    `registry.example.com:5000/mirror/tng@sha256:${'a'.repeat(64)}`,
    'cachefs:2',
  ]);
  expect(initContainers[2]).toMatchObject({
    imagePullPolicy: 'Always',
    resources: written.sidecars.tng.resources,
    securityContext: { readOnlyRootFilesystem: true },
  });
});

test('any input gets templates or problems', () => {
  const input = fc.oneof(
    fc.jsonValue(),
    fc.string(),
    fc.record({ sidecars: fc.dictionary(fc.constantFrom('aa', 'tng', 'x'), fc.jsonValue()) }),
    fc.constantFrom(undefined, 1n, Symbol('templates')),
  );
  fc.assert(
    fc.property(input, (value) => {
      const { templates, problems } = readTemplates(value);
      expect(templates === undefined).toBe(problems.length > 0);
    }),
  );
});
