import { admitPod, checkWorkload, defaultTemplates, podTemplateOf, type JsonObject } from '../../injection';
import { readPodFile } from './made-pods';

interface StatefulSet extends JsonObject {
  readonly spec: JsonObject & { readonly template: JsonObject & { readonly spec: JsonObject } };
}

const written = readPodFile('statefulset-own-claim') as unknown as StatefulSet;
const codes = (object: unknown): string[] =>
  checkWorkload(object, defaultTemplates).problems.map(({ code, at }) => `${code} ${at}`);

/** The StatefulSet with other fields in its spec, and in that of its Pods. */
function changed(spec: JsonObject, podSpec: JsonObject = {}): JsonObject {
  const { template } = written.spec;
  const pods = { ...template, spec: { ...template.spec, ...podSpec } };
  return { ...written, spec: { ...written.spec, ...spec, template: pods } };
}

test('the first Pod of a StatefulSet that was injected is what the webhook would make of it', () => {
  const { decision, object } = checkWorkload(written, defaultTemplates);
  expect(decision).toBe('injected');
  const pod = podTemplateOf(object)?.pod as { spec: { volumes: JsonObject[] } } & JsonObject;
  // the controller puts the volumes of its claims first
  const claimed = { name: 'model', persistentVolumeClaim: { claimName: 'model-web-3' } };
  const first = { ...pod, spec: { ...pod.spec, volumes: [claimed, ...pod.spec.volumes] } };
  expect(pod.spec.volumes.map(({ name }) => name)).toEqual(['cai-attestation', 'cai-key', 'cai-plaintext-0']);
  expect(admitPod(first, defaultTemplates)).toMatchObject({ decision: 'unchanged', problems: [] });
  expect(checkWorkload(object, defaultTemplates)).toMatchObject({ decision: 'unchanged', object });
});

test('a claim for each replica is told, where there are several', () => {
  expect(codes(written)).toEqual([]);
  expect(codes(changed({ replicas: 2 }))).toEqual(['CAI5303 /spec/volumeClaimTemplates/0']);
  expect(codes(changed({ replicas: 0 }))).toEqual([]);
  // counted from nought where nothing else is said
  expect(codes(changed({ ordinals: null }))).toEqual(['CAI5109 /spec/template/spec/volumes']);
});

test('a claim that the Pods list themselves is shared', () => {
  const volumes = [{ name: 'model', persistentVolumeClaim: { claimName: 'model-web-3' } }];
  expect(codes(changed({ replicas: 2 }, { volumes }))).toEqual([]);
});

test('what is malformed is told, and nothing is made up for it', () => {
  expect(codes(changed({}, { volumes: 'none' }))).toEqual(['CAI1003 /spec/template/spec/volumes']);
  expect(codes(changed({ volumeClaimTemplates: 'none' }))).toEqual(['CAI5109 /spec/template/spec/volumes']);
  expect(codes({ ...written, metadata: {} })).toEqual(['CAI5109 /spec/template/spec/volumes']);
});

test('names of ours are refused in the templates of claims as everywhere', () => {
  const { volumeClaimTemplates } = written.spec;
  const more = [...(volumeClaimTemplates as JsonObject[]), { metadata: { name: 'cai-key' } }];
  expect(codes(changed({ volumeClaimTemplates: more }))).toContain('CAI5107 /spec/template/spec/volumes/1/name');
});
